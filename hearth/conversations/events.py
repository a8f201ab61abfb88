from dataclasses import dataclass

from hearth.base.events import Fact, fact

# `by_id` is a membership everywhere here: outside its group a persona leads to nobody.


@fact
@dataclass(frozen=True, kw_only=True)
class ThreadOpened(Fact):
    """Someone began a conversation. Its opening post is said by this fact, not by PostPublished."""

    thread_id: int
    group_id: int
    by_id: int
    is_first: bool
    risk: str = "none"
    post_id: int = 0


@fact
@dataclass(frozen=True, kw_only=True)
class PostPublished(Fact):
    """Someone replied."""

    post_id: int
    thread_id: int
    group_id: int
    by_id: int
    risk: str = "none"


@fact
@dataclass(frozen=True, kw_only=True)
class PostEdited(Fact):
    """Someone changed their words, which may now say something that needs a person."""

    post_id: int
    thread_id: int
    group_id: int
    by_id: int
    risk: str = "none"


@fact
@dataclass(frozen=True, kw_only=True)
class PostWithdrawn(Fact):
    """Someone took their words back; they are gone everywhere in this room."""

    post_id: int
    thread_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ThreadClosed(Fact):
    """Those who look after the group brought a conversation to rest."""

    thread_id: int
    by_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ThreadReopened(Fact):
    """… and opened it again."""

    thread_id: int
    by_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ResponseGiven(Fact):
    """Someone answered a post in one of the worded ways."""

    post_id: int
    by_id: int
    kind: str


@fact
@dataclass(frozen=True, kw_only=True)
class ThanksSent(Fact):
    """Someone thanked someone, in private."""

    thanks_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ThreadRead(Fact):
    """Someone for whom something new waits has opened a conversation. Announced for nobody else: reading leaves no trail."""

    thread_id: int
    person_id: int


@fact
@dataclass(frozen=True, kw_only=True)
class ReplyOverdue(Fact):
    """A conversation waits for its first reply longer than it should. `stage`: greeters, then facilitators."""

    thread_id: int
    group_id: int
    stage: str
