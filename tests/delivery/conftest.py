from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from hearth.base.permissions import HEARTH
from hearth.delivery import outbox, webpush
from hearth.delivery.actions import rounds
from hearth.delivery.email import MailBag
from hearth.delivery.models import Letter
from tests.delivery.sinks import MailSink, PushSink

EVENING = datetime(2026, 11, 24, 22, 40, tzinfo=UTC)


@pytest.fixture
def evening():
    return EVENING


@pytest.fixture
def mail_sink(settings):
    sink = MailSink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_TIMEOUT = 0.4
    yield sink
    sink.stop()


@pytest.fixture
def push_sink(settings, tmp_path):
    sink = PushSink()
    settings.PUSH_HOSTS = [PushSink.HOST]
    settings.DATA = tmp_path
    settings.VAPID_KEY = ""
    yield sink
    sink.stop()


class Browser:
    """What a browser keeps of its subscription: a key pair and a secret that only it and the house know."""

    def __init__(self, host: str = PushSink.HOST, name: str = "kitchen-laptop"):
        self.key = ec.generate_private_key(webpush.CURVE)
        self.secret = b"sixteen bytes ok"
        self.subscription = {
            "endpoint": f"https://{host}/wp/{name}",
            "p256dh": webpush.to_base64(webpush.point(self.key.public_key())),
            "auth": webpush.to_base64(self.secret),
        }


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture
def write():
    """Leave an e-mail in the outbox as a caller would, in a transaction of its own."""

    def written(key="first", **changes) -> Letter:
        given = {
            "address": "noor@members.example",
            "subject": "Something is waiting for you",
            "text": "Open Hearth when you like.",
            "now": EVENING,
        }
        with transaction.atomic():
            return outbox.post_email(key=key, **(given | changes))

    return written


@pytest.fixture
def knock(browser):
    """Leave a knock in the outbox."""

    def written(key="first", **changes) -> Letter:
        with transaction.atomic():
            return outbox.post_push(key=key, **({"now": EVENING} | browser.subscription | changes))

    return written


@pytest.fixture
def carry():
    """One round of the worker, some minutes after the evening began; knocks only where a sink is given."""

    def carried(after=timedelta(), push_sink=None, **changes) -> int:
        ways = {Letter.Channel.EMAIL: MailBag}
        if push_sink:
            ways[Letter.Channel.PUSH] = lambda: webpush.PushBag(push_sink.road())
        return rounds.carry(**({"now": EVENING + after, "by": HEARTH, "ways": ways} | changes))

    return carried
