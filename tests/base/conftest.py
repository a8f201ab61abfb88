import pytest

from hearth.base import events, live


@pytest.fixture
def own_facts(monkeypatch):
    """An empty register of facts and listeners: what a test announces is heard in that test only."""
    for register in ("_facts", "_listeners", "_by_name"):
        monkeypatch.setattr(events, register, {})


@pytest.fixture
def lamps(monkeypatch):
    """A kind of stream of the tests' own: who may hear which lamp is written into a set."""
    allowed: set[tuple[int, int]] = set()
    monkeypatch.setitem(live._may_listen, "lamp", lambda person, id: (person.pk, id) in allowed)
    return allowed
