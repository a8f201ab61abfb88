"""What happens to a row: taken by one hand only, settled once, given up, blanked, deleted."""

from datetime import timedelta

import pytest
from django.db import transaction

from hearth.base import events
from hearth.base.permissions import HEARTH, Denied
from hearth.delivery import outbox
from hearth.delivery.actions import letters
from hearth.delivery.models import Letter, RefusedAddress
from hearth.delivery.outcomes import SENT, again, bounced, failed, gone
from hearth.delivery.queries import MOST_TRIES

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def heard(monkeypatch):
    """The facts that were announced while listeners of a test's own were listening."""
    from hearth.delivery.events import AddressRefused, SubscriptionGone

    facts = []
    listeners = {
        cls: [events.Listener(name=f"test.{cls.__name__}", function=facts.append, fact=cls, alongside=True)]
        for cls in (AddressRefused, SubscriptionGone)
    }
    monkeypatch.setattr(events, "_listeners", listeners)
    return facts


def take(letter, at, until=None):
    return letters.take(letter_id=letter.id, until=until or at + MINUTE, now=at, by=HEARTH)


def settle(letter, outcome, at):
    """Settle what a hand holds, and return the row afterwards: the hand itself learns nothing new."""
    letters.settle(letter=letter, outcome=outcome, now=at, by=HEARTH)
    return Letter.objects.get(id=letter.id)


def test_of_two_hands_one_takes_the_letter(write, evening):
    letter = write()
    assert take(letter, evening).tries == 1
    assert take(letter, evening) is None


def test_what_a_dead_hand_held_is_taken_again_when_its_lease_is_over(write, evening):
    letter = write()
    take(letter, evening, until=evening + MINUTE)
    assert take(letter, evening + MINUTE - timedelta(seconds=1)) is None
    assert take(letter, evening + MINUTE).tries == 2


def test_a_letter_is_not_taken_before_its_time_nor_after_it(write, evening):
    letter = write(not_before=evening + MINUTE, expires_at=evening + 3 * MINUTE)
    assert take(letter, evening) is None
    assert take(letter, evening + 3 * MINUTE) is None
    assert take(letter, evening + 2 * MINUTE) is not None


def test_a_letter_handed_over_is_done(write, evening):
    letter = settle(take(write(), evening), SENT, evening + timedelta(seconds=2))
    assert (letter.state, letter.handed_over_at) == ("sent", evening + timedelta(seconds=2))
    assert take(letter, evening + timedelta(days=1)) is None


def test_tries_are_spread_over_more_than_a_day(write, evening):
    letter, at, waits = write(), evening, []
    while letter.state == "waiting" or not waits:
        letter = settle(take(letter, at), again("smtp 450"), at)
        if letter.state == "waiting":
            waits.append(letter.due_at - at)
            at = letter.due_at
    assert [wait / MINUTE for wait in waits[:4]] == [1, 5, 15, 60]
    assert at - evening >= timedelta(hours=24)
    assert (letter.state, letter.tries, letter.reason) == ("failed", MOST_TRIES, "smtp 450")


@pytest.mark.parametrize(
    ("asked", "waited"),
    [(None, MINUTE), (timedelta(seconds=5), MINUTE), (timedelta(hours=2), timedelta(hours=2)),
     (timedelta(days=9), letters.LONGEST_WAIT)],
)  # fmt: skip
def test_a_server_may_ask_for_a_longer_wait_within_reason(write, evening, asked, waited):
    letter = settle(take(write(), evening), again("push 429", wait=asked), evening)
    assert letter.due_at - evening == waited


def test_a_slow_hand_cannot_undo_what_a_quick_one_did(write, evening):
    letter = write()
    slow = take(letter, evening)
    quick = take(letter, evening + MINUTE)
    settle(quick, SENT, evening + MINUTE)
    for outcome in (again("late"), failed("late"), bounced("late"), gone("late")):
        assert settle(slow, outcome, evening + 2 * MINUTE).state == "sent"
    assert not RefusedAddress.objects.exists()


