"""The worker's round, against a mail server and a push service that misbehave."""

import logging
import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from hearth.base.permissions import HEARTH, Denied
from hearth.delivery.actions import letters, rounds
from hearth.delivery.email import MailBag
from hearth.delivery.models import Letter
from tests.delivery.sinks import MailSink

# A round refuses to run inside a transaction, so these tests cannot be wrapped in one.
pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = timedelta(minutes=1)
ROOT = Path(__file__).resolve().parents[3]


def states():
    return Counter(Letter.objects.values_list("state", flat=True))


def test_a_letter_is_handed_over_once(write, carry, mail_sink):
    letter = write()
    assert carry() == 1
    assert carry() == 0
    [arrived] = mail_sink.arrived
    assert arrived.recipients == ("noor@members.example",)
    letter.refresh_from_db()
    assert letter.state == "sent" and letter.handed_over_at


def test_urgent_letters_go_first_and_a_round_keeps_one_conversation(write, carry, mail_sink):
    for number in range(4):
        write(f"plain {number}", subject=f"plain {number}")
    write("urgent", subject="urgent", urgent=True)
    assert carry() == 5
    assert mail_sink.arrived[0].message["Subject"] == "urgent"
    assert mail_sink.connections == 1


def test_an_urgent_round_leaves_the_others(write, carry, mail_sink):
    write("plain")
    write("urgent", urgent=True)
    assert carry(urgent_only=True) == 1
    assert states() == {"sent": 1, "waiting": 1}


def test_a_round_never_holds_the_database_while_it_talks(write, carry, mail_sink):
    write()
    with transaction.atomic(), pytest.raises(RuntimeError):
        carry()
    assert mail_sink.connections == 0


def test_no_person_makes_a_round(write, carry, mail_sink):
    write()
    with pytest.raises(Denied):
        carry(by=None)
    assert mail_sink.connections == 0


def test_what_is_useless_by_now_is_never_carried_late(write, carry, mail_sink, evening):
    write("starts in an hour", expires_at=evening + timedelta(hours=1))
    assert carry(after=timedelta(hours=2)) == 0
    assert mail_sink.connections == 0
    assert states() == {"expired": 1}


def test_a_letter_left_by_a_killed_worker_is_carried_by_the_next(write, carry, mail_sink, evening):
    letter = write()
    assert letters.take(letter_id=letter.id, until=evening + MINUTE, now=evening, by=HEARTH)
    assert carry(after=MINUTE / 2) == 0
    assert carry(after=MINUTE) == 1
    assert len(mail_sink.arrived) == 1


def test_a_worker_killed_between_handing_over_and_writing_it_down_doubles_one_letter_with_the_same_name(
    write, carry, mail_sink, evening
):
    letter = write()
    held = letters.take(letter_id=letter.id, until=evening + MINUTE, now=evening, by=HEARTH)
    bag = MailBag()
    bag.ready()
    assert bag.hand_over(held, now=evening).state == "sent"
    bag.close()
    assert carry(after=MINUTE) == 1
    assert [arrived.message["Message-ID"] for arrived in mail_sink.arrived] == [letter.message_id] * 2


@pytest.mark.parametrize(
    ("mood", "state", "arrives_at_last"),
    [
        ("greylist", "waiting", True),
        ("later", "waiting", True),
        ("sender", "waiting", True),
        ("drop", "waiting", True),
        ("drop before", "waiting", True),
        ("hang", "waiting", True),
        ("policy", "waiting", True),
        ("slow quit", "sent", True),
        ("nobody", "bounced", False),
        ("full", "failed", False),
        ("spam", "failed", False),
    ],
)
def test_after_each_kind_of_trouble(write, carry, mail_sink, mood, state, arrives_at_last):
    letter = write()
    mail_sink.mood = lambda recipient, number: mood
    carry()
    assert states() == {state: 1}
    mail_sink.mood = lambda recipient, number: "ok"
    carry(after=2 * MINUTE)
    letter.refresh_from_db()
    assert (letter.state == "sent") is arrives_at_last
    assert any(arrived.message["Message-ID"] == letter.message_id for arrived in mail_sink.arrived) is arrives_at_last


