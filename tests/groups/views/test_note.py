"""A line to those who look after the group: read by them, for a while, and by no other member."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hearth.base import clock
from hearth.groups import tasks
from hearth.groups.actions import memberships
from hearth.groups.models import Membership

pytestmark = pytest.mark.django_db
WORDS = "I was ill, please don’t ask."


def address(group) -> str:
    return reverse("groups:note.edit", args=[group.pk])


def page_about_noor(client, cast) -> str:
    return client.get(reverse("groups:people.show", args=[cast.circle.pk, cast.in_circle["noor"].pk])).content.decode()


def test_those_who_look_after_the_group_read_it_and_members_do_not(signed_in, cast):
    response = signed_in(cast.noor).post(address(cast.circle), {"words": WORDS})
    assert (response.status_code, response.url) == (303, address(cast.circle) + "?saved=1")
    assert "They can read it until" in signed_in(cast.noor).get(response.url).content.decode()
    assert WORDS in page_about_noor(signed_in(cast.ruth), cast)
    maya = signed_in(cast.maya)
    assert WORDS not in page_about_noor(maya, cast)
    assert WORDS not in maya.get(reverse("groups:people.index", args=[cast.circle.pk])).content.decode()


def test_for_a_stranger_it_does_not_exist(signed_in, cast):
    client = signed_in(cast.omar)
    assert client.get(address(cast.circle)).status_code == 404
    assert client.post(address(cast.circle), {"words": WORDS}).status_code == 404


def test_after_thirty_days_nobody_can_read_it_and_then_it_is_gone(signed_in, cast, now):
    memberships.leave_note(membership=cast.in_circle["noor"], words=WORDS, by=cast.noor, now=now)
    with clock.frozen(now + timedelta(days=30)):
        assert WORDS not in page_about_noor(signed_in(cast.ruth), cast)
        tasks.forget()
    assert not Membership.objects.exclude(note="").exists()


def test_it_can_be_taken_back_and_goes_with_its_writer(signed_in, cast, now):
    client = signed_in(cast.noor)
    client.post(address(cast.circle), {"words": WORDS})
    client.post(address(cast.circle), {"words": " "})
    assert "There is nothing for them to read." in client.get(address(cast.circle) + "?saved=1").content.decode()
    client.post(address(cast.circle), {"words": WORDS})
    memberships.leave(membership=cast.in_circle["noor"], words="stay", by=cast.noor, now=now)
    assert not Membership.objects.exclude(note="").exists()


def test_what_is_too_long_is_given_back(signed_in, cast):
    response = signed_in(cast.noor).post(address(cast.circle), {"words": "a" * 201})
    assert response.status_code == 422
    assert "a" * 201 in response.content.decode()
