from datetime import timedelta

import pytest
from django.db import IntegrityError

from hearth.base.permissions import HEARTH, Denied
from hearth.groups.models import Group
from hearth.notices.actions import notices
from hearth.notices.models import Errand, Kind, Notice
from tests.cast import a_member

pytestmark = pytest.mark.django_db


def news_of(person) -> bool:
    person.refresh_from_db()
    return person.has_news


def test_only_the_house_tells(cast, thread, afternoon):
    for person in cast.people().values():
        with pytest.raises(Denied):
            notices.offer(
                person=cast.noor,
                kind=Kind.REPLY,
                about="thread:1",
                link=("notices:bell.index",),
                now=afternoon,
                by=person,
            )
    assert not Notice.objects.exists()


def test_a_notice_waits_in_the_house_and_lights_the_light(offer, cast, afternoon):
    notice = offer()
    assert list(Notice.objects.visible_to(cast.maya)) == [notice]
    assert news_of(cast.maya)
    assert not Notice.objects.visible_to(cast.noor).exists()


def test_nothing_goes_out_unasked(offer, cast, afternoon):
    """A new account asked for nothing yet, whatever its groups suggest."""
    cast.maya.memberships.update(notices="each")
    offer()
    assert not Errand.objects.exists()
    assert not Notice.objects.gathered().exists()


def test_replies_and_thanks_about_one_thread_are_one_notice(offer, afternoon):
    first = offer(kind=Kind.THANKS)
    second = offer(kind=Kind.REPLY)
    assert first == second
    assert Notice.objects.get().kinds == ["reply", "thanks"]


def test_what_was_seen_begins_anew(offer, cast, afternoon):
    notice = offer(kind=Kind.THANKS)
    notices.see(notice=notice, now=afternoon, by=cast.maya)
    assert not news_of(cast.maya)
    offer(now=afternoon + timedelta(hours=1))
    notice.refresh_from_db()
    assert (notice.kinds, notice.seen_at) == (["reply"], None)
    assert news_of(cast.maya)


def test_those_who_do_not_belong_are_not_told(offer, cast, thread, afternoon):
    assert offer(person=cast.omar) is None
    assert not Notice.objects.exists()


def test_an_answer_reaches_somebody_who_is_not_in_the_group(offer, cast, thread, afternoon):
    told = offer(
        person=cast.omar,
        kind=Kind.JOIN_ANSWERED,
        about="joinrequest:1:answer",
        group=cast.circle,
        thread=None,
        outlives=True,
    )
    assert list(Notice.objects.visible_to(cast.omar)) == [told]


def test_an_ended_account_is_not_told(offer, cast, afternoon):
    cast.maya.is_active = False
    cast.maya.save()
    assert offer() is None


def test_a_group_one_has_gone_quiet_in_lights_no_light(offer, cast, with_mail, afternoon):
    with_mail(cast.maya)
    cast.in_circle["maya"].__class__.objects.filter(pk=cast.in_circle["maya"].pk).update(quiet_since=afternoon)
    assert offer() is not None
    assert not news_of(cast.maya)
    assert not Errand.objects.exists()


def test_what_is_settled_is_taken_back_from_everybody(offer, cast, with_mail, afternoon):
    with_mail(cast.maya)
    offer()
    offer(person=cast.noor)
    notices.withdraw(about=Notice.objects.first().about, now=afternoon, by=HEARTH)
    assert not Notice.objects.standing().exists()
    assert not Errand.objects.waiting().exists()
    assert not news_of(cast.maya) and not news_of(cast.noor)


def test_taken_back_and_told_again_is_new(offer, cast, afternoon):
    notice = offer(kind=Kind.THANKS)
    notices.withdraw(about=notice.about, now=afternoon, by=HEARTH)
    offer()
    assert Notice.objects.visible_to(cast.maya).get().kinds == ["reply"]


def test_the_light_stays_on_while_something_else_is_new(offer, cast, afternoon):
    first = offer()
    offer(kind=Kind.AGREEMENT_CHANGED, about="group:1:agreed", thread=None)
    notices.see(notice=first, now=afternoon, by=cast.maya)
    assert news_of(cast.maya)


def test_everything_up_to_an_instant_is_seen_and_nothing_after_it(offer, cast, afternoon):
    offer()
    late = offer(kind=Kind.AGREEMENT_CHANGED, about="group:1:agreed", thread=None, now=afternoon + timedelta(minutes=5))
    notices.see_all(until=afternoon + timedelta(minutes=1), now=afternoon + timedelta(minutes=6), by=cast.maya)
    assert list(Notice.objects.visible_to(cast.maya).unseen()) == [late]
    assert news_of(cast.maya)


def test_nobody_sees_to_the_notices_of_another(offer, cast, afternoon):
    notice = offer()
    with pytest.raises(Denied):
        notices.see(notice=notice, now=afternoon, by=cast.noor)
    notices.see_all(until=afternoon, now=afternoon, by=cast.noor)
    assert Notice.objects.unseen().count() == 1


def test_what_a_group_told_goes_when_one_leaves_it_and_nothing_else_does(offer, cast, afternoon):
    offer()
    second_winter = Group.objects.get(name="Second Winter")
    kept = offer(kind=Kind.AGREEMENT_CHANGED, about="group:2:agreed", group=second_winter, thread=None)
    notices.withdraw_within(group_id=cast.circle.pk, person=cast.maya, now=afternoon, by=HEARTH)
    assert list(Notice.objects.visible_to(cast.maya)) == [kept]


def test_old_notices_are_forgotten_with_what_went_out(offer, cast, with_mail, afternoon):
    with_mail(cast.maya)
    offer()
    a_member(cast.other, cast.noor, "Moss")
    young = offer(
        person=cast.noor, kind=Kind.AGREEMENT_CHANGED, about="x:1", thread=None, now=afternoon + timedelta(days=2)
    )
    notices.purge(before=afternoon + timedelta(days=1), by=HEARTH)
    assert list(Notice.objects.all()) == [young]
    assert not Errand.objects.filter(person=cast.maya).exists()


def test_a_notice_says_something(cast, afternoon):
    with pytest.raises(IntegrityError):
        Notice.objects.create(person=cast.maya, about="x:1", kinds=[], leads_to="notices:bell.index", made_at=afternoon)
