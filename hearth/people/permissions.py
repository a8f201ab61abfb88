from allauth.mfa.models import Authenticator

from hearth.base.permissions import HEARTH, Permission, predicate, rules
from hearth.people.models import Person


class Can(Permission):
    """What a person may do with an account."""

    CHANGE_ACCOUNT = "Change, export, sign out or erase one’s own account."
    COME_BACK = "Open an account again with the four words that belong to it."
    TELL_NEWS = "Say that something new waits for someone, or that it has been seen."
    NOTE_ROLE = "Say that someone looks after others, so that their devices stay signed in for hours only."
    GIVE_HOUSE_ROLE = "Make someone a responder or a steward of the house, or take that back."
    SWEEP = "Delete what signed-in devices have left behind."


def second_factor_of(person) -> bool:
    """Whether the person signs in with more than a passphrase; read once per person object."""
    if getattr(person, "pk", None) is None:
        return False
    if "_second_factor" not in person.__dict__:
        person.__dict__["_second_factor"] = Authenticator.objects.filter(
            user_id=person.pk, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exists()
    return person.__dict__["_second_factor"]


def forget_second_factor(person) -> None:
    """Make the next rule read the table again, after a second step was added or taken away."""
    getattr(person, "__dict__", {}).pop("_second_factor", None)


@predicate
def has_second_factor(person, thing):
    return second_factor_of(person)


@predicate
def is_oneself(person, account: Person):
    return account is not None and person.pk == account.pk


@predicate
def is_steward(person, thing):
    return getattr(person, "house_role", "") == Person.HouseRole.STEWARD


@predicate
def is_the_house(person, thing):
    return person is HEARTH


rules(
    {
        Can.CHANGE_ACCOUNT: is_oneself,
        # Whoever knows the words is let in by the words, not by who they say they are.
        Can.COME_BACK: is_the_house,
        Can.TELL_NEWS: is_the_house | is_oneself,
        Can.NOTE_ROLE: is_the_house,
        Can.GIVE_HOUSE_ROLE: is_steward & has_second_factor,
        Can.SWEEP: is_the_house,
    }
)