def test_a_slow_hand_cannot_take_a_letter_out_of_a_quick_one(write, evening):
    letter = write()
    slow = take(letter, evening)
    quick = take(letter, evening + MINUTE)
    for outcome in (again("late"), failed("late"), bounced("late"), gone("late")):
        assert settle(slow, outcome, evening + MINUTE).state == "in_hand"
    assert settle(quick, failed("smtp 554"), evening + MINUTE).reason == "smtp 554"


def test_that_it_was_handed_over_counts_even_from_a_slow_hand(write, evening):
    letter = write()
    slow = take(letter, evening)
    take(letter, evening + MINUTE)
    assert settle(slow, SENT, evening + MINUTE).state == "sent"
    assert take(letter, evening + 9 * MINUTE) is None


def test_a_letter_that_kills_every_hand_is_given_up(write, evening):
    letter, at = write(expires_at=evening + timedelta(days=30)), evening
    for _death in range(MOST_TRIES):
        assert take(letter, at)
        at += MINUTE
    assert take(letter, at) is None
    letters.give_up(now=at, by=HEARTH)
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("failed", "worn out")


def test_a_letter_that_would_be_tried_again_too_late_expires_at_once(write, evening):
    letter = write(expires_at=evening + MINUTE)
    assert settle(take(letter, evening), again("smtp 450"), evening).state == "expired"


def test_what_is_late_expires_but_not_out_of_a_living_hand(write, evening):
    soon = {"expires_at": evening + MINUTE}
    late, held, dead, early = (write(name, **soon) for name in ("late", "held", "dead", "early"))
    Letter.objects.filter(id=early.id).update(expires_at=evening + timedelta(hours=1))
    take(held, evening, until=evening + 5 * MINUTE)
    take(dead, evening, until=evening + MINUTE)
    letters.give_up(now=evening + 2 * MINUTE, by=HEARTH)
    states = [Letter.objects.get(id=letter.id).state for letter in (late, held, dead, early)]
    assert states == ["expired", "in_hand", "expired", "waiting"]


def test_a_letter_written_too_late_expires_without_being_carried(write, evening):
    letter = write(expires_at=evening - MINUTE)
    assert take(letter, evening) is None
    assert letters.give_up(now=evening, by=HEARTH) == 1
    letter.refresh_from_db()
    assert letter.state == "expired"


def test_a_shut_way_costs_no_letter_a_try(write, evening):
    plain, urgent, later = write("plain"), write("urgent", urgent=True), write("later", not_before=evening + 9 * MINUTE)
    letters.hold(channel="email", reason="ConnectionRefusedError", now=evening, by=HEARTH)
    rows = {letter.id: letter for letter in Letter.objects.all()}
    assert [rows[x.id].tries for x in (plain, urgent, later)] == [0, 0, 0]
    assert rows[plain.id].due_at == evening + letters.HOLD
    assert rows[urgent.id].due_at == evening + letters.HOLD_URGENT < evening + letters.HOLD
    assert rows[later.id].due_at == evening + 9 * MINUTE


# ── dead addresses ────────────────────────────────────────────────────────────────────────────────────────────
def test_a_dead_address_is_marked_and_told(write, evening, heard):
    letter = settle(take(write(), evening), bounced("smtp 550 5.1.1"), evening)
    assert letter.state == "bounced"
    assert outbox.is_refused("Noor@Members.example")
    assert not outbox.is_refused("maya@members.example")
    assert [(type(fact).__name__, fact.letter_id) for fact in heard] == [("AddressRefused", letter.id)]
    assert "noor" not in RefusedAddress.objects.get().digest


def test_only_urgent_letters_still_try_a_dead_address(write, evening, heard):
    settle(take(write(), evening), bounced("smtp 550 5.1.1"), evening)
    assert write("digest").state == "bounced"
    assert write("digest to another", address="maya@members.example").state == "waiting"
    assert write("call for help", urgent=True).state == "waiting"


