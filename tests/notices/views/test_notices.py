from datetime import timedelta

import pytest
from django.urls import reverse

from hearth.base import clock
from hearth.notices.models import Kind, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_choices(offer):
    """A notice that leads to a page of this room, so that the tests stand without the others."""
    return offer(link=("notices:choices.edit",))


def address(notice) -> str:
    return reverse("notices:notices.show", args=[notice.pk])


def test_the_link_in_a_letter_leads_to_the_thing_and_marks_it_seen(signed_in, cast, at_choices):
    assert address(at_choices).startswith("/n/")
    answer = signed_in(cast.maya).get(address(at_choices))
    assert (answer.status_code, answer.url) == (303, reverse("notices:choices.edit"))
    assert not Notice.objects.visible_to(cast.maya).unseen().exists()
    cast.maya.refresh_from_db()
    assert not cast.maya.has_news


def test_signed_out_it_reveals_nothing_but_the_way_to_sign_in(client, at_choices):
    answer = client.get(address(at_choices))
    nothing = client.get(reverse("notices:notices.show", args=[12345]))
    assert answer.status_code == nothing.status_code == 302
    assert answer.url.replace(address(at_choices), "") == nothing.url.replace("/n/9ix/", "")
    assert at_choices.seen_at is None


@pytest.mark.parametrize("name", ["omar", "noor", "ruth", "sam", "tess"])
def test_for_everybody_else_it_does_not_exist(signed_in, cast, at_choices, name):
    assert signed_in(getattr(cast, name)).get(address(at_choices)).status_code == 404
    assert Notice.objects.get().seen_at is None


def test_when_the_group_was_left_it_is_gone(signed_in, cast, at_choices):
    cast.maya.memberships.update(ended_at=clock.now())
    assert signed_in(cast.maya).get(address(at_choices)).status_code == 404


def test_when_the_conversation_was_taken_back_it_is_gone(signed_in, cast, at_choices, thread):
    type(thread).objects.update(withdrawn_at=clock.now())
    assert signed_in(cast.maya).get(address(at_choices)).status_code == 404


def test_what_says_that_one_left_outlives_leaving(signed_in, cast, offer):
    told = offer(kind=Kind.MEMBER_REMOVED, link=("notices:choices.edit",), thread=None, outlives=True)
    cast.maya.memberships.update(ended_at=clock.now() + timedelta(seconds=-1))
    assert signed_in(cast.maya).get(address(told)).status_code == 303
