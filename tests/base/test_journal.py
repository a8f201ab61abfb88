from datetime import timedelta

import pytest
from django.db import connection, transaction

from hearth.base import journal
from hearth.base.models import JournalEntry
from tests.base.facts import LampBroken

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(now):
    return [journal.note("lamp.lit", by=None, lamp=number) for number in range(5)]


def test_an_entry_says_who_what_and_about_what(cast):
    entry = journal.note("people.looked_at", by=cast.tess, about=cast.maya, reason="report")
    assert (entry.by_id, entry.about, entry.about_id, entry.ids) == (
        cast.tess.pk,
        "people.person",
        cast.maya.pk,
        {"reason": "report"},
    )


def test_a_whole_chain_holds(chain):
    assert journal.first_broken() is None
    assert [entry.after for entry in chain] == ["", *[entry.seal for entry in chain[:-1]]]


@pytest.mark.parametrize(
    "change",
    [
        {"action": "lamp.blown_out"},
        {"by_id": 12},
        {"ids": {"lamp": 99}},
        {"about": "people.person"},
        {"about_id": 4},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_entry_that_was_changed_is_found(chain, change):
    JournalEntry.objects.filter(pk=chain[2].pk).update(**change)
    assert journal.first_broken() == chain[2]


def test_a_changed_time_is_found(chain):
    JournalEntry.objects.filter(pk=chain[2].pk).update(at=chain[2].at - timedelta(days=1))
    assert journal.first_broken() == chain[2]


def test_an_entry_that_was_taken_out_is_found_at_the_next(chain):
    chain[2].delete()
    assert journal.first_broken() == chain[3]


def test_an_entry_that_was_put_in_is_found(chain):
    false = JournalEntry(at=chain[4].at, action="lamp.lit", by_id=1, after=chain[4].seal, seal="0" * 64)
    false.save()
    assert journal.first_broken() == false


def test_a_mended_chain_needs_the_key_of_the_house(chain, settings):
    ours = settings.SECRET_KEY
    settings.SECRET_KEY = "somebody else’s key, long enough to be one and still not ours"
    entry = JournalEntry.objects.get(pk=chain[2].pk)
    entry.by_id = 12
    entry.seal = journal.seal_of(entry)
    entry.save()
    settings.SECRET_KEY = ours
    assert journal.first_broken() == entry


def test_a_part_of_the_chain_can_be_looked_at_alone(chain):
    assert journal.first_broken(JournalEntry.objects.filter(pk__gt=chain[1].pk)) is None


def test_the_journal_keeps_no_words():
    with pytest.raises(ValueError, match="keeps no words"):
        journal.note("lamp.lit", by=None, reason="because she could not bear to sit in the dark")
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_written_in_the_transaction_of_its_deed_or_not_at_all():
    with pytest.raises(RuntimeError, match="not at all"):
        journal.note("lamp.lit", by=None)
    with pytest.raises(LookupError), transaction.atomic():
        journal.note("lamp.lit", by=None)
        raise LookupError
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_who_write_at_once_make_one_chain():
    import threading

    from hearth.base.transactions import writing

    def write(name):
        for number in range(6):
            with writing():
                journal.note_fact("lamp", {"lamp_id": number, "by_id": name})
        connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert JournalEntry.objects.count() == 24
    assert journal.first_broken() is None


def test_an_entry_of_a_fact_names_it_and_its_doer(own_facts):
    from hearth.base.events import announce, fact

    fact(LampBroken)
    announce(LampBroken(lamp_id=7, by_id=5))
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by_id) == (LampBroken.name, 5)
    assert journal.first_broken() is None
