from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from hearth.base import events, worker
from hearth.base.events import Fact, after, alongside, announce, fact, from_row, to_row
from hearth.base.models import JournalEntry, Lease
from tests.base.facts import LampBroken, LampLit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_facts")]


@pytest.fixture(autouse=True)
def registered(own_facts):
    fact(LampLit)
    fact(LampBroken)


def write_down(name: str) -> None:
    """A consequence that can be seen in the database."""
    Lease.objects.create(name=name, holder="test", until=datetime(2030, 1, 1, tzinfo=UTC))


def written() -> set[str]:
    return set(Lease.objects.values_list("name", flat=True))


def test_what_goes_alongside_is_true_at_the_same_commit():
    @alongside(LampLit)
    def note(fact):
        write_down(f"lamp {fact.lamp_id}")

    with transaction.atomic():
        announce(LampLit(lamp_id=7))
        assert written() == {"lamp 7"}
    assert written() == {"lamp 7"}


def test_a_rollback_loses_the_consequences_with_the_deed():
    @alongside(LampLit)
    def note(fact):
        write_down("alongside")

    @after(LampLit)
    def later(fact):
        write_down("after")

    with pytest.raises(RuntimeError, match="the deed fails"), transaction.atomic():
        announce(LampLit(lamp_id=7))
        # Otherwise it would prove nothing that nothing is there afterwards.
        assert written() == {"alongside"}
        assert DBTaskResult.objects.count() == 1
        raise RuntimeError("the deed fails")
    assert written() == set()
    assert DBTaskResult.objects.count() == 0
    assert worker.drain() == 0


def test_what_goes_alongside_and_fails_makes_the_deed_fail():
    @alongside(LampLit)
    def refuse(fact):
        raise LookupError

    with pytest.raises(LookupError), transaction.atomic():
        write_down("the deed")
        announce(LampLit(lamp_id=7))
    assert written() == set()


def test_each_later_listener_is_promised_its_own_work_once():
    heard = []

    @after(LampLit)
    def look(fact):
        heard.append(("look", fact))

    @after(LampLit, urgent=True)
    def run(fact):
        heard.append(("run", fact))

    told = LampLit(lamp_id=7, by_id=None, at=datetime(2026, 11, 24, 22, 40, tzinfo=UTC), on=date(2026, 11, 24))
    with transaction.atomic():
        announce(told)
    assert sorted(DBTaskResult.objects.values_list("queue_name", "priority")) == [("default", 0), ("urgent", 90)]
    assert heard == []
    assert worker.drain() == 2
    assert heard == [("run", told), ("look", told)]
    assert worker.drain() == 0


def test_promising_costs_one_query_however_many_listen(django_assert_num_queries):
    @after(LampLit)
    def first(fact):
        pass

    @after(LampLit)
    def second(fact):
        pass

    from django.db import connection

    with transaction.atomic(), django_assert_num_queries(2 if connection.vendor == "postgresql" else 1):
        announce(LampLit(lamp_id=7))


def test_a_fact_is_announced_inside_a_transaction_or_not_at_all():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        announce(LampLit(lamp_id=7))


def test_a_fact_nobody_registered_is_a_mistake():
    @dataclass(frozen=True, kw_only=True)
    class Unknown(Fact):
        lamp_id: int

    with transaction.atomic(), pytest.raises(TypeError, match="not registered"):
        announce(Unknown(lamp_id=7))


def test_a_journaled_fact_leaves_an_entry():
    with transaction.atomic():
        announce(LampBroken(lamp_id=7, by_id=3))
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by_id, entry.ids) == ("facts.LampBroken", 3, {"lamp_id": 7, "by_id": 3})


def test_a_fact_that_waited_over_a_deployment_is_still_understood():
    told = to_row(LampLit(lamp_id=7, how="flint"))
    told["colour"] = "known to a later version only"
    del told["bright"], told["by_id"]
    assert from_row("facts.LampLit", told) == LampLit(lamp_id=7, how="flint", bright=False, by_id=None)


def test_facts_carry_no_words():
    with pytest.raises(ValueError, match="carry no words"):
        to_row(LampLit(lamp_id=7, how="I have not slept properly since it happened, and"))
    assert to_row(LampLit(lamp_id=7, how="x" * 40))["how"] == "x" * 40


def test_facts_hold_plain_values_only():
    @dataclass(frozen=True, kw_only=True)
    class Heavy(Fact):
        things: list

    with pytest.raises(TypeError, match="ids, closed names and instants"):
        fact(Heavy)


def test_a_fact_cannot_change_once_it_has_happened():
    @dataclass(kw_only=True)
    class Soft:
        lamp_id: int

    with pytest.raises(TypeError, match="frozen"):
        fact(Soft)


def test_two_facts_or_two_listeners_of_one_name_are_a_mistake():
    @after(LampLit)
    def look(fact):
        pass

    with pytest.raises(ValueError, match="Two listeners"):
        after(LampBroken)(look)
    twin = dataclass(frozen=True, kw_only=True)(type("LampLit", (Fact,), {"__module__": LampLit.__module__}))
    with pytest.raises(ValueError, match="Two facts"):
        fact(twin)


def test_a_listener_names_what_it_hears():
    with pytest.raises(TypeError, match="Name the facts"):
        after()
    with pytest.raises(TypeError, match="Name the facts"):
        alongside(dict)


def test_one_listener_may_hear_several_facts():
    heard = []

    @after(LampLit, LampBroken)
    def look(fact):
        heard.append(type(fact).__name__)

    with transaction.atomic():
        announce(LampLit(lamp_id=7))
        announce(LampBroken(lamp_id=7))
    worker.drain()
    assert heard == ["LampLit", "LampBroken"]


def test_the_map_shows_alongside_first():
    @after(LampLit)
    def a_later(fact):
        pass

    @alongside(LampLit)
    def b_same(fact):
        pass

    shown = {cls.__name__: [listener.function.__name__ for listener in heard] for cls, heard in events.every_fact()}
    assert shown == {"LampBroken": [], "LampLit": ["b_same", "a_later"]}
