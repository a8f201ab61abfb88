from hearth.base.permissions import HEARTH, Permission, predicate, rules
from hearth.conversations.models import Post
from hearth.groups.models import Membership
from hearth.groups.permissions import membership_of
from hearth.people.permissions import second_factor_of
from hearth.safety.models import Concern
from hearth.safety.queries.desk import responds


class Can(Permission):
    """What people may do when someone may need someone, or something went wrong between them."""

    RAISE_CONCERN = "Say that one is worried about someone."
    ASK_FOR_SOMEONE = "Ask for someone for oneself."
    MAKE_REPORT = "Say that a post breaks the agreement of one’s group."
    NOTICE = "Put a post on the desk because of its words."
    KEEP_DESK = "Look at the desk."
    HANDLE = "Take something on the desk, answer it, or let it go back."
    CHASE = "Cry out what is late, and forget what is long past."


def keeps_a_desk(person) -> bool:
    """Whether the person has a desk to sit at: as a responder, or by looking after a group."""
    if getattr(person, "pk", None) is None:
        return False
    return responds(person) or Membership.objects.in_the_chair_of(person).exists()


@predicate
def is_signed_in(person, thing):
    return getattr(person, "pk", None) is not None


@predicate
def is_the_house(person, thing):
    return person is HEARTH


@predicate
def shares_a_group_with_it(person, thing):
    """`thing` is a post, a membership, or nothing: a worry may be about someone one cannot point at."""
    return thing is None or membership_of(person, thing.group) is not None


@predicate
def is_not_about_oneself(person, thing):
    about = thing.author if isinstance(thing, Post) else thing
    return about is None or about.person_id != person.pk


@predicate
def keeps_a_desk_safely(person, thing):
    """The desk holds the most private things of the house: a passphrase alone does not open it."""
    return keeps_a_desk(person) and second_factor_of(person)


@predicate
def sees_it_on_the_desk(person, item):
    if item is None or not keeps_a_desk_safely.test(person, None):
        return False
    return type(item).objects.visible_to(person).filter(pk=item.pk).exists()


@predicate
def did_not_report_it(person, item):
    """Nobody decides what they reported themselves. Who is worried may well be the one to help."""
    return isinstance(item, Concern) or item.raised_by is None or item.raised_by.person_id != person.pk


rules(
    {
        Can.RAISE_CONCERN: is_signed_in & shares_a_group_with_it & is_not_about_oneself,
        Can.ASK_FOR_SOMEONE: is_signed_in,
        Can.MAKE_REPORT: is_signed_in & shares_a_group_with_it & is_not_about_oneself,
        Can.NOTICE: is_the_house,
        Can.KEEP_DESK: keeps_a_desk_safely,
        Can.HANDLE: sees_it_on_the_desk & did_not_report_it,
        Can.CHASE: is_the_house,
    }
)
