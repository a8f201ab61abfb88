"""The demo’s people and words: whole, invented, safe to read."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from hearth.screening.engine import read as screen
from hearth.workshop.queries import conversations, read

HEARTH = Path(__file__).resolve().parent.parent.parent / "hearth"
PEOPLE = {entry["key"]: entry for entry in read("people")}
GROUPS = {entry["key"]: entry for entry in read("groups")}
MEMBERS = {(entry["group"], entry["person"]): entry for entry in read("members")}
THREADS = [(group, thread) for group, threads in conversations().items() for thread in threads]
LINES = [(group, thread, line) for group, thread in THREADS for line in [thread, *thread["replies"]]]


def hours_ago(thread, line) -> float:
    return thread["hours_ago"] - line.get("hours_after", 0)


def test_the_house_is_big_enough_to_feel_lived_in():
    assert len(PEOPLE) >= 60
    assert len(GROUPS) == 16
    assert set(conversations()) == set(GROUPS), "every group has conversations"
    assert len(THREADS) >= 150


def test_there_are_many_kinds_of_group():
    kinds = {(group["lead"], group["mode"], group["visibility"], group["place"]) for group in GROUPS.values()}
    assert len(kinds) >= 8
    assert {group["lead"] for group in GROUPS.values()} == {"peer", "professional", "both"}
    assert {group["mode"] for group in GROUPS.values()} == {"open", "ask", "invite", "cohort"}
    assert {group["place"] for group in GROUPS.values()} == {"online", "in_person", "hybrid"}
    assert {group["visibility"] for group in GROUPS.values()} == {"listed", "hidden"}
    assert {group["language"] for group in GROUPS.values()} == {"en", "es"}


def test_the_cast_is_the_cast_of_the_tests():
    assert [key for key, entry in PEOPLE.items() if entry.get("cast")] == [
        "maya",
        "noor",
        "omar",
        "ruth",
        "sam",
        "tess",
    ]
    assert PEOPLE["sam"]["house_role"] == "responder"
    assert PEOPLE["tess"]["house_role"] == "steward"
    assert [group for group, person in MEMBERS if person == "omar"] == ["second-winter"]
    assert [group for group, person in MEMBERS if person in {"sam", "tess"}] == []
    assert ("quiet-room", "noor") in MEMBERS
    assert GROUPS["quiet-room"]["visibility"] == "hidden"


def test_every_reference_leads_somewhere():
    codes = {
        tag["code"]
        for part in json.loads((HEARTH / "groups/data/tags.json").read_text())["groups"]
        for tag in part["tags"]
    }
    notes = {note["code"] for note in json.loads((HEARTH / "groups/data/content_notes.json").read_text())}
    assert {member["group"] for member in MEMBERS.values()} == set(GROUPS)
    assert {member["person"] for member in MEMBERS.values()} <= set(PEOPLE)
    assert {tag for group in GROUPS.values() for tag in group["tags"]} <= codes
    assert {note for _group, _thread, line in LINES for note in line["notes"]} <= notes
    keys = [line["key"] for _group, _thread, line in LINES]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    for group, thread, line in LINES:
        assert (group, line["author"]) in MEMBERS, line["key"]
        assert {(group, given["by"]) for given in line["responses"]} <= set(MEMBERS), line["key"]
        assert line["author"] not in {given["by"] for given in line["responses"]}, line["key"]
        if "quotes" in line:
            assert line["quotes"] in {said["key"] for said in thread["replies"]}, line["key"]
    for entry in read("care")["requests"]:
        assert (entry["group"], entry["person"]) not in MEMBERS
        assert len(entry["answers"]) == len(GROUPS[entry["group"]]["questions"])
    for entry in read("care")["welcomes"]:
        assert (entry["group"], entry["person"]) in MEMBERS


def test_what_waits_for_someone_leads_somewhere():
    posts = {line["key"]: (group, line["author"]) for group, _thread, line in LINES}
    threads = {thread["key"]: group for group, thread in THREADS}
    for entry in read("care")["unread"]:
        assert (threads[entry["thread"]], entry["person"]) in MEMBERS
    for entry in read("care")["worries"] + read("care")["reports"]:
        if entry["post"]:
            group, author = posts[entry["post"]]
            assert (group, entry["person"]) in MEMBERS
            assert author != entry["person"]


def test_nobody_writes_before_joining_or_after_they_were_last_in():
    for group, thread, line in LINES:
        member = MEMBERS[group, line["author"]]
        assert member["seen_days_ago"] * 24 <= hours_ago(thread, line) <= member["joined_days_ago"] * 24, line["key"]


def test_replies_follow_one_another():
    for _group, thread in THREADS:
        after = [0, *(reply["hours_after"] for reply in thread["replies"])]
        assert after == sorted(after), thread["key"]
        assert after[-1] < thread["hours_ago"], thread["key"]


def test_conversations_reach_over_three_months_into_the_last_hours():
    opened = [thread["hours_ago"] for _group, thread in THREADS]
    assert max(opened) > 90 * 24
    assert min(opened) < 1
    for group in GROUPS:
        assert min(thread["hours_ago"] for of, thread in THREADS if of == group) < 72, group


def test_some_words_still_wait_for_an_answer():
    waiting = {thread["key"] for _group, thread in THREADS if not thread["replies"]}
    assert {"steadying-first", "steadying-ward", "night-watch-layby"} <= waiting
    assert len(waiting) >= 8


def test_every_intent_and_every_response_is_there():
    assert {thread["intent"] for _group, thread in THREADS} == {"listen", "ideas", "good_news", "anyone", "helped"}
    given = {given["kind"] for _group, _thread, line in LINES for given in line["responses"]}
    assert given == {"hear_you", "me_too", "strength", "thank_you"}


def test_folded_words_say_why():
    for _group, thread in THREADS:
        if "abuse" in thread["notes"]:
            assert thread["fold"], thread["key"]


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_nothing_names_a_way_of_hurting_oneself_a_dose_or_a_way_to_be_reached(group):
    for _of, _thread, line in [entry for entry in LINES if entry[0] == group]:
        found = screen(line["body"])
        assert not found.kinds & {"method", "dose", "contact"}, line["key"]
        assert not found.unread, line["key"]


def test_nothing_looks_like_a_real_address_or_number():
    real = re.compile(r"https?://|www\.|\S+@\S+\.\w|\+?\d[\d\s-]{8,}\d|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b")
    for name in ("people", "groups", "members", "care"):
        assert not real.search(json.dumps(read(name), ensure_ascii=False)), name
    for _group, _thread, line in LINES:
        assert not real.search(line["body"]), line["key"]


def test_the_quiet_room_names_no_place_and_no_day():
    months = r"January|February|March|April|June|July|August|September|October|November|December"
    days = r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    for group, _thread, line in LINES:
        if group == "quiet-room":
            assert not re.search(rf"\b({months}|{days}|\d{{2,}})\b", line["body"]), line["key"]


def test_names_are_once_in_a_group_and_told_apart_from_sign_in_names():
    for group in GROUPS:
        names = [member["name"].casefold() for (of, _person), member in MEMBERS.items() if of == group]
        assert len(names) == len(set(names)), group
    sign_in = [entry["sign_in"] for entry in PEOPLE.values()]
    assert len(sign_in) == len(set(sign_in))


def test_whoever_has_not_agreed_again_has_not_written_since():
    for key, group in GROUPS.items():
        for person in group.get("agreement_waiting", []):
            since = [
                line["key"]
                for of, thread, line in LINES
                if of == key
                and line["author"] == person
                and hours_ago(thread, line) <= group["agreement_days_ago"] * 24
            ]
            assert since == []
