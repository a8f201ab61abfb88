from datetime import timedelta

import pytest
from django.test import Client

from hearth.base.permissions import HEARTH, Denied
from hearth.delivery.models import Letter
from hearth.notices.actions import subscriptions
from hearth.notices.models import Subscription
from hearth.people.models import Session
from tests.notices.conftest import keys

pytestmark = pytest.mark.django_db


def session_of(person):
    return Session.objects.filter(person=person).latest("expire_date")


def test_a_browser_belongs_to_whoever_signed_in_there_last(cast, with_browser, afternoon):
    with_browser(cast.noor, "shared")
    with_browser(cast.maya, "shared", client=Client())
    assert Subscription.objects.get().person == cast.maya


def test_nobody_subscribes_the_browser_of_another(cast, with_browser, afternoon):
    with_browser(cast.noor)
    with pytest.raises(Denied):
        subscriptions.subscribe(session=session_of(cast.noor), **keys("mine"), now=afternoon, by=cast.maya)


def test_a_borrowed_device_is_not_knocked_at(cast, signed_in, afternoon):
    signed_in(cast.maya)
    Session.objects.filter(person=cast.maya).update(borrowed=True)
    with pytest.raises(subscriptions.BorrowedDevice):
        subscriptions.subscribe(session=session_of(cast.maya), **keys(), now=afternoon, by=cast.maya)


@pytest.mark.parametrize(
    "endpoint", ["https://127.0.0.1/x", "http://fcm.googleapis.com/x", "https://elsewhere.example/wp/x", ""]
)
def test_only_push_services_we_know_are_called(cast, signed_in, afternoon, endpoint):
    signed_in(cast.maya)
    with pytest.raises(subscriptions.UnknownPushService):
        subscriptions.subscribe(
            session=session_of(cast.maya), **(keys() | {"endpoint": endpoint}), now=afternoon, by=cast.maya
        )
    assert not Subscription.objects.exists()


def test_the_oldest_goes_when_there_are_too_many(cast, signed_in, afternoon):
    signed_in(cast.maya)
    for number in range(subscriptions.MOST + 2):
        subscriptions.subscribe(
            session=session_of(cast.maya),
            **keys(f"device-{number}"),
            now=afternoon + timedelta(minutes=number),
            by=cast.maya,
        )
    kept = Subscription.objects.newest_first()
    assert [one.endpoint.rsplit("-", 1)[-1] for one in kept] == [str(number) for number in range(9, 1, -1)]


def test_stopping_takes_back_what_is_on_its_way(cast, with_browser, afternoon):
    subscription = with_browser(cast.maya)
    subscriptions.try_out(now=afternoon, by=cast.maya)
    assert Letter.objects.count() == 1
    subscriptions.unsubscribe(subscription=subscription, by=cast.maya)
    assert not Letter.objects.exists() and not Subscription.objects.exists()


def test_nobody_stops_the_browser_of_another(cast, with_browser, afternoon):
    subscription = with_browser(cast.maya)
    with pytest.raises(Denied):
        subscriptions.unsubscribe(subscription=subscription, by=cast.noor)


def test_signing_out_ends_the_knocking(cast, with_browser, afternoon, client):
    with_browser(cast.maya)
    client.logout()
    assert not Subscription.objects.live(afternoon).exists()


def test_a_session_that_ran_out_is_not_knocked_at(cast, with_browser, afternoon):
    with_browser(cast.maya)
    later = session_of(cast.maya).expire_date + timedelta(seconds=1)
    assert not Subscription.objects.live(later).exists()


def test_trying_it_out_knocks_once_a_minute_at_most(cast, with_browser, afternoon):
    with_browser(cast.maya)
    for seconds in (0, 20, 40, 60):
        subscriptions.try_out(now=afternoon + timedelta(seconds=seconds), by=cast.maya)
    assert Letter.objects.count() == 2
    assert set(Letter.objects.values_list("text", flat=True)) == {"Hearth: something is waiting"}


def test_without_a_device_there_is_nothing_to_try(cast, afternoon):
    with pytest.raises(subscriptions.NothingToKnockAt):
        subscriptions.try_out(now=afternoon, by=cast.maya)


def test_a_browser_that_unsubscribed_by_itself_is_dropped_by_the_house_alone(cast, with_browser, afternoon):
    subscription = with_browser(cast.maya)
    with pytest.raises(Denied):
        subscriptions.drop(endpoint=subscription.endpoint, by=cast.noor)
    subscriptions.drop(endpoint=subscription.endpoint, by=HEARTH)
    assert not Subscription.objects.exists()