def test_an_address_is_trusted_again_once_its_owner_shows_up(write, evening, heard):
    settle(take(write(), evening), bounced("smtp 550 5.1.1"), evening)
    outbox.trust(address="noor@members.example")
    assert write("after confirming").state == "waiting"


def test_a_browser_that_unsubscribed_is_told_with_its_endpoint(knock, settings, evening, heard, browser):
    settings.PUSH_HOSTS = ["push.services.example"]
    letter = settle(take(knock(), evening), gone("push 410"), evening)
    assert letter.state == "gone"
    assert [(type(fact).__name__, fact.letter_id) for fact in heard] == [("SubscriptionGone", letter.id)]
    assert letter.address == browser.subscription["endpoint"]


# ── forgetting ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("state", [s for s in Letter.State.values if s not in ("waiting", "in_hand")])
def test_what_a_letter_said_goes_after_a_day_to_whom_after_a_week_and_the_rest_after_a_month(write, evening, state):
    letter = write(html="<p>A</p>", unsubscribe_url="http://localhost:8000/n/off/1")
    Letter.objects.filter(id=letter.id).update(
        state=state, due_at=None, settled_at=evening, push_key="a key", push_secret="a secret"
    )

    def left(after):
        letters.purge(now=evening + after, by=HEARTH)
        row = Letter.objects.filter(id=letter.id).first()
        said = row and [
            name
            for name in ("subject", "text", "html", "unsubscribe_url", "push_key", "push_secret", "address")
            if getattr(row, name)
        ]
        return said

    second = timedelta(seconds=1)
    everything = ["subject", "text", "html", "unsubscribe_url", "push_key", "push_secret", "address"]
    assert left(timedelta(hours=24) - second) == everything
    assert left(timedelta(hours=24) + second) == ["address"]
    assert left(timedelta(days=7) + second) == []
    assert left(timedelta(days=30) + second) is None


def test_a_letter_that_still_waits_keeps_its_words(write, evening):
    letter = write(not_before=evening + timedelta(days=40), expires_at=evening + timedelta(days=41))
    letters.purge(now=evening + timedelta(days=39), by=HEARTH)
    letter.refresh_from_db()
    assert letter.text and letter.address


def test_a_purged_letter_is_still_not_written_twice(write, evening):
    letter = settle(take(write(), evening), SENT, evening)
    letters.purge(now=evening + timedelta(days=8), by=HEARTH)
    assert write().id == letter.id
    assert Letter.objects.get().address == ""


def test_the_mark_of_a_dead_address_fades_after_a_month(write, evening, heard):
    settle(take(write(), evening), bounced("smtp 550 5.1.1"), evening)
    letters.purge(now=evening + timedelta(days=29), by=HEARTH)
    assert outbox.is_refused("noor@members.example")
    letters.purge(now=evening + timedelta(days=31), by=HEARTH)
    assert not outbox.is_refused("noor@members.example")


def test_no_person_carries_or_blanks_letters(write, evening):
    letter = write()
    nobody = {"now": evening, "by": None}
    for deed in (
        lambda: letters.take(letter_id=letter.id, until=evening, **nobody),
        lambda: letters.settle(letter=letter, outcome=SENT, **nobody),
        lambda: letters.hold(channel="email", reason="", **nobody),
        lambda: letters.give_up(**nobody),
        lambda: letters.purge(**nobody),
    ):
        with pytest.raises(Denied), transaction.atomic():
            deed()
    letter.refresh_from_db()
    assert letter.state == "waiting"


@pytest.mark.sqlite  # PostgreSQL chooses its plans by the size of its tables
def test_finding_the_next_letter_costs_the_same_however_many_were_carried(evening):
    line = Letter.objects.due(evening).filter(urgent__in=[False], channel__in=["email"]).order_by("due_at")
    for question in (line[:1], Letter.objects.past_help(evening)[:1]):
        plan = question.explain()
        assert "USING INDEX letter_in_line (urgent=? AND due_at<?)" in plan
        assert "TEMP B-TREE" not in plan and "SCAN" not in plan