@pytest.mark.parametrize("mood", ["greylist", "later", "policy", "nobody", "full", "spam", "slow quit"])
def test_trouble_with_one_letter_does_not_stop_the_line(write, carry, mail_sink, mood):
    write("first", address="trouble@members.example", urgent=True)
    for number in range(3):
        write(f"other {number}")
    mail_sink.mood = lambda recipient, number: mood if recipient.startswith("trouble") else "ok"
    carry()
    assert states()["sent"] >= 3


def test_a_server_that_hangs_is_left_alone_for_a_moment_and_then_takes_everything(write, carry, mail_sink):
    for number in range(3):
        write(str(number))
    mail_sink.mood = lambda recipient, number: "hang" if number == 1 else "ok"
    began = time.monotonic()
    assert carry() == 0
    assert time.monotonic() - began < 2
    assert carry(after=letters.HOLD + timedelta(seconds=1)) == 2
    assert carry(after=2 * MINUTE) == 1


@pytest.mark.parametrize("greeting", ["554 go away", "421 closing", "nonsense"])
def test_a_server_that_will_not_open_costs_no_letter_a_try(write, carry, settings, mail_sink, greeting):
    rude = MailSink(greeting=greeting)
    settings.EMAIL_PORT = rude.port
    for number in range(3):
        write(str(number))
    assert carry() == 0
    assert rude.connections == 1
    rude.stop()
    assert carry(after=letters.HOLD + timedelta(seconds=1)) == 0
    settings.EMAIL_PORT = mail_sink.port
    assert carry(after=timedelta(hours=26)) == 3
    assert set(Letter.objects.values_list("tries", flat=True)) == {1}


def test_mail_that_is_down_does_not_hold_up_knocks(write, knock, carry, push_sink, settings, mail_sink):
    mail_sink.stop()
    write("first in line", urgent=True)
    knock()
    assert carry(push_sink=push_sink) == 1
    assert len(push_sink.knocks) == 1


class BrokenHand(MailBag):
    """Breaks over one letter in a way nobody foresaw."""

    def hand_over(self, letter, *, now):
        if letter.subject == "poison":
            raise LookupError(f"what {letter.address} was told: {letter.text}")
        return super().hand_over(letter, now=now)


@pytest.fixture
def logged():
    """Every line as it is written where it arises, before any filter could scrub it."""
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(logging.Formatter().format(record))
    rounds.logger.addHandler(handler)
    yield lines
    rounds.logger.removeHandler(handler)


def test_a_poisonous_letter_does_not_stop_the_line_nor_leak_into_the_log(write, carry, mail_sink, logged):
    write("poison", subject="poison", urgent=True)
    for number in range(3):
        write(str(number))
    assert carry(ways={"email": BrokenHand}) == 3
    poison = Letter.objects.get(subject="poison")
    assert (poison.state, poison.reason) == ("waiting", "LookupError")
    assert logged == ["A letter broke the hand that held it: LookupError"]


def test_a_way_that_cannot_even_be_opened_does_not_stop_the_others(write, knock, carry, push_sink, mail_sink, tmp_path):
    (tmp_path / "vapid-key").write_text("no key at all")
    (tmp_path / "vapid-key").chmod(0o600)
    knock(urgent=True)
    write()
    assert carry(push_sink=push_sink) == 1
    assert states() == {"sent": 1, "waiting": 1}
    assert Letter.objects.get(channel="push").reason == "ImproperlyConfigured"


def test_a_round_ends_so_that_its_worker_can_do_other_things(write, carry, mail_sink, monkeypatch):
    monkeypatch.setattr(rounds, "ROUND", timedelta())
    write()
    assert carry() == 0


def test_an_idle_round_only_looks(carry, mail_sink, django_assert_num_queries):
    with django_assert_num_queries(3) as looked:
        assert carry() == 0
    assert all(query["sql"].startswith("SELECT") for query in looked.captured_queries)
    assert mail_sink.connections == 0


