import re

import pytest
from django.urls import reverse

from hearth.groups.forms import leaflet_of, stamp_of
from hearth.groups.models import ANSWER_KEYS, Group


def url(group):
    return reverse("groups:settings.edit", args=[group.pk])


def sent(group, **more):
    form = {name: value for name, value in leaflet_of(group).items() if value is not None}
    return {**form, "stamp": stamp_of(group), **more}


def test_the_leaflet_is_changed_and_confirmed(cast, signed_in):
    answer = signed_in(cast.ruth).post(url(cast.circle), sent(cast.circle, purpose="For all of us.", tags=["panic"]))
    assert answer.status_code == 303
    changed = Group.objects.get(pk=cast.circle.pk)
    assert changed.purpose == "For all of us."
    assert changed.confirmed_on is not None
    assert [tag.code for tag in changed.tags.all()] == ["panic"]


@pytest.mark.parametrize("key", ANSWER_KEYS)
def test_a_blank_answer_is_refused_and_the_rest_is_kept(cast, signed_in, key):
    answer = signed_in(cast.ruth).post(
        url(cast.circle), sent(cast.circle, purpose="Kept words", **{f"answer_{key}": " \n "})
    )
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert Group.objects.get(pk=cast.circle.pk).answers[key]


@pytest.mark.parametrize(
    "odd",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"purpose": "x" * 100_000},
        {"zone": "Mars/Olympus"},
        {"language": "xx"},
        {"mode": "cohort"},
        {"place": "in_person", "town": ""},
        {"capacity": "1"},
        {"capacity": "2"},
        {"capacity": "many"},
        {"tags": ["nonsense"]},
        {"tags": ["panic", "anxiety", "ocd", "trauma", "sleep", "adhd", "autism"]},
        {"questions": "a\nb\nc\nd\ne\nf"},
        {"answer_within_hours": "0"},
        {"starts_on": "yesterday"},
        {"stamp": "old"},
        {"stamp": ""},
    ],
)
def test_what_will_not_do_is_said(cast, signed_in, odd):
    answer = signed_in(cast.ruth).post(url(cast.circle), sent(cast.circle, **odd))
    assert answer.status_code == 422
    assert Group.objects.get(pk=cast.circle.pk).confirmed_on is None


def test_two_who_edit_at_once_do_not_undo_each_other(cast, signed_in):
    stale = sent(cast.circle, purpose="Mine.")
    Group.objects.filter(pk=cast.circle.pk).update(purpose="Theirs.")
    client = signed_in(cast.ruth)
    answer = client.post(url(cast.circle), stale)
    assert answer.status_code == 422
    assert "Mine." in answer.content.decode()
    stamp = re.search(r'name="stamp" value="(\w+)"', answer.content.decode())[1]
    assert client.post(url(cast.circle), {**stale, "stamp": stamp}).status_code == 303


def test_showing_a_hidden_group_needs_the_tick(cast, signed_in):
    client = signed_in(cast.ruth)
    wider = sent(cast.hidden, visibility="listed")
    assert client.post(url(cast.hidden), wider).status_code == 409
    assert client.post(url(cast.hidden), {**wider, "talked_over": "on"}).status_code == 303


def test_all_still_right_is_one_press(cast, signed_in):
    signed_in(cast.ruth).post(reverse("groups:settings.confirm", args=[cast.circle.pk]))
    assert Group.objects.get(pk=cast.circle.pk).confirmed_on is not None


def test_strangers_and_members_find_no_settings(cast, signed_in):
    for who in ("omar", "maya"):
        assert signed_in(getattr(cast, who)).get(url(cast.circle)).status_code == 404
        assert signed_in(getattr(cast, who)).post(url(cast.circle), sent(cast.circle)).status_code == 404
