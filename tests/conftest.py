import os

import pytest
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from hearth.base import clock


@receiver(connection_created)
def do_not_wait_for_the_disk(connection, **_):
    """The suite's rows are thrown away; a house's are not (see `tests/base/test_transactions.py`)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After a test that commits, empty the tables quickly.

    Django would let PostgreSQL make every table anew, and then fill in permissions and content types for every model,
    which nothing of ours asks for.
    """
    from django.db import connection
    from django.db.models.signals import post_migrate

    post_migrate.receivers = []
    post_migrate.sender_receivers_cache.clear()
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (may_ignore_keys,) = cursor.fetchone()
    if may_ignore_keys:
        connection.ops.sql_flush = _delete_all


def _delete_all(style, tables, **_):
    if not tables:
        return []
    # Without a look at what points where: everything goes.
    return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{table}"' for table in tables)]


def pytest_collection_modifyitems(config, items):
    """Leave out what is about the other engine: it is run when the suite is run on that one."""
    from django.db import connection

    other = "sqlite" if connection.vendor == "postgresql" else "postgres"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session", autouse=True)
def collected_static_files():
    """Put style sheet, script and icons together once, as `bin/run` does: pages name hashed files."""
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()


@pytest.fixture
def cast(db):
    """The six people, their groups, in an otherwise empty house."""
    from tests.cast import move_in

    return move_in()


@pytest.fixture
def now():
    """One instant, held for the whole test."""
    with clock.frozen(clock.now()) as instant:
        yield instant


@pytest.fixture
def signed_in(client):
    """Sign a person in on the test client: `signed_in(cast.maya).get(…)`."""

    def sign_in(person):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


# ── a real browser against a real server ──────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for the whole run; where there is none, say so loudly."""
    from tests import browser

    if browser.chromium_path() is None:
        pytest.skip("no Chromium on this machine")
    # Playwright keeps a loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with browser.opened() as opened:
        yield opened


@pytest.fixture(scope="session")
def house(django_db_setup, django_db_blocker, collected_static_files):
    """The demo house, served over loopback exactly as `bin/run` serves it."""
    from tests.served import serve_demo_house

    with serve_demo_house() as served:
        yield served


@pytest.fixture
def morning(house):
    """The demo house as it was before anyone touched it: what a journey changes disturbs no other journey."""
    house.begin_again()
    return house
