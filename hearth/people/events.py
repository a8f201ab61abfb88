from dataclasses import dataclass

from hearth.base.events import Fact, fact


@fact
@dataclass(frozen=True, kw_only=True)
class PersonArrived(Fact):
    """Someone opened an account."""

    person_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class PersonErased(Fact):
    """Someone erased their account; what could be named is gone when this is heard."""

    journaled = True
    person_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class HouseRoleGiven(Fact):
    """Someone answers for the whole house, or keeps it, from now on; an empty role takes that back.

    `by_id` is the steward who gave it, for the journal alone.
    """

    journaled = True
    person_id: int
    role: str
    by_id: int | None = None


@fact
@dataclass(frozen=True, kw_only=True)
class SessionEnded(Fact):
    """Someone was signed out on one device, or on all but one."""

    person_id: int
