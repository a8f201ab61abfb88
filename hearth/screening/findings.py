"""What reading a text finds. Hints for people: no finding hides, delays or changes what somebody wrote."""

from dataclasses import dataclass

RISKS = ("none", "low", "moderate", "high", "imminent")


@dataclass(frozen=True)
class Signal:
    """One reason: a name from a closed list, and where in the text it stands."""

    name: str
    start: int
    end: int
    risk: str = "none"


@dataclass(frozen=True)
class Findings:
    """What a text may need.

    `risk` is one of RISKS and orders who is asked first to look; it says nothing about the writer as a person.
    `kinds` are closed names of what else is in the text: "contact" (a way to be reached outside), "old_number" (a
    helpline number that no longer answers). `unread` means that reading failed or had to stop early: such a text
    is to be treated as unknown, never as harmless.
    """

    risk: str = "none"
    signals: tuple[Signal, ...] = ()
    kinds: frozenset[str] = frozenset()
    unread: bool = False

    def at_least(self, risk: str) -> bool:
        """Whether the risk is this or worse."""
        return RISKS.index(self.risk) >= RISKS.index(risk)
