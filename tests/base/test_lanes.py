import threading

import pytest
from django.db import connections

from hearth.base.lanes import Lanes
from hearth.people.models import Person


def ask() -> tuple[int, int]:
    Person.objects.count()
    return threading.get_ident(), id(connections["default"].connection)


@pytest.mark.django_db(transaction=True)
def test_a_lane_keeps_its_connection_from_one_use_to_the_next():
    lanes = Lanes(1, "test")
    assert len({lanes.submit(ask).result() for _time in range(5)}) == 1
    lanes.close()


@pytest.mark.django_db(transaction=True)
def test_closing_lets_go_of_every_lanes_connection():
    lanes, held = Lanes(3, "test"), []
    together = threading.Barrier(3)

    def use():
        together.wait(5)
        Person.objects.count()
        held.append(connections["default"])

    for future in [lanes.submit(use) for _lane in range(3)]:
        future.result()
    assert [one.connection is not None for one in held] == [True] * 3
    lanes.close()
    assert [one.connection for one in held] == [None] * 3
