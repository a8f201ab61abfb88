"""What can happen around a group. Other rooms count on these names and fields."""

from dataclasses import dataclass

from hearth.base.events import Fact, fact


@fact
@dataclass(frozen=True, kw_only=True)
class GroupOpened(Fact):
    """A steward opened a new group from a charter."""

    group_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ConfirmationDue(Fact):
    """Nobody has said for a long while that the leaflet and the times are still right."""

    group_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class GroupConfirmed(Fact):
    """Someone who facilitates said that the leaflet and the times are right, or made them so."""

    group_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class AgreementChanged(Fact):
    """A new version of what the group has agreed is in force; everyone is asked to accept it."""

    group_id: int
    version_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MemberJoined(Fact):
    """Someone came in, for the first time or again."""

    membership_id: int
    group_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MemberLeft(Fact):
    """Someone left of their own accord. `words` says what they chose for what they wrote: "stay" or "take"."""

    membership_id: int
    group_id: int
    words: str = "stay"


@fact
@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Fact):
    """Someone was taken out of the group; the reason and the words to them stand on the membership.

    `by_id` is the person who did it, for the journal alone.
    """

    journaled = True
    membership_id: int
    group_id: int
    banned: bool
    by_id: int | None = None


@fact
@dataclass(frozen=True, kw_only=True)
class BanLifted(Fact):
    """Someone may ask to come back."""

    journaled = True
    group_id: int
    by_id: int | None = None


@fact
@dataclass(frozen=True, kw_only=True)
class RoleGiven(Fact):
    """A member does something else for the group from now on; "member" takes a role back.

    `by_id` is the person who did it, for the journal alone.
    """

    journaled = True
    membership_id: int
    role: str
    by_id: int | None = None


@fact
@dataclass(frozen=True, kw_only=True)
class JoinAsked(Fact):
    """Someone asks to join and was promised an answer."""

    request_id: int
    group_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class JoinAnswered(Fact):
    """Someone who asked was answered: come in, or not now."""

    request_id: int
    group_id: int
    welcome: bool


@fact
@dataclass(frozen=True, kw_only=True)
class JoinWithdrawn(Fact):
    """Someone took their question back, or came in another way: it waits for nobody any more."""

    request_id: int
    group_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class RequestOverdue(Fact):
    """The promised time has passed and nobody has answered."""

    request_id: int
    group_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class RequestLapsed(Fact):
    """Nobody answered for so long that the house took the question back and says sorry."""

    request_id: int
    group_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class InvitationMade(Fact):
    """An invitation was made; who it was made for is known only to the one who passes it on."""

    invitation_id: int
    group_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class MemberWelcomed(Fact):
    """A newcomer was welcomed by name. Both are memberships."""

    membership_id: int
    by_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class WelcomeOverdue(Fact):
    """A newcomer is still waiting for somebody to say hello."""

    membership_id: int
    group_id: int
