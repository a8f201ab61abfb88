from datetime import timedelta

import pytest
from django.core.cache import cache

from hearth.base import bus, clock, live
from hearth.delivery.models import Letter
from tests.cast import PASSPHRASE

NEW = "bramble unicycle tuesday nimbus"


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Limits count in memory: each test starts with none used up."""
    cache.clear()


@pytest.fixture
def fill(client, db):
    """What a browser sends from the sign-up page: open it, fill it in, change what the test is about."""

    def fill(**more):
        form = client.get("/account/signup/").context_data["form"]
        return {
            "page": form.seal,
            "name": "Slow Kettle",
            "patch": "2-3",
            "password1": NEW,
            "back": "words",
            "written_down": "on",
            "country": "IE",
            "zone": "Europe/Dublin",
            "adult": "on",
            "kind": "on",
            "website": "",
            **more,
        }

    return fill


@pytest.fixture
def come_in(client, fill):
    """Sign up after having read the page for a while."""

    def come_in(*, after=timedelta(seconds=20), **more):
        sent = fill(**more)
        with clock.frozen(clock.now() + after):
            return client.post("/account/signup/", sent)

    return come_in


@pytest.fixture
def sign_in(client):
    """Sign in through the page, as a browser does."""

    def sign_in(login, passphrase=PASSPHRASE, **more):
        return client.post("/account/login/", {"login": login, "password": passphrase, **more})

    return sign_in


@pytest.fixture
def sure(client):
    """Show once more who it is, so that what asks for it opens."""

    def sure(passphrase=PASSPHRASE):
        return client.post("/account/reauthenticate/", {"password": passphrase})

    return sure


@pytest.fixture
def endings():
    """Whose sockets were closed, as this process heard it."""
    heard = []
    bus.listen(live.ENDINGS, heard.append)
    yield heard
    bus.forget(heard.append)


@pytest.fixture
def letters(db):
    """Everything in the outbox, the oldest first."""
    return lambda: list(Letter.objects.order_by("written_at", "pk"))
