from dataclasses import dataclass

from hearth.base.events import Fact, fact


@fact
@dataclass(frozen=True, kw_only=True)
class ConcernRaised(Fact):
    """Someone may need someone: said by themselves, by another member, or noticed by the house."""

    concern_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ConcernAnswered(Fact):
    """A concern has been seen to; whoever raised it can read what came of it."""

    concern_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ConcernOverdue(Fact):
    """Nobody has seen to a concern in the time that was promised."""

    concern_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ReportMade(Fact):
    """A member says that something breaks the group's agreement."""

    report_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ReportAnswered(Fact):
    """A report has been decided; whoever made it can read how."""

    report_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ReportOverdue(Fact):
    """Nobody has decided a report in the time that was promised; it is now open to the house's responders."""

    report_id: int
