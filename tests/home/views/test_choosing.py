"""A few questions lead to groups, with reasons; the answers are kept nowhere."""

from datetime import time

import pytest

from hearth.groups.models.tag import every_tag

pytestmark = pytest.mark.django_db
HERE = "/groups/choose/"


def suggested(response) -> str:
    text = response.content.decode()
    return text[text.index('id="so"') : text.index("</aside>")]


@pytest.fixture
def groups(cast, list_group, meet):
    found = {
        "panic": list_group("Steady Hands", "panic", "lived-experience"),
        "carers": list_group("Side by Side", "carer", "panic"),
        "grief": list_group("Second Cup", "grief", lead="professional"),
    }
    meet(found["panic"], at=time(19), way="text")
    meet(found["grief"], at=time(10), way="video")
    return found


def test_five_questions_and_a_way_past_them(client, groups):
    text = client.get(HERE).content.decode()
    assert text.count("<fieldset>") == 5
    assert "Show me everything" in text
    assert "Nothing yet" in suggested(client.get(HERE))


def test_each_suggestion_says_why(client, groups):
    response = client.post(HERE, {"who": "me", "about": every_tag()["panic"].key, "way": "text", "time": "evening"})
    shown = suggested(response)
    assert "Steady Hands" in shown
    assert "About: Panic · By writing · Evenings" in shown
    assert "Side by Side" not in shown
    assert "Show me everything" in shown


def test_who_comes_for_somebody_else_finds_groups_for_them(client, groups):
    shown = suggested(client.post(HERE, {"who": "someone", "about": every_tag()["panic"].key}))
    assert "Side by Side" in shown
    assert "For people who care about somebody" in shown
    assert "Steady Hands" not in shown


def test_a_hidden_group_is_never_suggested(client, groups, list_group):
    list_group("Unseen", "panic", visibility="hidden")
    assert "Unseen" not in client.post(HERE, {"about": every_tag()["panic"].key}).content.decode()


def test_nothing_fits_and_everything_is_one_link_away(client, groups):
    shown = suggested(client.post(HERE, {"who": "me", "time": "night"}))
    assert "None of our groups fits that closely" in shown
    assert 'href="/groups/"' in shown


def test_danger_leads_to_people_first(client, groups):
    text = client.post(HERE, {"unsafe": "on", "about": every_tag()["panic"].key}).content.decode()
    main = text[text.index("<main") :]
    assert main.index("Let’s look after tonight first") < main.index("<form") < main.index("Steady Hands")
    assert 'href="/help/"' in main[: main.index("<form")]


def test_answers_stand_in_no_address_session_or_row(signed_in, cast, groups, django_assert_num_queries):
    client = signed_in(cast.omar)
    client.get(HERE)
    before = dict(client.session)
    response = client.post(HERE, {"who": "me", "about": every_tag()["panic"].key, "time": "evening"})
    assert response.status_code == 200
    assert dict(client.session) == before
    assert response["Cache-Control"] == "no-store, private"
    assert "checked" not in suggested(client.get(HERE))
    text = client.get(HERE).content.decode()
    assert text.count(" checked") == 3  # "any" of the three questions that have it


def test_odd_answers_count_as_none(client, groups):
    odd = {"who": "robot", "about": "zzzz", "way": "x", "time": "y", "company": "z"}
    response = client.post(HERE, odd)
    assert response.status_code == 200


def test_whoever_says_they_are_not_safe_lands_at_the_people_to_talk_to(client, groups):
    text = client.post(HERE, {"unsafe": "on"}).content.decode()
    assert text.count('id="so"') == 1
    assert text.index('id="so"') < text.index("Let’s look after tonight first") < text.index('<form class="stack l"')


def test_without_an_answer_there_is_nothing_to_leave_out(client, groups):
    text = client.post(HERE, {}).content.decode()
    assert "Answer one of the questions" in text
    assert "None of our groups fits" not in text
