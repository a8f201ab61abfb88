import pytest

from hearth.base.permissions import HEARTH
from hearth.workshop.actions import demo


@pytest.fixture
def house(db, now):
    """A filled demo house, at an instant that is held."""
    demo.fill(by=HEARTH)
    return now
