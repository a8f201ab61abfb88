"""Who may hear that the desk has changed."""

import pytest
from allauth.mfa.models import Authenticator

from hearth.base import bus
from hearth.base.ids import key
from hearth.base.live import POKES
from hearth.safety.actions import concerns, reports
from hearth.safety.live import HOUSE, may_listen


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    """Run a deed and return what it whispered."""
    said = []
    bus.listen(POKES, said.append)

    def during(deed):
        said.clear()
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return {name for name in said if name.startswith("desk:")}

    yield during
    bus.forget(said.append)


def test_responders_hear_the_house_and_carers_their_group(cast):
    everyone = cast.people()
    assert {name for name, person in everyone.items() if may_listen(person, HOUSE)} == {"sam", "tess"}
    assert {name for name, person in everyone.items() if may_listen(person, cast.circle.pk)} == {"ruth"}
    assert not any(may_listen(person, cast.other.pk) for person in everyone.values())


def test_without_a_second_factor_nobody_hears_anything(cast):
    Authenticator.objects.all().delete()
    assert not any(may_listen(person, id) for person in cast.people().values() for id in (HOUSE, cast.circle.pk))


# On PostgreSQL the database tells, at a commit no test in a transaction makes; tests/base/test_bus.py hears it.
@pytest.mark.sqlite
def test_a_worry_is_heard_at_the_group_and_the_house(cast, post, now, heard):
    assert heard(lambda: concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now)) == {
        f"desk:{key(HOUSE)}",
        f"desk:{key(cast.circle.pk)}",
    }


# On PostgreSQL the database tells, at a commit no test in a transaction makes; tests/base/test_bus.py hears it.
@pytest.mark.sqlite
def test_what_is_about_a_carer_makes_no_sound_where_they_listen(cast, word_by_ruth, now, heard):
    """Hearing that something is new, and finding nothing new, would tell them what it was about."""
    only_the_house = {f"desk:{key(HOUSE)}"}
    assert heard(lambda: reports.make(post=word_by_ruth, point="", words="", by=cast.maya, now=now)) == only_the_house
    assert (
        heard(lambda: concerns.raise_about(about=word_by_ruth, words="", level="today", by=cast.noor, now=now))
        == only_the_house
    )
