from datetime import date

import pytest

from hearth.base import bus, live
from hearth.base.ids import key
from hearth.base.permissions import HEARTH, Denied
from hearth.people.actions import accounts
from hearth.people.models import Person


def test_a_sign_in_name_is_made_by_the_house_and_never_twice(cast):
    made = {accounts.new_sign_in_name("Paper Boat") for _turn in range(50)}
    assert all(name.startswith("paper-boat-") for name in made)
    assert len(made) > 40
    assert accounts.new_sign_in_name("静かな川").startswith("guest-")
    assert len(accounts.new_sign_in_name("Z" * 40)) <= 40


def test_settings_are_changed_by_their_owner_alone(cast):
    accounts.change_settings(person=cast.maya, changes={"theme": "dark"}, by=cast.maya)
    assert Person.objects.get(pk=cast.maya.pk).theme == "dark"
    for stranger in (cast.omar, cast.ruth, cast.sam, cast.tess, HEARTH):
        with pytest.raises(Denied):
            accounts.change_settings(person=cast.maya, changes={"theme": "light"}, by=stranger)


@pytest.mark.parametrize("name", ["house_role", "password", "email", "is_active", "way_back"])
def test_what_is_no_setting_is_not_changed_as_one(cast, name):
    with pytest.raises(KeyError):
        accounts.change_settings(person=cast.maya, changes={name: "x"}, by=cast.maya)


# On PostgreSQL the database tells, at a commit no test in a transaction makes; tests/base/test_bus.py hears it.
@pytest.mark.sqlite
def test_news_is_told_once_to_the_persons_own_pages(cast, django_capture_on_commit_callbacks):
    heard = []
    bus.listen(live.POKES, heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            accounts.set_news(person=cast.maya, news=True, by=HEARTH)
            accounts.set_news(person=cast.maya, news=True, by=HEARTH)
        assert heard == [f"person:{key(cast.maya.pk)}"]
        assert Person.objects.get(pk=cast.maya.pk).has_news
    finally:
        bus.forget(heard.append)


def test_news_is_nobody_elses_business(cast):
    accounts.set_news(person=cast.maya, news=False, by=cast.maya)
    with pytest.raises(Denied):
        accounts.set_news(person=cast.maya, news=True, by=cast.omar)


def test_a_visit_keeps_the_day_of_the_one_before(cast):
    for day in (date(2026, 6, 3), date(2026, 6, 3), date(2026, 11, 20)):
        accounts.note_visit(person=cast.maya, on=day, by=cast.maya)
    person = Person.objects.get(pk=cast.maya.pk)
    assert (person.last_visit_on, person.seen_on) == (date(2026, 6, 3), date(2026, 11, 20))
    assert (cast.maya.last_visit_on, cast.maya.seen_on) == (date(2026, 6, 3), date(2026, 11, 20))


def test_travelling_west_does_not_turn_the_clock_back(cast):
    accounts.note_visit(person=cast.maya, on=date(2026, 11, 20), by=cast.maya)
    accounts.note_visit(person=cast.maya, on=date(2026, 11, 19), by=cast.maya)
    assert Person.objects.get(pk=cast.maya.pk).seen_on == date(2026, 11, 20)


def test_nobody_notes_a_visit_for_somebody_else(cast):
    with pytest.raises(Denied):
        accounts.note_visit(person=cast.maya, on=date(2026, 11, 20), by=cast.tess)


def test_nobody_erases_somebody_else(cast):
    for stranger in (cast.noor, cast.omar, cast.ruth, cast.sam, cast.tess, HEARTH):
        with pytest.raises(Denied):
            accounts.erase(person=cast.maya, keep_words=False, by=stranger)
    assert Person.objects.filter(pk=cast.maya.pk).exists()
