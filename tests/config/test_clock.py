from datetime import timedelta

import pytest

from config.clock import TABLE


@pytest.mark.parametrize("line", TABLE, ids=lambda line: line.task)
def test_every_task_of_the_clock_exists_and_takes_nothing(line):
    import inspect

    assert not inspect.signature(line.function).parameters


def test_a_task_stands_in_the_table_once():
    assert len({line.task for line in TABLE}) == len(TABLE)


def test_the_shortest_pace_stands_first():
    paces = [line.pace for line in TABLE]
    assert paces == sorted(paces)
    assert paces[0] >= timedelta(seconds=1)
