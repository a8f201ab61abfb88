from hearth.base.permissions import Permission, predicate, rules
from hearth.groups.models import Membership
from hearth.groups.permissions import has_accepted, is_in_the_chair, membership_of
from hearth.people.permissions import has_second_factor


class Can(Permission):
    """What people may do in conversations. Things passed in know their group."""

    OPEN_THREAD = "Begin a conversation in a group."
    REPLY = "Reply in a conversation."
    EDIT_POST = "Change one’s own words."
    WITHDRAW = "Take one’s own words back, at any time."
    RESPOND = "Answer a post in one of the worded ways."
    THANK = "Thank the writer of a post in private."
    KEEP = "Keep a line that helped."
    FOLLOW = "Hear, or not hear, when a conversation goes on."
    CLOSE_THREAD = "Bring a conversation to rest, and open it again."
    KEEP_DRAFT = "Keep what one is writing."
    KEEP_OWN = "Let go of one’s own drafts and keepsakes; note how far one has read."
    CHASE = "Tell people about conversations that wait too long."
    INDEX = "Keep the search index in step with the words."
    TIDY = "Let go of what is old."


def own_membership(person, thing):
    """The persona the person goes by where this thing was written."""
    return membership_of(person, thing.group)


def membership_now(person, group_id: int) -> Membership | None:
    """The current membership, read and held until the transaction ends.

    Someone may be removed between opening the page and sending what they wrote; the lock makes these two take turns.
    """
    return Membership.objects.select_for_update().of(person).filter(group=group_id).first()


@predicate
def is_member_here(person, thing):
    return membership_of(person, getattr(thing, "group", thing)) is not None


@predicate
def has_agreed_here(person, thing):
    return has_accepted(person, getattr(thing, "group", thing))


@predicate
def is_in_the_chair_here(person, thing):
    return is_in_the_chair(person, thing.group)


@predicate
def wrote_it(person, post):
    membership = own_membership(person, post)
    return membership is not None and membership.pk == post.author_id


@predicate
def is_the_owner(person, thing):
    return getattr(person, "pk", None) is not None and getattr(thing, "person_id", person.pk) == person.pk


@predicate
def is_the_house(person, thing):
    return getattr(person, "is_machine", False)


rules(
    {
        Can.OPEN_THREAD: is_member_here & has_agreed_here,
        Can.REPLY: is_member_here & has_agreed_here,
        Can.EDIT_POST: wrote_it,
        Can.WITHDRAW: is_the_house | wrote_it,
        Can.RESPOND: is_member_here,
        Can.THANK: is_member_here,
        Can.KEEP: is_member_here,
        Can.FOLLOW: is_member_here,
        Can.CLOSE_THREAD: is_in_the_chair_here & has_second_factor,
        Can.KEEP_DRAFT: is_member_here,
        Can.KEEP_OWN: is_the_owner,
        Can.CHASE: is_the_house,
        Can.INDEX: is_the_house,
        Can.TIDY: is_the_house,
    }
)
