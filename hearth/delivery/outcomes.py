"""What became of one try to hand a letter over, told in the same words by every way it can go."""

from dataclasses import dataclass
from datetime import timedelta

from hearth.delivery.models import Letter


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`state` WAITING means: try again later, after `wait` at least when the other side named a time.

    closed: this whole way is shut for now (server down, our credentials refused), so that a worker does not knock
    once for every letter in the line.
    """

    state: str
    reason: str = ""
    wait: timedelta | None = None
    closed: bool = False


SENT = Outcome(state=Letter.State.SENT)


def again(reason: str, *, wait: timedelta | None = None, closed: bool = False) -> Outcome:
    return Outcome(state=Letter.State.WAITING, reason=reason, wait=wait, closed=closed)


def failed(reason: str) -> Outcome:
    return Outcome(state=Letter.State.FAILED, reason=reason)


def bounced(reason: str) -> Outcome:
    return Outcome(state=Letter.State.BOUNCED, reason=reason)


def gone(reason: str) -> Outcome:
    return Outcome(state=Letter.State.GONE, reason=reason)