def test_a_lease_outlives_the_slowest_conversation(write, carry, mail_sink, settings, evening):
    settings.EMAIL_TIMEOUT = 20
    write()
    held_until = []

    class Watching(MailBag):
        def hand_over(self, letter, *, now):
            held_until.append(letter.due_at)
            return super().hand_over(letter, now=now)

    carry(ways={"email": Watching})
    assert held_until[0] - evening >= 5 * timedelta(seconds=20)


def test_nothing_is_lost_and_only_a_line_cut_after_the_last_dot_doubles_a_letter(write, carry, mail_sink, evening):
    dice = random.Random(4711)
    moods = ["greylist", "later", "sender", "drop", "drop before", "policy", "slow quit"]
    dealt = Counter()
    mail_sink_mood = {}

    def mood(recipient, number):
        # Each letter meets at most two kinds of trouble, so that all of them can arrive within the day.
        met = mail_sink_mood.setdefault(recipient, [])
        chosen = dice.choice(moods) if len(met) < 2 and dice.random() < 0.25 else "ok"
        met.append(chosen)
        dealt[chosen] += 1
        return chosen

    mail_sink.mood = mood
    count = 150
    for number in range(count):
        write(str(number), address=f"member{number}@members.example", urgent=number % 7 == 0)
    after = timedelta()
    while Letter.objects.open().exists() and after < timedelta(days=2):
        if dice.random() < 0.2:
            # A worker takes a letter and dies.
            first = Letter.objects.next_in_line(evening + after, ["email"])
            if first:
                letters.take(letter_id=first.id, until=evening + after + MINUTE, now=evening + after, by=HEARTH)
        carry(after=after)
        after += timedelta(minutes=2)
    assert states() == {"sent": count}
    arrived = Counter(arrived.message["Message-ID"] for arrived in mail_sink.arrived)
    assert len(arrived) == count
    assert dealt["drop"] > 0
    assert sum(arrived.values()) - count == dealt["drop"]
    assert all(len(one.recipients) == 1 for one in mail_sink.arrived)


CARRIER = """
import sys, django
django.setup()
from datetime import UTC, datetime
from hearth.base.permissions import HEARTH
from hearth.delivery.actions import rounds
print("ready", flush=True)
sys.stdin.readline()
print(rounds.carry(now=datetime.now(UTC), by=HEARTH))
"""

WRITER = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from hearth.delivery import outbox
call_command("migrate", verbosity=0)
with transaction.atomic():
    for number in range(120):
        outbox.post_email(address=f"m{number}@members.example", subject="A", text="B", key=str(number))
"""


def shared_database(folder: Path) -> str:
    """A database that other processes can reach: this test's own on PostgreSQL, a file on SQLite."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder}/house.sqlite3"
    known = connection.settings_dict
    account = f"postgresql://{quote(known['USER'])}:{quote(known['PASSWORD'])}@"
    if known["HOST"].startswith("/"):
        return f"{account}/{known['NAME']}?host={quote(known['HOST'])}"
    return f"{account}{known['HOST']}:{known['PORT']}/{known['NAME']}"


def test_two_workers_in_two_processes_never_carry_the_same_letter(mail_sink, tmp_path):
    around = {
        **os.environ,
        "HEARTH_ENV": "test",
        "HEARTH_DATA": str(tmp_path),
        "DATABASE_URL": shared_database(tmp_path),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_sink.port),
        "EMAIL_USE_TLS": "no",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    around.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    subprocess.run([sys.executable, "-c", WRITER], env=around, check=True, timeout=120)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", CARRIER], env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _worker in range(2)
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    shares = [int(worker.communicate(timeout=60)[0]) for worker in workers]
    assert sum(shares) == 120
    assert min(shares) > 0, "both workers should have had something to do"
    arrived = Counter(arrived.message["Message-ID"] for arrived in mail_sink.arrived)
    assert len(arrived) == 120 and set(arrived.values()) == {1}
