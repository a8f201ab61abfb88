from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from hearth.base.permissions import Denied, Permission, may, predicate, rules
from hearth.groups.models import AgreementVersion, Group, Membership
from hearth.people.permissions import has_second_factor, second_factor_of


class Can(Permission):
    """What people may do around a group."""

    JOIN = "Come in, ask to come in, or use an invitation."
    WITHDRAW_REQUEST = "Take back one’s own question to join."
    ACCEPT_AGREEMENT = "Accept what the group has agreed."
    LEAVE = "Leave the group."
    SET_PERSONA = "Change the name, look and wishes one goes by in the group."
    SEE_PEOPLE = "See the names fellow members go by."
    KEEP_APART = "Mute or block a fellow member, for oneself."
    WELCOME = "Welcome newcomers."
    ANSWER_REQUEST = "Answer someone who asks to join."
    INVITE = "Invite people."
    EDIT_GROUP = "Change the leaflet, the agreement and the settings of the group."
    GIVE_ROLE = "Make someone a greeter or a facilitator, or take that back."
    REMOVE = "Remove or ban a member, with a reason."
    LIFT_BAN = "Let someone who was banned ask again."
    OPEN_GROUP = "Open a new group."
    CARE_FOR_GROUP = "Appoint and stand down those who look after a group, without reading in it."
    KEEP_TIME = "Remind of what is overdue, and forget what is old."


class SecondFactorNeeded(Denied):
    """Everything is right but the key: looking after people takes more than a passphrase to sign in."""

    sentence = _(
        "Looking after a group opens other people’s words to you, so it needs a second step when you sign in. "
        "It takes about two minutes to set up, once."
    )
    onward = (_("Set up the second step"), "people:second_factor.show")


class AgreementNeeded(Denied):
    """Everything is right but the agreement: it changed, and this persona has not accepted it yet."""

    sentence = _(
        "What this group has agreed is new or has changed. Read it and say yes, then you can go on. "
        "What you wrote is kept."
    )

    @property
    def onward(self):
        return (_("Read what we’ve agreed"), "groups:agreement.show", self.about["group"].pk)


# ── who somebody is here ──────────────────────────────────────────────────────────────────────────────────────


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
    for kept in ("_memberships_by_group", "_agreed_by_group"):
        getattr(person, "__dict__", {}).pop(kept, None)


def has_accepted(person, group: Group) -> bool:
    """Whether the person's persona has accepted the version in force; read once per person object and group."""
    membership = membership_of(person, group)
    if membership is None:
        return False
    known = person.__dict__.setdefault("_agreed_by_group", {})
    if group.pk not in known:
        # Nothing agreed yet is nothing to accept.
        known[group.pk] = AgreementVersion.objects.filter(group=group.pk).newest_is_accepted_by(membership)
    return known[group.pk]


@predicate
def is_signed_in(person, thing):
    return getattr(person, "pk", None) is not None


@predicate
def is_member(person, group):
    return membership_of(person, group) is not None


@predicate
def has_agreed(person, group):
    return has_accepted(person, group)


@predicate
def welcomes(person, group):
    membership = membership_of(person, group)
    return membership is not None and membership.welcomes


@predicate
def is_in_the_chair(person, group):
    """Facilitates or co-facilitates. What that lets anyone *do* is asked with `looks_after`."""
    membership = membership_of(person, group)
    return membership is not None and membership.looks_after


@predicate
def facilitates(person, group):
    """Holds the role. What that lets anyone *do* is asked with `is_facilitator`."""
    membership = membership_of(person, group)
    return membership is not None and membership.role == Membership.Role.FACILITATOR


@predicate
def is_steward(person, thing):
    return getattr(person, "house_role", "") == "steward"


@predicate
def is_the_asker(person, request):
    return getattr(person, "pk", None) is not None and request.person_id == person.pk


@predicate
def is_the_house(person, thing):
    return getattr(person, "is_machine", False)


# Powers over other people take more than a passphrase: a stolen one would open everybody's words.
looks_after = is_in_the_chair & has_second_factor
is_facilitator = facilitates & has_second_factor
keeps_the_house = is_steward & has_second_factor


rules(
    {
        Can.JOIN: is_signed_in & ~is_member,
        Can.WITHDRAW_REQUEST: is_the_asker,
        Can.ACCEPT_AGREEMENT: is_member,
        Can.LEAVE: is_member,
        Can.SET_PERSONA: is_member,
        Can.SEE_PEOPLE: is_member,
        Can.KEEP_APART: is_member,
        Can.WELCOME: welcomes,
        Can.ANSWER_REQUEST: looks_after,
        Can.INVITE: looks_after,
        Can.EDIT_GROUP: is_facilitator,
        Can.GIVE_ROLE: is_facilitator,
        Can.REMOVE: looks_after,
        Can.LIFT_BAN: is_facilitator,
        Can.OPEN_GROUP: keeps_the_house,
        Can.CARE_FOR_GROUP: keeps_the_house,
        Can.KEEP_TIME: is_the_house,
    }
)


# ── a no that says what would make it a yes ───────────────────────────────────────────────────────────────────


@contextmanager
def _as_if(person, kept: str, value):
    """Ask a rule as if one thing about the person were different. Nothing is written anywhere."""
    before = person.__dict__.get(kept)
    person.__dict__[kept] = value
    try:
        yield
    finally:
        if before is None:
            del person.__dict__[kept]
        else:
            person.__dict__[kept] = before


class _Everywhere(dict):
    def __contains__(self, key):
        return True

    def __missing__(self, key):
        return True


def require(person, permission: Permission, thing=None) -> None:
    """Raise Denied unless the person may do this; say so when all that is missing is in the person's own hands.

    Serves the permissions of every room above as well: `SecondFactorNeeded` and `AgreementNeeded` lead to the page
    that mends it.
    """
    if may(person, permission, thing):
        return
    if getattr(person, "pk", None) is not None:
        if not second_factor_of(person):
            with _as_if(person, "_second_factor", True):
                mended = may(person, permission, thing)
            if mended:
                raise SecondFactorNeeded(permission=permission)
        group = thing if isinstance(thing, Group) else getattr(thing, "group", None)
        if isinstance(group, Group) and membership_of(person, group) and not has_accepted(person, group):
            with _as_if(person, "_agreed_by_group", _Everywhere()):
                mended = may(person, permission, thing)
            if mended:
                raise AgreementNeeded(permission=permission, group=group)
    raise Denied(permission=permission)
