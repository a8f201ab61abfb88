from datetime import UTC, datetime, timedelta

import pytest

from hearth.base import clock

EVENING = datetime(2026, 11, 24, 22, 40, tzinfo=UTC)


def test_the_clock_can_be_held(now):
    assert clock.now() == now
    with clock.frozen(EVENING):
        assert clock.now() == EVENING
        with clock.frozen(EVENING + timedelta(hours=1)):
            assert clock.now() == EVENING + timedelta(hours=1)
        assert clock.now() == EVENING
    assert clock.now() == now


def test_a_held_clock_goes_on_even_when_the_block_fails():
    with pytest.raises(LookupError), clock.frozen(EVENING):
        raise LookupError
    assert clock.now() > EVENING


def test_the_clock_can_be_moved_ahead_to_look_at_tomorrow():
    before = clock.now()
    clock.move(timedelta(days=1))
    try:
        assert clock.now() - before >= timedelta(days=1)
    finally:
        clock.move(timedelta())
    assert clock.now() - before < timedelta(minutes=1)


def test_instants_know_their_zone():
    assert clock.now().utcoffset() == timedelta()
