"""Opening, changing and ending an account."""

import secrets
from datetime import date

from django.utils.text import slugify

from hearth.base import live, privacy
from hearth.base.events import announce
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.people.events import PersonArrived, PersonErased
from hearth.people.models import Person
from hearth.people.models.words import suggest_names, words
from hearth.people.permissions import Can

__all__ = ["arrive", "change_settings", "erase", "new_sign_in_name", "note_visit", "set_news", "suggest_names"]

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


def new_sign_in_name(display_name: str) -> str:
    """Make a sign-in name nobody has.

    The house makes it, always with a random ending: if people chose it themselves, "that one is taken" would
    tell a stranger who is here.
    """
    stem = slugify(display_name)[:20].strip("-") or "guest"
    while True:
        name = f"{stem}-{secrets.choice(words())}-{secrets.randbelow(90) + 10}"
        if not Person.objects.filter(sign_in_name__iexact=name).exists():
            return name


@deed
def arrive(*, person: Person, by: Person) -> Person:
    """Save the account that the sign-up form has filled, under a sign-in name of the house's making."""
    require(by, Can.CHANGE_ACCOUNT, person)
    person.sign_in_name = person.sign_in_name or new_sign_in_name(person.display_name)
    person.save(force_insert=True)
    announce(PersonArrived(person_id=person.pk))
    return person


@deed
def change_settings(*, person: Person, changes: dict, by: Person) -> Person:
    """Write the given settings; unknown names are a programming error and raise KeyError."""
    require(by, Can.CHANGE_ACCOUNT, person)
    for name, value in changes.items():
        if name not in SETTINGS:
            raise KeyError(name)
        setattr(person, name, value)
    if changes:
        person.save(update_fields=list(changes))
    return person


@deed
def set_news(*, person: Person, news: bool, by) -> None:
    """Say that something new waits for the person, or that it has been seen; other open pages of theirs learn it."""
    require(by, Can.TELL_NEWS, person)
    person.has_news = news
    if Person.objects.filter(pk=person.pk).exclude(has_news=news).update(has_news=news):
        live.poke("person", person.pk)


@deed
def note_visit(*, person: Person, on: date, by: Person) -> None:
    """Note the day someone is here, and keep the day they were here before; never the time."""
    require(by, Can.CHANGE_ACCOUNT, person)
    if person.seen_on is not None and on <= person.seen_on:
        return
    changed = Person.objects.filter(pk=person.pk, seen_on=person.seen_on).update(
        seen_on=on, last_visit_on=person.seen_on
    )
    if changed:
        person.seen_on, person.last_visit_on = on, person.seen_on


@deed
def erase(*, person: Person, keep_words: bool, by: Person) -> None:
    """Erase an account and everything kept about its owner, in every room of the house.

    With `keep_words` what they wrote in groups stays, under no name; otherwise it is withdrawn.
    """
    require(by, Can.CHANGE_ACCOUNT, person)
    person_id = person.pk
    person.keeps_words = keep_words
    live.close_streams(person_id)
    privacy.erase(person)
    announce(PersonErased(person_id=person_id))
