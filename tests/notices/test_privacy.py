import pytest
from django.test import Client

from hearth.base import privacy as promises_of_all
from hearth.delivery.models import Letter
from hearth.notices import privacy
from hearth.notices.actions import choices, subscriptions
from hearth.notices.models import Digest, DigestTime, Errand, Naming, Notice, Subscription

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(cast, offer, with_mail, with_browser, afternoon):
    """One of each, for Maya and for Noor."""
    for person in (cast.noor, cast.maya):
        with_mail(person)
        with_browser(person, name=person.sign_in_name, client=Client())
        offer(person=person)
        membership = cast.in_circle[person.sign_in_name]
        choices.set_for_group(membership=membership, notices="each", named=True, now=afternoon, by=person)
        choices.set_digest_time(at="09:00", by=person)
        Digest.objects.create(person=person, on=afternoon.date(), sent_at=afternoon)
    subscriptions.try_out(now=afternoon, by=cast.maya)


def test_every_field_is_named():
    for promise in privacy.promises:
        assert set(promise.fields) == {field.name for field in promise.model._meta.concrete_fields}


def test_i_can_take_along_what_is_mine_and_nothing_of_noors(cast, everything):
    told = promises_of_all.export_of(cast.maya)
    assert told["What we told you"][0]["told"] == ["A reply to you"]
    assert told["What we told you"][0]["group"] == "Steadying Circle"
    assert len(told["What you want to hear"]) == 2
    assert len(told["Devices that may be told"]) == 1
    assert "fcm.googleapis.com" not in str(told["Devices that may be told"])


def test_a_hidden_group_that_was_left_has_no_name_in_what_i_take_along(cast, offer, afternoon):
    offer(person=cast.noor, group=cast.hidden, thread=None)
    assert next(iter(privacy.export_notices(cast.noor)))["group"] == "Quiet Room"
    cast.hidden.memberships.filter(person=cast.noor).update(ended_at=afternoon)
    assert next(iter(privacy.export_notices(cast.noor)))["group"] == ""


def test_erasing_takes_everything_of_mine_and_nothing_of_noors(cast, everything):
    for promise in sorted(privacy.promises, key=lambda promise: promise.order):
        if promise.erase:
            promise.erase(cast.maya)
    for model in (Notice, Errand, Digest, DigestTime, Subscription):
        assert [row.person for row in model.objects.all()] == [cast.noor], model
    assert Naming.objects.get().membership.person == cast.noor
    assert not Letter.objects.filter(address__contains="maya").exists()
