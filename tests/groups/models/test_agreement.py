import time

from hypothesis import given
from hypothesis import strategies as st

from hearth.groups.models import differences

WORDS = st.sampled_from(
    ["we", "ask", "before", "advise", "fold", "heavy", "things", "stays", "here", "passing", "is", "normal"]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: " ".join(words).capitalize() + ".")
POINTS = st.lists(st.fixed_dictionaries({"point": SENTENCES, "why": st.one_of(st.just(""), SENTENCES)}), max_size=7)


def kinds(before, after):
    return [
        (change.kind, change.before and change.before["point"], change.after and change.after["point"])
        for change in differences(before, after)
    ]


def point(text, why=""):
    return {"point": text, "why": why}


@given(POINTS, POINTS)
def test_every_point_of_both_versions_is_told_exactly_once(before, after):
    changes = differences(before, after)
    assert [change.after for change in changes if change.after is not None] == after
    told = [change.before for change in changes if change.before is not None]
    assert sorted(told, key=str) == sorted(before, key=str)


@given(POINTS)
def test_against_itself_nothing_changed(points):
    assert {change.kind for change in differences(points, points)} <= {"kept"}


@given(POINTS, POINTS)
def test_what_is_added_one_way_is_removed_the_other(before, after):
    there, back = differences(before, after), differences(after, before)
    assert sum(change.kind == "added" for change in there) >= max(0, len(after) - len(before))
    assert len(there) - sum(c.kind == "added" for c in there) == len(before)
    assert len(back) - sum(c.kind == "added" for c in back) == len(after)


@given(POINTS, POINTS)
def test_kinds_say_what_is_so(before, after):
    for change in differences(before, after):
        assert (change.before is None) == (change.kind == "added")
        assert (change.after is None) == (change.kind == "removed")
        if change.kind == "kept":
            assert change.before == change.after
        if change.kind == "changed":
            assert change.before != change.after


def test_a_reworded_point_is_told_as_one():
    before = [point("We try not to give advice."), point("Passing is normal.")]
    after = [point("Passing is normal."), point("We try hard not to give advice.")]
    assert kinds(before, after) == [
        ("kept", "Passing is normal.", "Passing is normal."),
        ("changed", "We try not to give advice.", "We try hard not to give advice."),
    ]


def test_a_point_with_the_same_why_is_the_same_point():
    before = [point("No advice.", "Most of us have had plenty.")]
    after = [point("We ask before we suggest anything.", "Most of us have had plenty.")]
    assert [kind for kind, _before, _after in kinds(before, after)] == ["changed"]


def test_another_why_is_a_change():
    assert kinds([point("We listen.", "a")], [point("We listen.", "b")])[0][0] == "changed"


def test_new_and_gone_points_are_told_apart():
    before = [point("Cameras stay off.")]
    after = [point("Tea is made by whoever is first.")]
    assert [kind for kind, _before, _after in kinds(before, after)] == ["added", "removed"]


def test_comparing_two_long_agreements_takes_no_time():
    """They are compared whenever a member who has not said yes yet reads the page."""
    before = [
        {"point": "We ask before we advise and keep what is said here. " * 5 + str(n), "why": ""} for n in range(20)
    ]
    after = [
        {"point": "Nobody has to speak and everyone may pass in turn. " * 5 + str(n), "why": "x"} for n in range(20)
    ]
    began = time.perf_counter()
    assert len(differences(before, after)) == 40
    assert time.perf_counter() - began < 2
