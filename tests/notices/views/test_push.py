import pytest
from django.test import Client
from django.urls import reverse

from hearth.delivery.models import Letter
from hearth.notices.models import Subscription
from tests.notices.conftest import keys

pytestmark = pytest.mark.django_db

PUSH = "/notices/push/"


def test_signed_out_no_browser_is_taken(client):
    assert client.post(PUSH, keys(), headers={"X-Piece": "1"}).status_code == 401
    assert not Subscription.objects.exists()


def test_a_browser_agrees_and_agrees_no_more(signed_in, cast):
    client, mine = signed_in(cast.maya), keys()
    assert client.post(PUSH, mine, headers={"X-Piece": "1"}).status_code == 204
    assert Subscription.objects.get().person == cast.maya
    here = reverse("notices:push.destroy_here")
    assert client.post(here, {"endpoint": mine["endpoint"]}, headers={"X-Piece": "1"}).status_code == 204
    assert not Subscription.objects.exists()


def test_half_a_subscription_is_not_taken(signed_in, cast):
    assert signed_in(cast.maya).post(PUSH, keys() | {"auth": ""}).status_code == 422
    assert signed_in(cast.maya).post(reverse("notices:push.destroy_here"), {}).status_code == 422


def test_an_address_inside_our_walls_is_refused(signed_in, cast):
    answer = signed_in(cast.maya).post(PUSH, keys() | {"endpoint": "https://127.0.0.1/x"})
    assert answer.status_code == 409


def test_omar_cannot_stop_my_browser_by_its_key_or_by_its_endpoint(cast, with_browser, signed_in):
    mine = with_browser(cast.maya, client=Client())
    client = signed_in(cast.omar)
    assert client.post(reverse("notices:push.destroy", args=[mine.pk])).status_code == 404
    assert client.post(reverse("notices:push.destroy_here"), {"endpoint": mine.endpoint}).status_code == 303
    assert Subscription.objects.get() == mine


def test_i_stop_another_device_of_mine(cast, with_browser, client):
    mine = with_browser(cast.maya)
    assert client.post(reverse("notices:push.destroy", args=[mine.pk])).status_code == 303
    assert not Subscription.objects.exists()


def test_trying_it_out_knocks(cast, with_browser, client):
    with_browser(cast.maya)
    assert client.post(reverse("notices:push.try_out")).status_code == 303
    assert Letter.objects.get().channel == "push"


def test_with_no_device_trying_it_out_says_so(signed_in, cast):
    answer = signed_in(cast.maya).post(reverse("notices:push.try_out"))
    assert answer.status_code == 409
    assert "None of your devices" in answer.content.decode()
