"""Search finds what one may read, and is never a way around it."""

import pytest

from hearth.conversations.queries import across, search
from tests.conversations.conftest import fresh


def found(person, words):
    return [post.pk for post in across.find(across.around(fresh(person)), words)]


def test_words_are_found_by_their_stem_their_beginning_and_without_accents(cast, table):
    opening = table.begin(cast.maya, body="Walking by the café steadied me.").posts.get()
    for words in ("walk", "cafe", "café stead", "STEADIED walking"):
        assert found(cast.noor, words) == [opening.pk], words
    assert found(cast.noor, "walking trains") == []


@pytest.mark.parametrize(
    "asked",
    ['"', "room:g1", "a OR b", "* AND", "NEAR(a b)", "-x", "words : x", "'; DROP", "(", "^", "\\", "\0", "a" * 190],
)
def test_nothing_typed_is_a_command(cast, table, asked):
    table.begin(cast.maya)
    found(cast.noor, asked)


def test_strangers_and_people_parted_find_nothing(cast, table):
    opening = table.begin(cast.maya, body="The lighthouse.").posts.get()
    assert found(cast.noor, "lighthouse") == [opening.pk]
    assert found(cast.omar, "lighthouse") == []
    assert found(cast.tess, "lighthouse") == []
    table.block(cast.in_circle["maya"], cast.in_circle["noor"])
    assert found(cast.noor, "lighthouse") == []
    assert found(cast.ruth, "lighthouse") == [opening.pk]


def test_those_who_left_find_nothing(cast, table):
    table.begin(cast.maya, body="The lighthouse.")
    table.leave(cast.in_circle["noor"])
    assert found(cast.noor, "lighthouse") == []


def test_a_name_of_a_group_s_term_is_not_searched(cast, table):
    table.begin(cast.maya, body="Plain words.")
    assert found(cast.noor, f"g{cast.circle.pk}") == []


def test_no_words_find_nothing(cast):
    assert search.matching("…", [cast.circle.pk]) == []
    assert search.matching("words", []) == []


def test_whole_words_come_first_and_then_unfinished_ones_each_the_latest_first(cast, table):
    bodies = ("The lighthouse.", "A light.", "Lights again.", "The lighthouse keeper.")
    first, second, third, fourth = [table.begin(cast.maya, body=body).posts.get().pk for body in bodies]
    assert found(cast.noor, "light") == [third, second, fourth, first]
    assert found(cast.noor, "lighth") == [fourth, first]
    # With enough whole words nobody asks for unfinished ones.
    assert search.matching("light", [cast.circle.pk], enough=2) == [third, second]
