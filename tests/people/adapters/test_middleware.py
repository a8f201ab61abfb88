from datetime import timedelta

import pytest
from django.urls import reverse

from hearth.base import clock
from hearth.people.adapters.middleware import BORROWED, visitor_zone
from hearth.people.models import Person


def test_the_day_of_a_visit_is_written_once(signed_in, cast, django_assert_num_queries):
    client = signed_in(cast.maya)
    cast.maya.refresh_from_db()
    first = cast.maya.seen_on
    with clock.frozen(clock.now() + timedelta(days=9)) as later:
        client.get(reverse("people:leaving.show"))
        cast.maya.refresh_from_db()
        assert (cast.maya.seen_on, cast.maya.last_visit_on) == (later.date(), first)
        with django_assert_num_queries(1):
            client.get(reverse("people:leaving.show"))


def test_pages_of_the_library_are_never_kept_for_the_next_person_either(signed_in, cast):
    for name in ("account_change_password", "mfa_index", "people:preferences.index"):
        assert "no-store" in signed_in(cast.maya).get(reverse(name))["Cache-Control"]


def test_a_reader_gets_their_own_language(signed_in, cast):
    Person.objects.filter(pk=cast.maya.pk).update(language="es")
    response = signed_in(cast.maya).get(reverse("people:leaving.show"))
    assert response["Content-Language"] == "es"


@pytest.mark.parametrize("told", ["", "Middle/Earth", "../../etc/passwd", "Europe/Madrid\x00", "x" * 5000])
def test_a_zone_nobody_knows_is_the_houses_own(rf, told):
    request = rf.get("/")
    request.COOKIES["hearth-zone"] = told
    assert visitor_zone(request).key == "Europe/London"


def test_a_visitors_zone_is_what_they_chose(rf):
    request = rf.get("/")
    request.COOKIES["hearth-zone"] = "Pacific/Auckland"
    assert visitor_zone(request).key == "Pacific/Auckland"


def test_a_borrowed_device_is_known_as_one_until_its_browser_closes(signed_in, cast):
    client = signed_in(cast.maya)
    client.get("/account/devices/")
    assert BORROWED not in client.cookies
    client.post("/account/devices/borrowed/")
    assert client.cookies[BORROWED]["max-age"] == ""
    assert client.cookies[BORROWED]["httponly"]
    assert 'data-device="borrowed"' in client.get("/help/").content.decode()
    client.post("/account/logout/")
    assert b"const BORROWED = true;" in client.get("/sw.js").content


def test_signing_in_on_ones_own_device_forgets_that(signed_in, cast):
    client = signed_in(cast.maya)
    client.cookies[BORROWED] = "yes"
    client.get("/account/devices/")
    assert client.cookies[BORROWED].value == ""
