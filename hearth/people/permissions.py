from allauth.mfa.models import Authenticator

from hearth.base.permissions import Permission, predicate, rules
from hearth.people.models import Person


class Can(Permission):
    """What a person may do with an account."""

    CHANGE_ACCOUNT = "Change, export, sign out or erase one’s own account."
    GIVE_HOUSE_ROLE = "Make someone a responder or a steward."


def second_factor_of(person) -> bool:
    """Whether the person signs in with more than a passphrase; read once per person object."""
    if getattr(person, "pk", None) is None:
        return False
    if "_second_factor" not in person.__dict__:
        person.__dict__["_second_factor"] = Authenticator.objects.filter(
            user_id=person.pk, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exists()
    return person.__dict__["_second_factor"]


@predicate
def has_second_factor(person, thing):
    return second_factor_of(person)


@predicate
def is_oneself(person, account: Person):
    return account is not None and person.pk == account.pk


@predicate
def is_steward(person, thing):
    return getattr(person, "house_role", "") == Person.HouseRole.STEWARD


rules(
    {
        Can.CHANGE_ACCOUNT: is_oneself,
        Can.GIVE_HOUSE_ROLE: is_steward & has_second_factor,
    }
)
