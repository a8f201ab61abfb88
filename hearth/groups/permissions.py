from hearth.base.permissions import Permission, predicate, rules
from hearth.groups.models import Group, Membership


class Can(Permission):
    """What people may do around a group."""

    JOIN = "Come in, ask to come in, or use an invitation."
    LEAVE = "Leave the group."
    SET_PERSONA = "Change the name, look and wishes one goes by in the group."
    SEE_PEOPLE = "See the names fellow members go by."
    WELCOME = "Welcome newcomers."
    ANSWER_REQUEST = "Answer someone who asks to join."
    INVITE = "Invite people."
    EDIT_GROUP = "Change the leaflet, the agreement and the settings of the group."
    GIVE_ROLE = "Make someone a greeter or a facilitator, or take that back."
    REMOVE = "Remove or ban a member, with a reason."
    OPEN_GROUP = "Open a new group."


def membership_of(person, group: Group) -> Membership | None:
    """The person's current membership, read once per person object and group within a request."""
    if getattr(person, "pk", None) is None:
        return None
    known = person.__dict__.setdefault("_memberships_by_group", {})
    if group.pk not in known:
        known[group.pk] = Membership.objects.of(person).filter(group=group.pk).first()
    return known[group.pk]


def forget_memberships(person) -> None:
    """Make the next rule read the table again; actions call it after changing a membership."""
    getattr(person, "__dict__", {}).pop("_memberships_by_group", None)


@predicate
def is_signed_in(person, group):
    return getattr(person, "pk", None) is not None


@predicate
def is_member(person, group):
    return membership_of(person, group) is not None


@predicate
def welcomes(person, group):
    membership = membership_of(person, group)
    return membership is not None and membership.welcomes


@predicate
def looks_after(person, group):
    membership = membership_of(person, group)
    return membership is not None and membership.looks_after


@predicate
def is_facilitator(person, group):
    membership = membership_of(person, group)
    return membership is not None and membership.role == Membership.Role.FACILITATOR


@predicate
def is_steward(person, group):
    return getattr(person, "house_role", "") == "steward"


rules(
    {
        Can.JOIN: is_signed_in & ~is_member,
        Can.LEAVE: is_member,
        Can.SET_PERSONA: is_member,
        Can.SEE_PEOPLE: is_member,
        Can.WELCOME: welcomes,
        Can.ANSWER_REQUEST: looks_after,
        Can.INVITE: looks_after,
        Can.EDIT_GROUP: is_facilitator,
        Can.GIVE_ROLE: is_facilitator,
        Can.REMOVE: looks_after,
        Can.OPEN_GROUP: is_steward,
    }
)
