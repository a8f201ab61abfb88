"""Reading what somebody wrote, here in the house and nowhere else, to find out whether a person should look soon."""

import logging

from hearth.screening.contacts import contacts_in
from hearth.screening.findings import RISKS, Findings, Signal

__all__ = ["RISKS", "Findings", "Signal", "read"]

log = logging.getLogger("hearth.screening")

# Far more than anybody types in one go; it keeps one text from holding up the others.
LONGEST = 20_000


def read(text: str) -> Findings:
    """Say what a text may need. Pure and local; never raises and never takes long.

    A text longer than LONGEST is read to that point and comes back as `unread` beside what was found.
    """
    try:
        signals = tuple(contacts_in(text[:LONGEST]))
    except Exception as wrong:
        # The name of the error only: its message could quote what was written.
        log.error("A text could not be read: %s", type(wrong).__name__)
        return Findings(unread=True)
    return Findings(
        signals=signals,
        kinds=frozenset({"contact"} if signals else ()),
        unread=len(text) > LONGEST,
    )
