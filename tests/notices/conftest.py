from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives.asymmetric import ec

from hearth.base import clock
from hearth.base.ids import key
from hearth.base.permissions import HEARTH
from hearth.base.worker import drain
from hearth.delivery import webpush
from hearth.delivery.actions import rounds
from hearth.delivery.email import MailBag
from hearth.notices.actions import errands, notices, subscriptions
from hearth.notices.models import Kind
from hearth.people.models import Session
from tests.cast import a_thread

# A Tuesday, two in the afternoon in London: nobody's quiet hours.
AFTERNOON = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def afternoon():
    with clock.frozen(AFTERNOON):
        yield AFTERNOON


@pytest.fixture(autouse=True)
def a_key_of_our_own(settings, tmp_path):
    settings.DATA, settings.VAPID_KEY = tmp_path, ""
    webpush.house_key.cache_clear()
    yield
    webpush.house_key.cache_clear()


@pytest.fixture
def with_mail():
    """Someone with a confirmed address who asked for letters as things happen."""

    def given(person, letters="each", **more):
        person.email = person.email or f"{person.sign_in_name}@members.example"
        person.letters = letters
        for name, value in more.items():
            setattr(person, name, value)
        person.save()
        EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
        person.memberships.update(notices="each")
        return person

    return given


@pytest.fixture
def with_browser(client):
    """Someone signed in at a browser that may be knocked at."""

    def given(person, name="kitchen", client=client):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = Session.objects.filter(person=person).latest("expire_date")
        return subscriptions.subscribe(session=session, **keys(name), now=clock.now(), by=person)

    return given


def keys(name: str = "kitchen") -> dict:
    key = ec.generate_private_key(webpush.CURVE)
    return {
        "endpoint": f"https://fcm.googleapis.com/wp/{name}",
        "p256dh": webpush.to_base64(webpush.point(key.public_key())),
        "auth": webpush.to_base64(b"sixteen bytes ok"),
    }


@pytest.fixture
def thread(cast):
    return a_thread(cast.in_circle["maya"])


@pytest.fixture
def offer(thread):
    """Tell Maya of a reply in her thread, or whatever else is given."""

    def offered(person=None, kind=Kind.REPLY, now=None, about=None, **more):
        given = {"group": thread.group, "thread": thread} | more
        return notices.offer(
            person=person or thread.author.person,
            kind=kind,
            about=about or f"thread:{key(thread.pk)}",
            link=given.pop("link", ("conversations:threads.show", thread.pk)),
            now=now or clock.now(),
            by=HEARTH,
            **given,
        )

    return offered


@pytest.fixture
def go_out():
    """Half an hour later, or when you say: what is due goes into the outbox."""

    def gone(now=None):
        return errands.run_due(now=now or clock.now() + timedelta(minutes=30), by=HEARTH)

    return gone


def carry(now) -> int:
    """The worker's hands, for real: queue first, then e-mail; knocks stay in the outbox."""
    drain()
    return rounds.carry(now=now, by=HEARTH, ways={"email": MailBag})
