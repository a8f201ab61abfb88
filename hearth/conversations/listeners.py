from hearth.base.events import alongside
from hearth.base.permissions import HEARTH
from hearth.conversations.actions import posts
from hearth.groups.events import MemberLeft


@alongside(MemberLeft)
def take_words_along(fact: MemberLeft) -> None:
    """Someone who leaves and takes their words with them leaves none behind, from that moment."""
    if fact.words == "take":
        posts.withdraw_all(membership_id=fact.membership_id, by=HEARTH)
