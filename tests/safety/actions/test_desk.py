"""What is done at the desk."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from hearth.base.models import JournalEntry
from hearth.base.permissions import HEARTH, Denied
from hearth.people.models import Person
from hearth.safety.actions import concerns, desk, reports
from hearth.safety.models import Concern, Report


@pytest.fixture
def concern(cast, post, now):
    return concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now)


@pytest.fixture
def report(cast, reply, now):
    return reports.make(post=reply, point="", words="", by=cast.maya, now=now)


def deeds() -> list[str]:
    return list(JournalEntry.objects.order_by("id").values_list("action", flat=True))


def test_of_two_who_take_it_on_one_has_it(cast, concern, now):
    desk.claim(item=Concern.objects.get(), by=cast.ruth, now=now)
    with pytest.raises(desk.InOtherHands):
        desk.claim(item=concern, by=cast.sam, now=now)
    assert Concern.objects.get().claimed_by == cast.ruth


def test_taking_it_on_twice_changes_nothing(cast, concern, now):
    desk.claim(item=concern, by=cast.ruth, now=now)
    desk.claim(item=concern, by=cast.ruth, now=now + timedelta(minutes=1))
    assert Concern.objects.get().claimed_at == now
    assert deeds() == ["safety.claimed"]


def test_hands_that_went_quiet_do_not_keep_it_from_others(cast, concern, now):
    desk.claim(item=concern, by=cast.ruth, now=now)
    later = now + timedelta(minutes=31)
    desk.claim(item=concern, by=cast.sam, now=later)
    assert Concern.objects.get().claimed_by == cast.sam


def test_let_go_it_is_free_again(cast, concern, now):
    desk.claim(item=concern, by=cast.ruth, now=now)
    desk.let_go(item=concern, by=cast.ruth, now=now)
    desk.claim(item=concern, by=cast.sam, now=now)
    assert Concern.objects.get().claimed_by == cast.sam


def test_nobody_lets_go_for_another(cast, concern, now):
    desk.claim(item=concern, by=cast.ruth, now=now)
    with pytest.raises(desk.NotInYourHands):
        desk.let_go(item=concern, by=cast.sam, now=now)


def test_answering_takes_having_taken_it_on(cast, concern, now):
    with pytest.raises(desk.NotInYourHands):
        desk.answer(item=concern, outcome="spoken", note="Hello.", by=cast.ruth, now=now)
    desk.claim(item=concern, by=cast.ruth, now=now)
    with pytest.raises(desk.NotInYourHands):
        desk.answer(item=concern, outcome="spoken", note="Hello.", by=cast.sam, now=now)
    desk.answer(item=concern, outcome="spoken", note="We spoke.", by=cast.ruth, now=now)
    concern.refresh_from_db()
    assert (concern.note, concern.outcome, concern.answered_by, concern.answered_at) == (
        "We spoke.",
        "spoken",
        cast.ruth,
        now,
    )


def test_answered_is_answered(cast, concern, now):
    desk.claim(item=concern, by=cast.ruth, now=now)
    desk.answer(item=concern, outcome="spoken", note="We spoke.", by=cast.ruth, now=now)
    with pytest.raises(desk.AnsweredAlready):
        desk.answer(item=concern, outcome="spoken", note="Again.", by=cast.ruth, now=now)
    with pytest.raises(desk.AnsweredAlready):
        desk.claim(item=concern, by=cast.sam, now=now)
    with pytest.raises(desk.AnsweredAlready):
        desk.regrade(concern=concern, level="now", by=cast.ruth, now=now)


def test_looking_and_doing_stand_in_the_journal_without_a_word(cast, concern, now):
    desk.look(item=concern, by=cast.ruth)
    desk.claim(item=concern, by=cast.ruth, now=now)
    desk.regrade(concern=concern, level="now", by=cast.ruth, now=now)
    desk.answer(item=concern, outcome="spoken", note="Secret words.", by=cast.ruth, now=now)
    assert deeds() == ["safety.looked", "safety.claimed", "safety.regraded", "safety.answered"]
    assert "Secret" not in str(list(JournalEntry.objects.values()))
    assert set(JournalEntry.objects.values_list("by_id", "about_id")) == {(cast.ruth.pk, concern.pk)}


def test_graver_comes_sooner_and_milder_counts_from_now(cast, concern, now):
    desk.regrade(concern=concern, level="now", by=cast.ruth, now=now)
    assert concern.due_at == now + timedelta(minutes=10)
    later = now + timedelta(minutes=2)
    desk.regrade(concern=concern, level="today", by=cast.ruth, now=later)
    assert concern.due_at == later + timedelta(hours=4)


def test_nobody_decides_what_they_reported_themselves(cast, reply, now):
    report = reports.make(post=reply, point="", words="", by=cast.ruth, now=now)
    with pytest.raises(Denied):
        desk.claim(item=report, by=cast.ruth, now=now)
    desk.claim(item=report, by=cast.sam, now=now)


def test_nobody_sits_over_what_is_about_themselves(cast, word_by_ruth, now):
    concern = concerns.raise_about(about=word_by_ruth, words="", level="today", by=cast.maya, now=now)
    report = reports.make(post=word_by_ruth, point="", words="", by=cast.maya, now=now)
    for item in (concern, report):
        with pytest.raises(Denied):
            desk.claim(item=item, by=cast.ruth, now=now)
        desk.claim(item=item, by=cast.sam, now=now)


@pytest.mark.parametrize("name", ["maya", "noor", "omar"])
def test_members_have_no_hands_on_the_desk(cast, concern, now, name):
    person = getattr(cast, name)
    for deed, more in (
        (desk.claim, {"now": now}),
        (desk.let_go, {"now": now}),
        (desk.answer, {"now": now, "outcome": "spoken", "note": "x"}),
        (desk.look, {}),
    ):
        with pytest.raises(Denied):
            deed(item=concern, by=person, **more)


@pytest.mark.parametrize("name", ["ruth", "sam", "tess"])
def test_without_a_second_factor_the_desk_stays_shut(cast, concern, now, name):
    Authenticator.objects.all().delete()
    person = Person.objects.get(pk=getattr(cast, name).pk)
    with pytest.raises(Denied):
        desk.look(item=concern, by=person)
    with pytest.raises(Denied):
        desk.claim(item=concern, by=person, now=now)


def test_what_is_late_is_cried_out_once(cast, concern, report, now):
    assert desk.chase(now=concern.due_at, by=HEARTH) == 0
    assert desk.chase(now=concern.due_at + timedelta(seconds=1), by=HEARTH) == 1
    assert desk.chase(now=concern.due_at + timedelta(minutes=1), by=HEARTH) == 0
    assert desk.chase(now=report.due_at + timedelta(seconds=1), by=HEARTH) == 1
    assert desk.chase(now=report.due_at + timedelta(days=9), by=HEARTH) == 0


def test_what_is_answered_is_never_late(cast, concern, now):
    desk.claim(item=concern, by=cast.ruth, now=now)
    desk.answer(item=concern, outcome="spoken", note="We spoke.", by=cast.ruth, now=now)
    assert desk.chase(now=now + timedelta(days=1), by=HEARTH) == 0


def test_half_a_year_after_its_answer_a_thing_is_forgotten(cast, concern, report, now):
    for item, by in ((concern, cast.ruth), (report, cast.ruth)):
        desk.claim(item=item, by=by, now=now)
        desk.answer(item=item, outcome="spoken", note="We spoke.", by=by, now=now)
    desk.expire(now=now + timedelta(days=180), by=HEARTH)
    assert Concern.objects.count() + Report.objects.count() == 2
    desk.expire(now=now + timedelta(days=180, seconds=1), by=HEARTH)
    assert Concern.objects.count() + Report.objects.count() == 0


def test_what_nobody_answered_is_never_forgotten(concern, now):
    desk.expire(now=now + timedelta(days=1000), by=HEARTH)
    assert Concern.objects.exists()


@pytest.mark.parametrize("deed", [desk.chase, desk.expire])
def test_only_the_house_chases_and_forgets(cast, now, deed):
    with pytest.raises(Denied):
        deed(now=now, by=cast.tess)
