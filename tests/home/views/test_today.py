"""Today: one person's day, with an end; and a quiet door for those who were away."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from hearth.people.models import Person
from tests.cast import a_person, a_reply, a_thread

pytestmark = pytest.mark.django_db
HERE = "/today/"


def last_visit(person, now, days: int) -> Person:
    """Let somebody have been here that many days ago, and again today."""
    today = now.date()
    Person.objects.filter(pk=person.pk).update(seen_on=today, last_visit_on=today - timedelta(days=days))
    person.refresh_from_db()
    return person


def text_of(client, address: str = HERE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_is_asked_to_sign_in(client, cast):
    assert client.get(HERE).status_code == 302


def test_an_empty_first_day_has_one_thing_to_do(signed_in, cast, now):
    text = text_of(signed_in(a_person("newcomer")))
    assert "You are not in a group yet." in text
    assert "Find a group" in text


def test_a_reply_to_me_is_there_and_omar_sees_nothing_of_it(signed_in, cast, now):
    last_visit(cast.maya, now, 2)
    last_visit(cast.omar, now, 2)
    thread = a_thread(cast.in_circle["maya"], "Made it to the bus stop", created_at=now - timedelta(days=3))
    a_reply(thread, cast.in_circle["noor"], created_at=now - timedelta(hours=2))
    text = text_of(signed_in(cast.maya))
    assert "Slow Kettle" in text
    assert "replied to “Made it to the bus stop”" in text
    stranger = text_of(signed_in(cast.omar))
    assert "bus stop" not in stranger
    assert "Steadying Circle" not in stranger


def test_an_anonymous_reply_names_nobody(signed_in, cast, now):
    last_visit(cast.maya, now, 2)
    thread = a_thread(cast.in_circle["maya"], created_at=now - timedelta(days=3))
    a_reply(thread, cast.in_circle["noor"], anonymous=True, created_at=now - timedelta(hours=2))
    text = text_of(signed_in(cast.maya))
    assert "Someone, without a name" in text
    assert "Slow Kettle" not in text


def test_somebody_who_waits_is_shown_with_a_reason_and_never_as_a_debt(signed_in, cast, now):
    a_thread(cast.in_circle["noor"], "Nights are long", is_first=True)
    text = text_of(signed_in(cast.maya))
    assert "Someone you might sit with" in text
    assert "it is their first conversation here" in text
    assert "You never owe a reply." in text


def test_what_is_folded_stays_folded(signed_in, cast, now):
    a_thread(cast.in_circle["noor"], "Six days on a ward", "Words nobody asked to read.", fold="a hospital stay")
    text = text_of(signed_in(cast.maya))
    assert "Folded by its author: a hospital stay" in text
    assert "Words nobody asked" not in text
    assert "Six days on a ward" not in text


def test_the_list_ends(signed_in, cast, now):
    last_visit(cast.maya, now, 1)
    a_thread(cast.in_circle["noor"], "Nights are long")
    assert "That is everything since yesterday." in text_of(signed_in(cast.maya))


def test_on_a_first_day_nothing_is_said_to_be_since_today(signed_in, cast, now):
    a_thread(cast.in_circle["noor"], "Nights are long")
    text = text_of(signed_in(cast.maya))
    assert "That is everything so far today." in text
    assert "since today" not in text


def test_the_next_meeting_is_lit(signed_in, cast, meet):
    meet(cast.circle)
    text = text_of(signed_in(cast.maya))
    assert "Steadying Circle meets" in text
    assert "Steadying Circle" not in text_of(signed_in(cast.omar))


def test_who_looks_after_a_group_sees_what_is_late_and_members_do_not(signed_in, cast, now):
    a_thread(cast.in_circle["noor"], "Nights are long", created_at=now - timedelta(days=1))
    assert "Waiting for you" in text_of(signed_in(cast.ruth))
    assert "Waiting for you" not in text_of(signed_in(cast.maya))


def test_little_energy_means_one_thing(signed_in, cast, meet, now):
    meet(cast.circle)
    Person.objects.filter(pk=cast.maya.pk).update(low_energy=True)
    a_thread(cast.in_circle["noor"], "Nights are long")
    text = text_of(signed_in(cast.maya))
    main = text[text.index("<main") : text.index("</main>")]
    assert main.count("<section") <= 1
    assert "Someone you might sit with" in text_of(signed_in(cast.maya), HERE + "?all=1")


@pytest.mark.parametrize("days", [21, 90, 365])
def test_whoever_was_away_finds_one_quiet_screen(signed_in, cast, meet, now, days):
    last_visit(cast.maya, now, days)
    meet(cast.circle)
    a_thread(cast.in_circle["noor"], "Nights are long")
    text = text_of(signed_in(cast.maya))
    main = text[text.index("<main") : text.index("</main>")]
    assert "It is good that you are here." in main
    assert "Devorah" in main
    assert "The next two meetings" in main
    assert "Nights are long" not in main
    words = re.sub(r"<[^>]*>", " ", main)
    for guilt in ("away", "missed", "days", "weeks", "months", "unread", str(days)):
        assert guilt not in words
    assert "Someone you might sit with" in text_of(signed_in(cast.maya), HERE + "?all=1")


def test_twenty_days_are_no_absence(signed_in, cast, now):
    last_visit(cast.maya, now, 20)
    assert "It is good that you are here." not in text_of(signed_in(cast.maya))


def test_an_agreement_that_changed_meanwhile_is_told_in_words(signed_in, cast, now):
    last_visit(cast.maya, now, 90)
    cast.circle.agreements.create(number=2, points=[{"point": "We fold.", "why": "Kind."}], change="We added folding.")
    text = text_of(signed_in(cast.maya))
    assert "We added folding." in text
    assert f"/groups/{''}" in text


@pytest.mark.parametrize("count", [1, 3])
def test_few_questions_whatever_there_is(signed_in, cast, meet, now, count, django_assert_num_queries):
    last_visit(cast.maya, now, 2)
    for number in range(count):
        meet(cast.circle)
        thread = a_thread(cast.in_circle["maya"], f"Day {number}", created_at=now - timedelta(days=3))
        a_reply(thread, cast.in_circle["noor"], created_at=now - timedelta(hours=2))
        a_thread(cast.in_circle["noor"], f"Night {number}", created_at=now - timedelta(hours=1))
    client = signed_in(cast.maya)
    with django_assert_num_queries(7):
        client.get(HERE)


def test_what_i_asked_to_have_folded_is_folded_here_too(signed_in, cast, now):
    last_visit(cast.maya, now, 1)
    Person.objects.filter(pk=cast.maya.pk).update(folded_notes=["loss"])
    a_thread(cast.in_circle["noor"], "A year since Dad", notes=["loss"])
    text = text_of(signed_in(cast.maya))
    assert "Folded, as you asked" in text
    assert "A year since Dad" not in text


@pytest.mark.parametrize(
    ("name", "desk"), [("maya", False), ("omar", False), ("ruth", True), ("sam", True), ("tess", True)]
)
def test_whoever_keeps_a_desk_finds_it_on_today(signed_in, cast, name, desk):
    assert ('href="/desk/"' in text_of(signed_in(getattr(cast, name)))) is desk


def test_whoever_comes_back_may_leave_a_line_for_those_who_look_after_the_group(signed_in, cast, now):
    last_visit(cast.maya, now, 60)
    note = reverse("groups:note.edit", args=[cast.circle.pk])
    assert f'href="{note}"' in text_of(signed_in(cast.maya))
    signed_in(cast.maya).post(note, {"words": "I was ill, please don’t ask."})
    assert "You left them a line" in text_of(signed_in(cast.maya))
