from django.test import Client
from django.urls import reverse

from hearth.people.models import Session
from tests.cast import signed_in as signed_in_there

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def another_device(person) -> Client:
    client = Client(HTTP_USER_AGENT=FIREFOX)
    client.post("/account/login/", {"login": person.sign_in_name, "password": "juniper kettle orbit lantern"})
    return client


def other_than(person, client) -> Session:
    from hearth.people.adapters.sessions import hashed

    return Session.objects.filter(person=person).exclude(session_key=hashed(client.cookies["hearth"].value)).get()


def test_the_page_lists_ones_own_devices_and_no_keys(signed_in, cast):
    another_device(cast.maya)
    signed_in_there(Client(), cast.noor)
    page = signed_in(cast.maya).get(reverse("people:sessions.index")).content.decode()
    assert "Firefox · Linux" in page
    assert page.count('action="/account/devices/') == 4  # two devices, all others, borrowed
    for session in Session.objects.all():
        assert session.session_key not in page


def test_the_list_costs_two_queries_however_long(signed_in, cast, django_assert_num_queries):
    client = signed_in(cast.maya)
    for devices in (1, 3):
        while Session.objects.filter(person=cast.maya).count() < devices:
            signed_in_there(Client(), cast.maya)
        with django_assert_num_queries(2):
            client.get(reverse("people:sessions.index"))


def test_another_device_is_signed_out_from_here(signed_in, cast):
    there, here = another_device(cast.maya), signed_in(cast.maya)
    session = other_than(cast.maya, here)
    response = here.post(reverse("people:sessions.destroy", args=[session.session_key[:16]]))
    assert response.url.endswith("?done=one")
    assert "fallen silent" in here.get(response.url).content.decode()
    assert there.get(reverse("people:sessions.index")).status_code == 302


def test_signing_out_the_device_in_hand_leads_out(signed_in, cast):
    here = signed_in(cast.maya)
    (session,) = Session.objects.filter(person=cast.maya)
    response = here.post(reverse("people:sessions.destroy", args=[session.session_key[:16]]))
    assert response.url == reverse("account_login")
    assert not Session.objects.exists()


def test_every_other_device_is_signed_out_at_once(signed_in, cast):
    there, here = another_device(cast.maya), signed_in(cast.maya)
    here.post(reverse("people:sessions.destroy_others"))
    assert there.get(reverse("people:sessions.index")).status_code == 302
    assert here.get(reverse("people:sessions.index")).status_code == 200


def test_a_stranger_cannot_sign_somebody_elses_device_out(signed_in, cast):
    signed_in_there(Client(), cast.maya)
    (session,) = Session.objects.filter(person=cast.maya)
    response = signed_in(cast.omar).post(reverse("people:sessions.destroy", args=[session.session_key[:16]]))
    assert response.status_code == 404
    assert Session.objects.filter(person=cast.maya).exists()


def test_a_handle_that_is_none_is_not_found(signed_in, cast):
    client = signed_in(cast.maya)
    for handle in ("0" * 16, "a", "%", "../..", "g" * 16):
        assert client.post(f"/account/devices/{handle}/").status_code == 404


def test_looking_changes_nothing(signed_in, cast):
    client = signed_in(cast.maya)
    for name in ("people:sessions.destroy_others", "people:sessions.borrow"):
        assert client.get(reverse(name)).status_code == 405


def test_a_device_is_called_borrowed_later_as_well(signed_in, cast):
    client = signed_in(cast.maya)
    response = client.post(reverse("people:sessions.borrow"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies["hearth"]["max-age"] == ""
    assert Session.objects.get(person=cast.maya).borrowed
    assert "Noted." in client.get(reverse("people:sessions.index")).content.decode()


def test_a_signed_out_stranger_is_taken_to_sign_in(client, db):
    assert client.get(reverse("people:sessions.index")).status_code == 302
