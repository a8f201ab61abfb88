"""Noor replies to Maya; Maya hears of it by letter, follows the link, and stops the letters from another one."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.base.worker import drain
from hearth.conversations.actions import posts, threads
from hearth.delivery.actions import rounds
from hearth.delivery.email import MailBag
from hearth.groups.actions import memberships
from hearth.notices import tasks
from hearth.notices.models import Errand
from tests.cast import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

AFTERNOON = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
NAMES = ["Steadying Circle", "Slow Kettle", "Paper Boat", "Three in the morning", "Noor", "Maya", "maya"]


def half_an_hour_passes(now: datetime) -> datetime:
    with clock.frozen(now):
        drain()
    now += timedelta(minutes=30)
    with clock.frozen(now):
        tasks.run_errands()
        rounds.carry(now=now, by=HEARTH, ways={"email": MailBag})
    return now


def address_in(letter, part: str) -> str:
    return re.search(rf"https?://[^/]+(/{part}/\S+)", letter.body)[1]


@pytest.fixture
def opened(cast):
    """Maya asked for letters and began a conversation."""
    cast.maya.email, cast.maya.letters = "maya@members.example", "each"
    cast.maya.save()
    EmailAddress.objects.create(user=cast.maya, email=cast.maya.email, verified=True, primary=True)
    cast.in_circle["maya"].notices = "each"
    cast.in_circle["maya"].save()
    with clock.frozen(AFTERNOON):
        return threads.begin(
            group=cast.circle,
            title="Three in the morning",
            intent="listen",
            body="I wake at three and lie there.",
            by=cast.maya,
        )


def test_the_whole_way(cast, opened, client):
    with clock.frozen(AFTERNOON):
        posts.publish(thread=opened, body="I know that hour.", by=cast.noor)
    now = half_an_hour_passes(AFTERNOON)
    [letter] = mail.outbox
    assert letter.recipients() == ["maya@members.example"]
    for name in NAMES:
        assert name not in letter.subject and name not in letter.body

    link = address_in(letter, "n")
    with clock.frozen(now):
        assert Client().get(link).url.startswith("/account/")
        assert signed_in(Client(), cast.omar).get(link).status_code == 404
        page = signed_in(client, cast.maya).get(link, follow=True)
    assert page.status_code == 200
    assert "I know that hour." in page.content.decode()

    with clock.frozen(now):
        assert Client(enforce_csrf_checks=True).post(address_in(letter, "notices/stop")).status_code == 200
        posts.publish(thread=opened, body="Are you there tonight?", by=cast.noor)
    half_an_hour_passes(now)
    assert len(mail.outbox) == 1
    cast.maya.refresh_from_db()
    assert cast.maya.letters == "none" and cast.maya.has_news


def test_whoever_leaves_before_the_letter_goes_gets_none(cast, opened):
    with clock.frozen(AFTERNOON):
        posts.publish(thread=opened, body="I know that hour.", by=cast.noor)
        drain()
        assert Errand.objects.waiting().count() == 1
        memberships.leave(membership=cast.in_circle["maya"], words="stay", by=cast.maya, now=AFTERNOON)
    half_an_hour_passes(AFTERNOON)
    assert mail.outbox == []
