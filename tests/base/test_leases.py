import threading
from datetime import timedelta

import pytest
from django.db import connection

from hearth.base import leases
from hearth.base.models import Lease

pytestmark = pytest.mark.django_db(transaction=True)

TERM = timedelta(seconds=30)


def run_out(name: str) -> None:
    Lease.objects.filter(name=name).update(until=Lease.objects.get(name=name).until - timedelta(minutes=5))


def test_one_holds_it_and_the_other_does_not():
    assert leases.hold("clock", "first", TERM) is True
    assert leases.hold("clock", "second", TERM) is False
    assert leases.hold("clock", "first", TERM) is True


def test_what_ran_out_may_be_taken():
    leases.hold("clock", "first", TERM)
    run_out("clock")
    assert leases.hold("clock", "second", TERM) is True
    assert leases.hold("clock", "first", TERM) is False


def test_what_is_let_go_may_be_taken_at_once():
    leases.hold("clock", "first", TERM)
    leases.let_go("first")
    assert leases.hold("clock", "second", TERM) is True


def test_renewing_makes_it_last():
    leases.hold("clock", "first", timedelta(seconds=1))
    before = Lease.objects.get().until
    leases.hold("clock", "first", TERM)
    assert Lease.objects.get().until - before > timedelta(seconds=20)


def test_holders_are_those_of_this_kind_whose_lease_has_not_run_out():
    for name in ("one", "two", "gone"):
        leases.hold(f"worker:{name}", name, TERM)
    leases.hold("clock", "three", TERM)
    run_out("worker:gone")
    assert leases.holders("worker") == {"one", "two"}


def test_of_many_who_reach_for_it_at_once_one_gets_it():
    got, ready = [], threading.Barrier(6)

    def reach(name):
        ready.wait()
        if leases.hold("clock", name, TERM):
            got.append(name)
        connection.close()

    reaching = [threading.Thread(target=reach, args=(f"process {number}",)) for number in range(6)]
    for one in reaching:
        one.start()
    for one in reaching:
        one.join()
    assert len(got) == 1
    assert Lease.objects.get().holder == got[0]


def test_leases_of_processes_that_were_killed_are_forgotten_after_a_day():
    leases.hold("worker:alive", "alive", TERM)
    leases.hold("worker:killed", "killed", TERM)
    Lease.objects.filter(name="worker:killed").update(
        until=Lease.objects.get(name="worker:killed").until - timedelta(days=2)
    )
    leases.forget_expired()
    assert set(Lease.objects.values_list("name", flat=True)) == {"worker:alive"}
