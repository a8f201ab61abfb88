from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from hearth.base.privacy import Data, Promise
from hearth.people.models import Person, Session

PLAIN = (
    "sign_in_name",
    "display_name",
    "email",
    "house_role",
    "adult_attested_at",
    "joined_at",
    "seen_on",
    "last_visit_on",
    "language",
    "zone",
    "country",
    "text_size",
    "theme",
    "low_energy",
    "discreet",
    "coach_off",
    "letters",
    "quiet_from",
    "quiet_until",
    "daily_cap",
    "folded_notes",
    "exit_signs_out",
    "pattern",
    "dye",
    "has_news",
)


def export_account(person):
    yield {**{name: getattr(person, name) for name in PLAIN}, "has_four_words": bool(person.way_back)}


def erase_account(person):
    Person.objects.filter(pk=person.pk).delete()


def export_addresses(person):
    for address in EmailAddress.objects.filter(user_id=person.pk).order_by("email"):
        yield {"address": address.email, "confirmed": address.verified, "used": address.primary}


def erase_addresses(person):
    EmailConfirmation.objects.filter(email_address__user_id=person.pk).delete()
    EmailAddress.objects.filter(user_id=person.pk).delete()


def export_second_steps(person):
    """Which there are and since when. What they are made of opens the account and stays here."""
    for step in Authenticator.objects.filter(user_id=person.pk).order_by("created_at", "pk"):
        yield {
            "kind": step.type,
            "name": step.data.get("name", ""),
            "since": step.created_at,
            "last_used_at": step.last_used_at,
        }


def erase_second_steps(person):
    Authenticator.objects.filter(user_id=person.pk).delete()


def export_devices(person):
    for session in Session.objects.filter(person=person.pk).order_by("-seen_on", "session_key"):
        yield {
            "device": session.device,
            "since_on": session.since_on,
            "seen_on": session.seen_on,
            "borrowed": session.borrowed,
            "signed_in_until": session.expire_date,
        }


def erase_devices(person):
    Session.objects.filter(person=person.pk).delete()


promises = [
    Promise(
        Session,
        title=_("Devices that are signed in"),
        fields={
            "session_key": Data.SECRET,
            "session_data": Data.SECRET,
            "expire_date": Data.TRACE,
            "person": Data.ACCOUNT,
            "device": Data.ACCOUNT,
            "since_on": Data.TRACE,
            "seen_on": Data.TRACE,
            "borrowed": Data.ACCOUNT,
        },
        export=export_devices,
        erase=erase_devices,
        retention=timedelta(days=90),
        order=92,
    ),
    Promise(
        Authenticator,
        title=_("Second steps at sign-in"),
        fields={
            "id": Data.PLUMBING,
            "user": Data.ACCOUNT,
            "type": Data.ACCOUNT,
            "data": Data.SECRET,
            "created_at": Data.TRACE,
            "last_used_at": Data.TRACE,
        },
        export=export_second_steps,
        erase=erase_second_steps,
        order=94,
    ),
    Promise(
        EmailConfirmation,
        fields={
            "id": Data.PLUMBING,
            "email_address": Data.ACCOUNT,
            "created": Data.TRACE,
            "sent": Data.TRACE,
            "key": Data.SECRET,
        },
        why_kept=_("Nothing is kept here: links in letters are signed, not stored."),
        order=95,
    ),
    Promise(
        EmailAddress,
        title=_("Your e-mail address"),
        fields={
            "id": Data.PLUMBING,
            "user": Data.ACCOUNT,
            "email": Data.ACCOUNT,
            "verified": Data.ACCOUNT,
            "primary": Data.ACCOUNT,
        },
        export=export_addresses,
        erase=erase_addresses,
        order=96,
    ),
    Promise(
        Person,
        title=_("Your account"),
        fields={
            "id": Data.PLUMBING,
            "password": Data.SECRET,
            "way_back": Data.SECRET,
            **dict.fromkeys(PLAIN, Data.ACCOUNT),
            "is_active": Data.ACCOUNT,
        },
        export=export_account,
        erase=erase_account,
        order=99,
    ),
]
