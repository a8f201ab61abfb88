from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hearth.base import clock


@pytest.fixture(autouse=True)
def put_right():
    yield
    clock.move(timedelta())


def test_the_clock_runs_ahead_by_what_was_asked_and_back(db, client):
    there = reverse("workshop:clock.edit")
    assert client.post(there, {"days": 2, "hours": 3}).status_code == 303
    assert clock.ahead() == timedelta(days=2, hours=3)
    assert clock.now() - timezone.now() > timedelta(days=2, hours=2)
    assert "2 days, 3:00:00 ahead" in client.get(there).content.decode()
    client.post(there, {"days": 0, "hours": 0})
    assert clock.ahead() == timedelta()


@pytest.mark.parametrize(
    "given", [{"days": -1, "hours": 0}, {"days": "soon", "hours": 0}, {"days": 0, "hours": 24}, {}]
)
def test_what_is_no_time_is_refused_and_nothing_moves(db, client, given):
    assert client.post(reverse("workshop:clock.edit"), given).status_code == 422
    assert clock.ahead() == timedelta()


def test_it_says_what_may_go_wrong(db, client):
    assert "of nobody else" in client.get(reverse("workshop:clock.edit")).content.decode()


def test_where_there_is_no_workshop_time_stands_as_it_is(db, client, settings):
    settings.WORKSHOP = False
    assert client.post(reverse("workshop:clock.edit"), {"days": 2, "hours": 0}).status_code == 404
    assert clock.ahead() == timedelta()
