from datetime import UTC, datetime, time, timedelta

import pytest

from hearth.base import clock
from hearth.base.permissions import HEARTH, Denied
from hearth.delivery.models import Letter
from hearth.notices.actions import digests, notices
from hearth.notices.models import Digest, DigestTime, Kind, Notice

pytestmark = pytest.mark.django_db


def london(text: str) -> datetime:
    """An instant of November, when the clocks of London show the time of the world."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def gathered(offer, with_mail, cast):
    """Tell Maya, who wants one letter a day, of some things."""
    with_mail(cast.maya, letters="digest")

    def told(at: datetime, *abouts: str):
        with clock.frozen(at):
            return [offer(about=about, now=at) for about in abouts or ("thread:1",)]

    return told


def round_at(at: datetime) -> int:
    with clock.frozen(at):
        return digests.send_due(now=at, by=HEARTH)


def test_it_comes_at_six_and_says_how_many_wait(gathered, cast):
    gathered(london("2026-11-24 14:00"), "thread:1", "thread:2", "thread:3")
    assert round_at(london("2026-11-24 17:59")) == 0
    assert round_at(london("2026-11-24 18:00")) == 1
    letter = Letter.objects.get()
    assert letter.subject == "3 things are waiting"
    for word in ("Steadying Circle", "Slow Kettle", "Paper Boat", "Nights are long"):
        assert word not in letter.subject + letter.text
    assert "/notices/" in letter.text


def test_one_thing_is_said_as_one(gathered):
    gathered(london("2026-11-24 14:00"))
    round_at(london("2026-11-24 18:00"))
    assert Letter.objects.get().subject == "One thing is waiting"


def test_there_is_at_most_one_a_day(gathered):
    gathered(london("2026-11-24 14:00"))
    assert round_at(london("2026-11-24 18:00")) == 1
    gathered(london("2026-11-24 18:01"), "thread:2")
    assert [round_at(london(f"2026-11-24 {hour}:00")) for hour in (19, 20)] == [0, 0]
    assert round_at(london("2026-11-25 17:00")) == 0
    assert round_at(london("2026-11-25 18:00")) == 1


def test_without_anything_new_there_is_none(gathered):
    gathered(london("2026-11-24 14:00"))
    round_at(london("2026-11-24 18:00"))
    assert round_at(london("2026-11-25 18:00")) == 0
    assert Letter.objects.count() == 1


def test_what_was_seen_meanwhile_is_not_told(gathered, cast):
    gathered(london("2026-11-24 14:00"))
    notices.see_all(until=london("2026-11-24 15:00"), now=london("2026-11-24 15:00"), by=cast.maya)
    assert round_at(london("2026-11-24 18:00")) == 0


def test_those_who_left_meanwhile_are_not_told(gathered, cast):
    gathered(london("2026-11-24 14:00"))
    cast.maya.memberships.update(ended_at=london("2026-11-24 15:00"))
    assert round_at(london("2026-11-24 18:00")) == 0
    assert not Digest.objects.exists()


def test_its_hour_can_be_chosen(gathered, cast):
    DigestTime.objects.create(person=cast.maya, at=time(9, 30))
    gathered(london("2026-11-24 14:00"))
    assert round_at(london("2026-11-24 18:00")) == 0
    assert round_at(london("2026-11-25 09:30")) == 1


def test_its_hour_is_that_of_the_persons_own_wall(gathered, cast):
    cast.maya.zone = "Asia/Kathmandu"
    cast.maya.save()
    gathered(london("2026-11-24 06:00"))
    assert round_at(london("2026-11-24 12:10")) == 0
    assert round_at(london("2026-11-24 12:15")) == 1


def test_an_hour_inside_the_quiet_waits_for_its_end(gathered, cast):
    cast.maya.quiet_from, cast.maya.quiet_until = time(17), time(8)
    cast.maya.save()
    gathered(london("2026-11-24 14:00"))
    assert round_at(london("2026-11-24 18:00")) == 0
    assert round_at(london("2026-11-25 07:59")) == 0
    assert round_at(london("2026-11-25 08:00")) == 1
    gathered(london("2026-11-25 09:00"), "thread:2")
    assert round_at(london("2026-11-25 10:00")) == 0
    assert round_at(london("2026-11-26 08:00")) == 1


@pytest.mark.parametrize(
    ("day", "at", "first_tick"),
    [
        # Half past one comes twice that night, or not at all.
        ("2026-10-25", time(1, 30), datetime(2026, 10, 24, 20, tzinfo=UTC)),
        ("2026-03-29", time(1, 30), datetime(2026, 3, 28, 20, tzinfo=UTC)),
    ],
)
def test_when_the_clock_is_turned_it_still_comes_once(gathered, cast, day, at, first_tick):
    cast.maya.quiet_from = cast.maya.quiet_until = time(12)
    cast.maya.save()
    DigestTime.objects.create(person=cast.maya, at=at)
    gathered(first_tick - timedelta(hours=4), "thread:1")
    sent = 0
    for tick in range(0, 12 * 60, 5):
        now = first_tick + timedelta(minutes=tick)
        sent += round_at(now)
        if tick % 60 == 0:
            gathered(now, f"thread:{tick}")
    assert sent == 1
    assert Digest.objects.get().on.isoformat() == day


def test_one_who_wants_each_gets_what_found_no_room(offer, with_mail, cast, go_out):
    with_mail(cast.maya, letters="each", daily_cap=1)
    noon = london("2026-11-24 12:00")
    with clock.frozen(noon):
        offer(about="thread:1")
        offer(about="thread:2")
        go_out(noon + timedelta(minutes=30))
    assert round_at(london("2026-11-24 18:00")) == 1
    assert sorted(Letter.objects.values_list("subject", flat=True)) == [
        "One thing is waiting",
        "Something is waiting for you",
    ]


def test_what_a_group_agreed_can_always_wait(offer, with_mail, cast):
    with_mail(cast.maya, letters="each")
    noon = london("2026-11-24 12:00")
    with clock.frozen(noon):
        told = offer(kind=Kind.AGREEMENT_CHANGED, about="group:1:agreed", thread=None)
    assert list(Notice.objects.gathered()) == [told]
    assert round_at(london("2026-11-24 18:00")) == 1


def test_a_browser_is_knocked_at_once_for_the_whole_day(offer, with_browser, cast):
    with clock.frozen(london("2026-11-24 12:00")):
        with_browser(cast.maya)
        cast.maya.memberships.update(notices="digest")
        for number in range(3):
            offer(about=f"thread:{number}")
    assert round_at(london("2026-11-24 18:00")) == 1
    assert Letter.objects.get().channel == "push"


def test_what_was_knocked_about_is_in_the_letter_but_not_knocked_about_again(
    offer, with_mail, with_browser, cast, go_out
):
    noon = london("2026-11-24 12:00")
    with clock.frozen(noon):
        with_mail(cast.maya, letters="digest")
        with_browser(cast.maya)
        offer()
        go_out(noon + timedelta(minutes=30))
    assert Letter.objects.get().channel == "push"
    assert round_at(london("2026-11-24 18:00")) == 1
    assert sorted(Letter.objects.values_list("channel", flat=True)) == ["email", "push"]


def test_only_the_house_sends_it(cast):
    with pytest.raises(Denied):
        digests.send_due(now=clock.now(), by=cast.maya)


def test_days_long_past_are_forgotten(gathered, cast):
    gathered(london("2026-11-24 14:00"))
    round_at(london("2026-11-24 18:00"))
    digests.purge(before=london("2026-11-25 00:00"), by=HEARTH)
    assert not Digest.objects.exists()
