"""What the screen finds and what it leaves alone. All sentences here were written for these tests."""

import json
import time

import pytest

from hearth.safety.queries.lines import FILE, digits
from hearth.screening.contacts import OLD_NUMBERS
from hearth.screening.engine import LONGEST, RISKS, Findings, read

PERSON_NEEDED = [
    "I want to die and I can’t tell anyone.",
    "I don't want to live any more.",
    "I keep thinking about killing myself",
    "Feeling suicidal again, third night in a row.",
    "I can’t stop thinking about ending my life.",
    "I am not safe with myself tonight",
    "I want to hurt myself so badly",
    "thinking of su1cide all the time",
    "i w a n t to d i e",
    "I waaant to dieee",
    "k!ll myself",
    "I keep thinking “I want to die” and cannot switch it off.",
    "I can’t go on like this. Everyone would be better off without me.",
    "Work was fine, the cat is well and I made soup. I have been thinking of killing myself. Anyway, how are you all?",
    "quiero morirme",
    "no quiero vivir más",
]
LEFT_ALONE = [
    "I’m not suicidal, only very tired.",
    "I would never kill myself.",
    "I am not going to kill myself, I want to sleep for a week.",
    "These stairs are killing me.",
    "I’m dying for a cup of tea",
    "We nearly died of laughter.",
    "kms, this lecture lol",
    "My aunt died by suicide when I was nine.",
    "Are you thinking about ending your life? You can tell me.",
    "In the film she says “I want to die” and then there is a song.",
    "> I want to die\nI read that and I’m here.",
    "There is a talk on suicide prevention on Monday.",
    "I feel so low that getting up takes an hour.",
    "I live near the sea and my life is quiet.",
    "I want to live.",
    "I don’t want to live with my brother in that flat.",
    "me muero de risa",
    "no quiero matarme",
]
PAST = [
    "Ten years ago I tried to kill myself. This morning I opened the shop.",
    "I used to wish I was dead every day.",
    "When I was nineteen I wanted to die.",
]
GRAVE = {
    "I’m going to kill myself next week.": "high",
    "I have written my goodbye letters.": "high",
    "Goodbye everyone, you won’t hear from me again.": "high",
    "I tried to end my life last week and nobody knows.": "high",
    "My sister says she is going to kill herself.": "high",
    "I’m going to end my life tonight.": "imminent",
    "I have decided to kill myself tomorrow": "imminent",
    "me voy a suicidar esta noche": "imminent",
}


def flagged(text: str) -> bool:
    return read(text).at_least("moderate")


@pytest.mark.parametrize("text", PERSON_NEEDED)
def test_a_person_is_needed(text):
    assert flagged(text)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_ordinary_words_denials_idioms_and_other_peoples_stories_are_left_alone(text):
    assert not flagged(text)


@pytest.mark.parametrize("text", PAST)
def test_a_past_told_as_past_is_never_more_than_low(text):
    assert read(text).risk in {"none", "low"}


@pytest.mark.parametrize(("text", "risk"), GRAVE.items())
def test_intention_and_time_make_it_graver(text, risk):
    assert read(text).risk == risk


def test_a_wish_alone_is_for_the_writer_to_hear_about():
    assert read("I’m tired of living.").risk == "low"


def test_every_reason_says_where_it_stands():
    text = "The garden is wet. I want to die. The bus was late."
    [*_others, signal] = [each for each in read(text).signals if each.risk == "moderate"]
    assert text[signal.start : signal.end].strip() == "I want to die."


def test_the_gravest_sentence_counts_wherever_it_stands():
    long = "I went out and it rained. " * 200
    assert read(long + "I am going to kill myself tonight. " + long).risk == "imminent"


def test_reading_the_same_text_twice_finds_the_same():
    assert read(PERSON_NEEDED[0]) == read(PERSON_NEEDED[0])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Write to me: someone@post.example", "email"),
        ("I’m @paper_boat over there", "handle"),
        ("look at https://place.example/room", "link"),
        ("my number is +44 7700 900 123", "phone"),
        ("ring 0161 496 0123 any time", "phone"),
    ],
)
def test_ways_to_be_reached_outside_are_named(text, name):
    found = read(text)
    assert "contact" in found.kinds
    assert name in {signal.name for signal in found.signals}


@pytest.mark.parametrize(
    "text",
    ["since 2019-2021", "on 12/03/2024", "at 10:30-11:45", "it cost 1,000,000", "step 1 2 3", "a 5-4-3-2-1 exercise"],
)
def test_dates_times_and_amounts_are_no_telephone_numbers(text):
    assert read(text).kinds == frozenset()


def test_helpline_numbers_that_moved_are_flagged():
    assert "old_number" in read("Call 1-800-273-8255, they were kind").kinds
    assert "old_number" not in read("Call 988").kinds


def test_the_numbers_that_moved_are_those_of_the_book_of_lines():
    told = json.loads(FILE.read_text())["superseded_numbers"]
    assert {digits(old["number"]): old["use_instead"] for old in told} == OLD_NUMBERS


@pytest.mark.parametrize("text", ["", " ", "\x00\ud800", "🫠" * 500, "“", ">", "\n" * 400, None, 7])
def test_it_never_raises(text):
    assert isinstance(read(text), Findings)


def test_what_cannot_be_read_is_unknown_and_never_harmless():
    assert read(None).unread
    assert read("a" * (LONGEST + 1)).unread
    assert not read("a" * LONGEST).unread


@pytest.mark.parametrize(
    "piece",
    ["my friend said ", "i want to ", "you ", "not ", '"i want to die "', "> i want to die\n", "(1 2 ", "@a.", "a "],
)
def test_no_text_takes_long_to_read(piece):
    text = (piece * (LONGEST // len(piece) + 1))[:LONGEST]
    since = time.process_time()
    read(text)
    # Ten times what it takes here: a rule that grows with the square of the text would need seconds.
    assert time.process_time() - since < 1


def test_risks_are_in_order():
    assert [risk for risk in RISKS if Findings(risk="moderate").at_least(risk)] == ["none", "low", "moderate"]
