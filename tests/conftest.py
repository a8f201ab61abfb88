import os

os.environ.setdefault("HEARTH_ENV", "test")

import pytest

from hearth.base import clock


@pytest.fixture
def cast(db):
    """The six people, their groups, in an otherwise empty house."""
    from tests.cast import move_in

    return move_in()


@pytest.fixture
def now():
    """One instant, held for the whole test."""
    with clock.frozen(clock.now()) as instant:
        yield instant
