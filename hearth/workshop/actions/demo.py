"""Filling an empty house with invented people, so that a developer meets a lived-in place.

Everything comes from `data/demo`: who people are, where they belong, what they wrote and how long ago. The same
data give the same ids, so that an address copied from one seeded house opens in the next. Rows are written in bulk:
the deeds members do would announce tens of thousands of facts about people who do not exist.
"""

import base64
import hashlib
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from hearth.base import clock
from hearth.base.http import Refusal
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.conversations.actions import search
from hearth.people.models import Person
from hearth.workshop.actions import rooms, talk, waiting
from hearth.workshop.permissions import Can
from hearth.workshop.queries import known_id, read

# Everyone of the cast signs in with it, in development only; production does not even have this module.
PASSPHRASE = "juniper kettle orbit lantern"  # noqa: S105 – known on purpose, as the people are invented
BETWEEN_VISITS = timedelta(days=2)
LANGUAGES = {"en": "en-gb"}


class HouseIsLivedIn(Refusal):
    sentence = _("There are people in this house already. Fill it again with --again, which empties it first.")


def empty(*, by) -> None:
    """Take everyone and everything out of the house."""
    require(by, Can.FILL_HOUSE)
    call_command("flush", interactive=False, verbosity=0)
    # The index of words is no table of a model, so that emptying the tables leaves it as it was.
    search.keep_in_step(by=by)


@deed
def fill(*, by) -> dict[str, int]:
    """Fill an empty house and return how many of each there are now.

    Raises HouseIsLivedIn when anyone has an account.
    """
    require(by, Can.FILL_HOUSE)
    if Person.objects.exists():
        raise HouseIsLivedIn
    now = clock.now()
    people = _people(now)
    groups, members = rooms.furnish(now, people)
    rooms.open_doors(now, people, groups, members)
    said = talk.converse(now, groups, members)
    waiting.ask_for_care(now, people)
    waiting.tell(now)
    return {"people": len(people), "groups": len(groups), "memberships": len(members), **said}


def _people(now: datetime) -> dict[str, Person]:
    """Everyone, with the day they came and the day they were last here."""
    stays: dict[str, list[dict]] = {}
    for member in read("members"):
        stays.setdefault(member["person"], []).append(member)
    leading = {m["person"] for m in read("members") if m["role"] in {"facilitator", "co_facilitator"}}
    passphrase = make_password(PASSPHRASE)
    people = {}
    for entry in read("people"):
        mine = stays.get(entry["key"], [])
        first = max((stay["joined_days_ago"] for stay in mine), default=800)
        last = min((stay["seen_days_ago"] for stay in mine), default=0)
        look = known_id("look", entry["key"])
        people[entry["key"]] = Person(
            id=known_id("person", entry["key"]),
            sign_in_name=entry["sign_in"],
            display_name=entry["display_name"],
            # Hashing one passphrase takes longer than writing all the rows: the cast shares it, others have none.
            password=passphrase if entry.get("cast") else make_password(None),
            pattern=look % 8 + 1,
            dye=look // 8 % 8 + 1,
            language=LANGUAGES.get(entry["language"], entry["language"]),
            zone=entry["zone"],
            country=entry["country"],
            house_role=entry.get("house_role", ""),
            adult_attested_at=now - timedelta(days=first),
            joined_at=now - timedelta(days=first),
            seen_on=(now - timedelta(days=last)).date(),
            last_visit_on=(now - timedelta(days=last) - BETWEEN_VISITS).date(),
        )
    Person.objects.bulk_create(people.values())
    Authenticator.objects.bulk_create(
        Authenticator(
            user=person,
            type=Authenticator.Type.TOTP,
            data={"secret": encrypt(second_factor(key))},
            created_at=person.joined_at,
        )
        for key, person in people.items()
        if key in leading or person.house_role
    )
    return people


def second_factor(key: str) -> str:
    """The authenticator secret of someone who looks after others here; known, since these people are invented."""
    return base64.b32encode(hashlib.sha256(f"second-factor/{key}".encode()).digest()[:20]).decode()
