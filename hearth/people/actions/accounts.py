"""Opening, changing and ending an account."""

import secrets
from datetime import date
from functools import cache
from pathlib import Path

from allauth.account.models import EmailAddress
from django.utils.text import slugify

from hearth.base import journal, live, privacy
from hearth.base.events import announce
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.people.events import PersonArrived, PersonErased, SessionEnded
from hearth.people.models import Person, Session
from hearth.people.permissions import Can

SETTINGS = (
    "display_name",
    "pattern",
    "dye",
    "language",
    "zone",
    "country",
    "text_size",
    "theme",
    "low_energy",
    "discreet",
    "letters",
    "coach_off",
    "quiet_from",
    "quiet_until",
    "daily_cap",
    "folded_notes",
    "exit_signs_out",
)


@cache
def _words() -> list[str]:
    return (Path(__file__).parent.parent / "data" / "words.txt").read_text().split()


def new_sign_in_name(display_name: str) -> str:
    """Make a sign-in name nobody has.

    The house makes it, always with a random ending: if people chose it themselves, "that one is taken" would
    tell a stranger who is here.
    """
    stem = slugify(display_name)[:20].strip("-") or "guest"
    while True:
        name = f"{stem}-{secrets.choice(_words())}-{secrets.randbelow(90) + 10}"
        if not Person.objects.filter(sign_in_name__iexact=name).exists():
            return name


def suggest_names(count: int = 3) -> list[str]:
    """Suggest display names made of two plain words."""
    picked = secrets.SystemRandom().sample(_words(), count * 2)
    return [f"{first.title()} {second.title()}" for first, second in zip(picked[::2], picked[1::2], strict=True)]


@deed
def arrive(*, by: Person) -> Person:
    """Record that an account was opened; called once the sign-up form has saved it."""
    require(by, Can.CHANGE_ACCOUNT, by)
    announce(PersonArrived(person_id=by.pk))
    return by


@deed
def change_settings(*, person: Person, changes: dict, by: Person) -> Person:
    """Write the given settings; unknown names are a programming error and raise KeyError."""
    require(by, Can.CHANGE_ACCOUNT, person)
    for name, value in changes.items():
        if name not in SETTINGS:
            raise KeyError(name)
        setattr(person, name, value)
    person.save(update_fields=list(changes))
    return person


@deed
def sign_out_device(*, session: Session, by: Person) -> None:
    """End one session at once; its open pages stop listening within a second."""
    require(by, Can.CHANGE_ACCOUNT, session.person)
    session.delete()
    live.close_streams(by.pk)
    announce(SessionEnded(person_id=by.pk))


@deed
def sign_out_everywhere_else(*, person: Person, keep: str, by: Person) -> int:
    """End every session but the one whose stored (hashed) key is `keep`; return how many ended."""
    require(by, Can.CHANGE_ACCOUNT, person)
    ended, _rows = Session.objects.filter(person=person).exclude(session_key=keep).delete()
    live.close_streams(person.pk)
    announce(SessionEnded(person_id=person.pk))
    return ended


@deed
def be_seen(*, person: Person, on: date, by: Person) -> None:
    """Note the day someone was here; a day, never the time."""
    require(by, Can.CHANGE_ACCOUNT, person)
    Person.objects.filter(pk=person.pk).exclude(seen_on=on).update(seen_on=on)


@deed
def erase(*, person: Person, keep_words: bool, by: Person) -> None:
    """Erase an account and everything kept about its owner, in every room of the house.

    With `keep_words` what they wrote in groups stays, under no name; otherwise it is withdrawn.
    """
    require(by, Can.CHANGE_ACCOUNT, person)
    person.keeps_words = keep_words
    person_id = person.pk
    live.close_streams(person_id)
    privacy.erase(person)
    EmailAddress.objects.filter(user_id=person_id).delete()
    Person.objects.filter(pk=person_id).delete()
    journal.note("people.erased", by=None, about=None)
    announce(PersonErased(person_id=person_id))
