from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password

from hearth.base import clock
from hearth.base.permissions import HEARTH, Denied
from hearth.conversations.models import Post
from hearth.groups.models import Membership
from hearth.people.models import Person
from hearth.workshop.actions import demo


def who(name: str) -> Person:
    return Person.objects.get(sign_in_name=name)


def test_a_filled_house_is_not_filled_twice(house):
    before = Person.objects.count()
    with pytest.raises(demo.HouseIsLivedIn):
        demo.fill(by=HEARTH)
    assert Person.objects.count() == before


def test_a_house_with_one_real_person_in_it_is_left_alone(cast):
    with pytest.raises(demo.HouseIsLivedIn):
        demo.fill(by=HEARTH)


def test_nobody_but_the_house_fills_or_empties_it(cast):
    for person in cast.people().values():
        with pytest.raises(Denied):
            demo.fill(by=person)
        with pytest.raises(Denied):
            demo.empty(by=person)


def test_where_there_is_no_workshop_the_house_does_not_either(db, settings):
    settings.WORKSHOP = False
    with pytest.raises(Denied):
        demo.fill(by=HEARTH)


@pytest.mark.django_db(transaction=True)
def test_emptied_and_filled_again_the_same_addresses_lead_to_the_same_things():
    with clock.frozen(datetime(2026, 3, 12, 15, 0, tzinfo=UTC)):
        demo.fill(by=HEARTH)
        before = set(Post.objects.values_list("id", "seq", "created_at", "body"))
        demo.empty(by=HEARTH)
        assert not Person.objects.exists()
        demo.fill(by=HEARTH)
    assert set(Post.objects.values_list("id", "seq", "created_at", "body")) == before


def test_the_cast_can_sign_in_with_one_passphrase_and_nobody_else_with_any(house):
    assert check_password(demo.PASSPHRASE, who("maya").password)
    assert not who("helen").has_usable_password()


def test_whoever_looks_after_others_has_a_second_factor(house):
    have = set(Authenticator.objects.values_list("user__sign_in_name", flat=True))
    assert {"ruth", "sam", "tess", "okello", "pilar"} <= have
    assert not have & {"maya", "noor", "omar"}
    leading = Membership.objects.looking_after().values_list("person__sign_in_name", flat=True)
    assert set(leading) <= have


def test_sofia_was_here_five_months_ago(house):
    away = house.date() - who("sofia").seen_on
    assert 140 <= away.days <= 160
