"""Reading what somebody wrote, here in the house and nowhere else, to find out whether a person should look soon."""

import logging

from hearth.screening.contacts import contacts_in, old_numbers_in
from hearth.screening.findings import RISKS, Findings, Signal
from hearth.screening.rules import gravest, risks_in

__all__ = ["RISKS", "Findings", "Signal", "read"]

log = logging.getLogger("hearth.screening")

# Far more than anybody types in one go; it keeps one text from holding up the others.
LONGEST = 20_000


def read(text: str) -> Findings:
    """Say what a text may need. Pure and local; never raises and never takes long.

    A text longer than LONGEST is read to that point and comes back as `unread` beside what was found.
    """
    try:
        seen = text[:LONGEST]
        risks = tuple(risks_in(seen))
        contacts = tuple(contacts_in(seen))
        old = tuple(old_numbers_in(seen))
    except Exception as wrong:
        # The name of the error only: its message could quote what was written.
        log.error("A text could not be read: %s", type(wrong).__name__)
        return Findings(unread=True)
    return Findings(
        risk=weigh(risks),
        signals=(*risks, *contacts, *old),
        kinds=frozenset(({"contact"} if contacts else set()) | ({"old_number"} if old else set())),
        unread=len(text) > LONGEST,
    )


def weigh(signals: tuple[Signal, ...]) -> str:
    """The gravest risk of all; two different reasons of the lowest kind together ask for a person, too."""
    risk = gravest(signal.risk for signal in signals)
    if risk == "low" and len({signal.name for signal in signals}) > 1:
        return "moderate"
    return risk
