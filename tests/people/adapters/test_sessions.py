from datetime import timedelta

import pytest
from django.contrib.auth import login
from django.test import RequestFactory
from django.urls import reverse

from hearth.base import clock
from hearth.people.adapters.sessions import BORROWED, OWN, ROLE, SessionStore, device_named_by, hashed
from hearth.people.models import Session

HOME = "/account/devices/"


def row_of(person) -> Session:
    return Session.objects.get(person=person)


def test_the_table_holds_no_key_that_opens_anything(signed_in, cast):
    client = signed_in(cast.maya)
    key = client.cookies["hearth"].value
    row = row_of(cast.maya)
    assert row.session_key == hashed(key)
    assert key not in row.session_data
    client.cookies["hearth"] = row.session_key
    assert client.get(HOME).status_code == 302


def test_session_and_person_cost_one_query_together(signed_in, cast, django_assert_num_queries):
    client = signed_in(cast.maya)
    with django_assert_num_queries(1):
        client.get(reverse("people:leaving.show"))


def test_a_visitor_costs_none(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("people:ways_back.edit"))


def test_a_page_writes_the_row_once_a_day_at_most(signed_in, cast):
    client = signed_in(cast.maya)
    before = row_of(cast.maya).expire_date
    with clock.frozen(clock.now() + timedelta(hours=20)):
        client.get(HOME)
        assert row_of(cast.maya).expire_date == before
    with clock.frozen(clock.now() + timedelta(hours=25)) as later:
        response = client.get(HOME)
        row = row_of(cast.maya)
        assert row.expire_date == later + OWN.idle
        assert row.seen_on == later.date()
        assert response.cookies["hearth"]["max-age"] == int(OWN.idle.total_seconds())
        assert not client.get(HOME).cookies.get("hearth")


def test_a_device_not_used_for_two_weeks_is_signed_out(signed_in, cast):
    client = signed_in(cast.maya)
    with clock.frozen(clock.now() + OWN.idle + timedelta(minutes=1)):
        assert client.get(HOME).status_code == 302


def test_after_ninety_days_even_a_device_in_use_asks_again(signed_in, cast):
    client = signed_in(cast.maya)
    start = clock.now()
    for days in range(1, 90, 10):
        with clock.frozen(start + timedelta(days=days)):
            assert client.get(HOME).status_code == 200
    with clock.frozen(start + timedelta(days=91)):
        assert client.get(HOME).status_code == 302


@pytest.mark.parametrize("name", ["sam", "tess"])
def test_who_answers_for_others_is_asked_again_sooner(signed_in, cast, name):
    client = signed_in(getattr(cast, name))
    with clock.frozen(clock.now() + ROLE.idle + timedelta(minutes=1)):
        assert client.get(HOME).status_code == 302


def test_a_borrowed_device_is_signed_out_after_two_hours_without_use(signed_in, cast):
    client = signed_in(cast.maya)
    client.post(reverse("people:sessions.borrow"))
    start = clock.now()
    for minutes in (30, 90, 180):
        with clock.frozen(start + timedelta(minutes=minutes)):
            response = client.get(HOME)
            assert response.status_code == 200
            if response.cookies.get("hearth"):
                assert response.cookies["hearth"]["max-age"] == ""
    with clock.frozen(start + timedelta(minutes=180) + BORROWED.idle + timedelta(minutes=1)):
        assert client.get(HOME).status_code == 302


def test_a_changed_passphrase_opens_no_old_session(signed_in, cast):
    client = signed_in(cast.maya)
    cast.maya.set_password("another one altogether")
    cast.maya.save()
    assert client.get(HOME).status_code == 302
    assert not Session.objects.filter(person=cast.maya).exists(), "the row is gone, too"


def test_a_closed_account_opens_no_session(signed_in, cast):
    client = signed_in(cast.maya)
    type(cast.maya).objects.filter(pk=cast.maya.pk).update(is_active=False)
    assert client.get(HOME).status_code == 302


def test_a_session_that_was_ended_elsewhere_is_not_brought_back_by_a_late_page(signed_in, cast):
    client = signed_in(cast.maya)
    store = SessionStore(client.cookies["hearth"].value)
    store["onward"] = "/groups/"
    Session.objects.all().delete()
    with pytest.raises(Exception, match="Session"):
        raise_if_saved(store)
    assert not Session.objects.exists()


def raise_if_saved(store):
    from django.contrib.sessions.backends.base import UpdateError
    from django.contrib.sessions.exceptions import SessionInterrupted

    try:
        store.save()
    except UpdateError:
        raise SessionInterrupted("Session is over") from None


def test_djangos_own_sign_in_keeps_working(cast):
    request = RequestFactory().get("/", HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
    request.session = SessionStore()
    login(request, cast.noor, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session.save()
    row = row_of(cast.noor)
    assert (row.device, row.since_on, row.borrowed) == ("Firefox · Linux", clock.now().date(), False)


@pytest.mark.parametrize(
    ("says", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        ("curl/8", ""),
        ("", ""),
        ("<script>alert(1)</script>" * 500, ""),
    ],
)
def test_a_device_is_named_as_its_owner_would(says, name):
    assert device_named_by(says) == name
