import pytest

from hearth.base import privacy
from hearth.base.models import Lease
from hearth.base.privacy import Data, Promise


@pytest.fixture
def promised(monkeypatch):
    """A house with these promises and no others; notes down what is asked of them."""
    done = []

    def promise(title, order, rows=()):
        return Promise(
            model=Lease,
            fields={"name": Data.PLUMBING},
            title=title,
            order=order,
            export=lambda person: rows,
            erase=lambda person: done.append((title, person)),
        )

    promises = [
        promise("Account", 90, [{"name": "Maya"}]),
        promise("Words", 10, [{"body": "one"}]),
        promise("Words", 20, iter([{"body": "two"}, {"body": "three"}])),
        promise("Letters", 50),
        Promise(model=Lease, fields={"name": Data.PLUMBING}, order=1),
    ]
    monkeypatch.setattr(privacy, "every_promise", lambda: iter(promises))
    return done


def test_what_is_a_persons_own_is_gathered_by_section_and_empty_ones_are_left_out(promised):
    assert privacy.export_of("maya") == {
        "Words": [{"body": "one"}, {"body": "two"}, {"body": "three"}],
        "Account": [{"name": "Maya"}],
    }


def test_words_are_erased_before_the_account_they_hang_on(promised):
    privacy.erase("maya")
    assert promised == [("Words", "maya"), ("Words", "maya"), ("Letters", "maya"), ("Account", "maya")]


def test_every_room_with_a_promise_is_asked():
    rooms = {promise.model._meta.app_label for promise in privacy.every_promise()}
    assert {"people", "delivery"} <= rooms
    assert "base" not in rooms
