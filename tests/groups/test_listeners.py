"""Devices of people who look after others stay signed in for hours, those of others for weeks."""

import pytest
from django.urls import reverse

from hearth.base import clock
from hearth.groups.actions import memberships
from hearth.groups.models import Membership
from hearth.people.actions import house_roles
from hearth.people.adapters.sessions import OWN, ROLE, SessionStore
from hearth.people.models import Session
from hearth.people.permissions import forget_second_factor
from tests.cast import signed_in as sign_in

pytestmark = pytest.mark.django_db


def term_of(person):
    store = SessionStore()
    store.update(store.decode(Session.objects.get(person=person).session_data))
    return store.term


@pytest.mark.parametrize(
    ("name", "term"), [("maya", OWN), ("omar", OWN), ("ruth", ROLE), ("sam", ROLE), ("tess", ROLE)]
)
def test_whoever_looks_after_others_signs_in_for_hours(signed_in, cast, name, term):
    person = getattr(cast, name)
    signed_in(person)
    assert term_of(person) == term


def test_a_role_shortens_the_devices_that_are_signed_in_and_taking_it_back_lengthens_them(signed_in, cast, now):
    client = signed_in(cast.noor)
    noor = cast.in_circle["noor"]
    memberships.give_role(membership=noor, role=Membership.Role.CO_FACILITATOR, by=cast.ruth)
    assert term_of(cast.noor) == ROLE
    assert Session.objects.get(person=cast.noor).expire_date <= now + ROLE.idle
    assert client.get(reverse("home:today.show")).status_code == 200
    memberships.give_role(membership=noor, role=Membership.Role.MEMBER, by=cast.ruth)
    assert term_of(cast.noor) == OWN


def test_a_device_of_long_ago_is_not_shut_out_by_a_role(signed_in, cast, now):
    client = signed_in(cast.noor)
    with clock.frozen(now + ROLE.at_most * 1.5):
        client.get(reverse("home:today.show"))
        memberships.give_role(membership=cast.in_circle["noor"], role=Membership.Role.GREETER, by=cast.ruth)
        assert term_of(cast.noor) == OWN
        memberships.give_role(membership=cast.in_circle["noor"], role=Membership.Role.CO_FACILITATOR, by=cast.ruth)
        assert client.get(reverse("home:today.show")).status_code == 200


def test_leaving_ends_the_short_term(signed_in, cast, now):
    noor = cast.in_circle["noor"]
    memberships.give_role(membership=noor, role=Membership.Role.CO_FACILITATOR, by=cast.ruth)
    signed_in(cast.noor)
    memberships.leave(membership=noor, words="stay", by=cast.noor, now=now)
    assert term_of(cast.noor) == OWN


def test_a_role_for_the_house_shortens_them_too(client, cast):
    forget_second_factor(cast.tess)
    sign_in(client, cast.omar)
    house_roles.give(person=cast.omar, role="responder", by=cast.tess)
    assert term_of(cast.omar) == ROLE
    house_roles.give(person=cast.omar, role="", by=cast.tess)
    assert term_of(cast.omar) == OWN
