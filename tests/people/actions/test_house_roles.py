"""Stewards give roles for the whole house; the journal keeps it."""

import pytest

from hearth.base.ids import key
from hearth.base.models import JournalEntry
from hearth.base.permissions import Denied
from hearth.people.actions import house_roles
from hearth.people.models import Person

pytestmark = pytest.mark.django_db


def role_of(person) -> str:
    return Person.objects.get(pk=person.pk).house_role


def test_a_steward_gives_a_role_and_takes_it_back(cast):
    house_roles.give(person=cast.omar, role="responder", by=cast.tess)
    assert role_of(cast.omar) == "responder"
    house_roles.give(person=cast.omar, role="", by=cast.tess)
    assert role_of(cast.omar) == ""
    entries = JournalEntry.objects.filter(action="people.HouseRoleGiven").order_by("id")
    assert [(entry.by_id, entry.ids["person_id"], entry.ids["role"]) for entry in entries] == [
        (cast.tess.pk, cast.omar.pk, "responder"),
        (cast.tess.pk, cast.omar.pk, ""),
    ]


def test_giving_the_same_role_twice_is_one_deed(cast):
    for _ in range(2):
        house_roles.give(person=cast.omar, role="responder", by=cast.tess)
    assert JournalEntry.objects.filter(action="people.HouseRoleGiven").count() == 1


@pytest.mark.parametrize("name", ["maya", "omar", "ruth", "sam"])
def test_nobody_else_gives_one(cast, name):
    with pytest.raises(Denied):
        house_roles.give(person=cast.omar, role="steward", by=getattr(cast, name))
    assert role_of(cast.omar) == ""


def test_the_last_steward_stays(cast):
    with pytest.raises(house_roles.LastSteward):
        house_roles.give(person=cast.tess, role="", by=cast.tess)
    house_roles.give(person=cast.sam, role="steward", by=cast.tess)
    house_roles.give(person=cast.tess, role="", by=cast.tess)
    assert (role_of(cast.sam), role_of(cast.tess)) == ("steward", "")


# On PostgreSQL the database tells, at a commit no test in a transaction makes; tests/base/test_bus.py hears it.
@pytest.mark.sqlite
def test_what_they_listened_to_by_their_role_falls_silent(cast, endings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        house_roles.give(person=cast.sam, role="", by=cast.tess)
    assert endings == [key(cast.sam.pk)]
