"""A leaflet for strangers, whatever is inside; a home for members."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from hearth.base import clock
from hearth.groups.models import ANSWER_KEYS, Ban, Group, WelcomeTask
from tests.cast import a_member, a_person, a_reply, a_thread

pytestmark = pytest.mark.django_db


def address(group) -> str:
    return reverse("home:group.show", args=[group.pk])


def page_of(response) -> str:
    assert response.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_a_stranger_reads_eight_answers_the_agreement_and_how_to_come_in(client, cast, meet):
    meet(cast.circle)
    text = page_of(client.get(address(cast.circle)))
    for key in ANSWER_KEYS:
        assert f"What to know about {key}." in text
    assert "What’s said here stays here." in text
    assert text.count(reverse("groups:joining.edit", args=[cast.circle.pk])) == 1
    assert "A person answers within" in text
    assert "Every day" in text


def test_a_stranger_learns_nothing_of_who_is_inside_or_how_many(client, signed_in, cast):
    before = page_of(client.get(address(cast.circle)))
    for number in range(12):
        a_member(cast.circle, a_person(f"guest{number}"), f"Guest {number}")
    assert page_of(client.get(address(cast.circle))) == before
    for name in ("Paper Boat", "Slow Kettle", "Devorah"):
        assert name not in before
    omar = page_of(signed_in(cast.omar).get(address(cast.circle)))
    assert "Paper Boat" not in omar
    assert "Guest 3" not in omar


def test_a_hidden_group_does_not_exist_for_strangers(client, signed_in, cast):
    missing = client.get(reverse("home:group.show", args=[1]))
    hidden = client.get(address(cast.hidden))
    assert (hidden.status_code, page_of_404(hidden)) == (404, page_of_404(missing))
    assert signed_in(cast.omar).get(address(cast.hidden)).status_code == 404


def page_of_404(response) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_who_was_banned_reads_the_same_leaflet(client, signed_in, cast):
    signed = signed_in(cast.omar)
    before = page_of(signed.get(address(cast.circle)))
    Ban.objects.create(group=cast.circle, person=cast.omar, reason="Broke the agreement.")
    assert page_of(signed.get(address(cast.circle))) == before


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("open", "Come in"),
        ("ask", "Ask to join"),
        ("cohort", "Ask to join"),
        ("invite", "People come here by invitation"),
    ],
)
def test_one_way_in_for_each_mode(client, cast, mode, says):
    Group.objects.filter(pk=cast.circle.pk).update(mode=mode)
    assert says in page_of(client.get(address(cast.circle)))


def test_the_title_names_no_group(client, cast):
    title = re.search(r"<title>(.*?)</title>", page_of(client.get(address(cast.circle)))).group(1)
    assert "Steadying" not in title


@pytest.mark.parametrize("count", [1, 3])
def test_few_questions_for_a_leaflet(client, cast, meet, count, django_assert_num_queries):
    for _ in range(count):
        meet(cast.circle)
    with django_assert_num_queries(4):
        client.get(address(cast.circle))


# ── for members ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_member_finds_conversations_people_who_care_and_what_was_agreed(signed_in, cast, meet):
    meet(cast.circle)
    a_thread(cast.in_circle["noor"], "Nights are long")
    text = page_of(signed_in(cast.maya).get(address(cast.circle)))
    for words in ("Nights are long", "Write something", "Devorah", "your name here", "What’s said here stays here."):
        assert words in text
    assert reverse("groups:people.index", args=[cast.circle.pk]) in text
    omar = page_of(signed_in(cast.omar).get(address(cast.circle)))
    assert "Nights are long" not in omar


def test_a_hidden_group_is_home_to_its_members(signed_in, cast):
    a_thread(cast.in_hidden["ruth"], "Only here")
    assert "Only here" in page_of(signed_in(cast.noor).get(address(cast.hidden)))


def test_my_name_elsewhere_is_nowhere_on_the_page(signed_in, cast):
    text = page_of(signed_in(cast.maya).get(address(cast.circle)))
    assert "Paper Boat" in text
    assert "Second Cup" not in text


def test_one_kind_of_conversation_and_kinds_nobody_knows(signed_in, cast):
    a_thread(cast.in_circle["noor"], "Nights are long", intent="listen")
    a_thread(cast.in_circle["noor"], "The bus stop", intent="good_news")
    client = signed_in(cast.maya)
    some = page_of(client.get(address(cast.circle), {"intent": "good_news"}))
    assert "The bus stop" in some
    assert "Nights are long" not in some
    assert "Nights are long" in page_of(client.get(address(cast.circle), {"intent": "robots"}))
    assert page_of(client.get(address(cast.circle), {"before": "¿?"}))


def test_the_list_alone_for_a_page_that_stands_open(signed_in, cast):
    a_thread(cast.in_circle["noor"], "Nights are long")
    piece = page_of(signed_in(cast.maya).get(address(cast.circle), headers={"X-Piece": "1"}))
    assert "Nights are long" in piece
    assert "<html" not in piece
    assert signed_in(cast.omar).get(address(cast.hidden), headers={"X-Piece": "1"}).status_code == 404


def test_a_changed_agreement_is_said_until_it_is_accepted(signed_in, cast):
    client = signed_in(cast.maya)
    assert "What we’ve agreed has changed" not in page_of(client.get(address(cast.circle)))
    cast.circle.agreements.create(number=2, points=[{"point": "We fold.", "why": "Kind."}], change="We added folding.")
    text = page_of(client.get(address(cast.circle)))
    assert "What we’ve agreed has changed" in text
    assert "We added folding." in text


def test_what_is_late_is_for_those_who_look_after_the_group(signed_in, cast, now):
    a_thread(cast.in_circle["noor"], "Nights are long", created_at=now - timedelta(days=1))
    assert "Waiting for you" in page_of(signed_in(cast.ruth).get(address(cast.circle)))
    assert "Waiting for you" not in page_of(signed_in(cast.maya).get(address(cast.circle)))


@pytest.mark.parametrize(("days", "says"), [(59, False), (60, True)])
def test_whoever_facilitates_is_reminded_to_confirm_the_leaflet(signed_in, cast, now, days, says):
    Group.objects.filter(pk=cast.circle.pk).update(confirmed_on=(now - timedelta(days=days)).date())
    assert ("Look it over" in page_of(signed_in(cast.ruth).get(address(cast.circle)))) is says
    assert "Look it over" not in page_of(signed_in(cast.maya).get(address(cast.circle)))


def here_a_while(membership) -> None:
    membership.joined_at = clock.now() - timedelta(days=60)
    membership.save()


def test_a_newcomer_reads_the_words_they_were_welcomed_with(signed_in, cast, now):
    maya, ruth = cast.in_circle["maya"], cast.in_circle["ruth"]
    WelcomeTask.objects.create(
        membership=maya, due_at=now, done_at=now, done_by=ruth, words="There is a cushion by the window."
    )
    assert "There is a cushion by the window." in page_of(signed_in(cast.maya).get(address(cast.circle)))
    assert "There is a cushion by the window." not in page_of(signed_in(cast.noor).get(address(cast.circle)))
    here_a_while(maya)
    assert "There is a cushion by the window." not in page_of(signed_in(cast.maya).get(address(cast.circle)))


@pytest.mark.parametrize("count", [1, 3])
def test_few_questions_for_a_home(signed_in, cast, meet, count, django_assert_num_queries):
    for number in range(count):
        meet(cast.circle)
        a_reply(a_thread(cast.in_circle["noor"], f"Night {number}"), cast.in_circle["ruth"])
    here_a_while(cast.in_circle["maya"])
    client = signed_in(cast.maya)
    # How many were answered in time is the same for all, and asked once in ten minutes.
    with django_assert_num_queries(7):
        client.get(address(cast.circle))
    with django_assert_num_queries(6):
        client.get(address(cast.circle))


@pytest.mark.parametrize(("share", "words"), [(1.0, "Every conversation begun here lately"), (0.999, "about 99 had")])
def test_a_share_is_said_as_people_say_it(signed_in, cast, share, words):
    cache.set(f"answered-share-{cast.circle.pk}", share)
    assert words in page_of(signed_in(cast.maya).get(address(cast.circle)))


def test_a_list_says_you_have_replied(signed_in, cast):
    thread = a_thread(cast.in_circle["noor"], "Nights are long")
    a_reply(thread, cast.in_circle["maya"])
    assert "You have replied" in page_of(signed_in(cast.maya).get(address(cast.circle)))
    assert "Paper Boat has replied" in page_of(signed_in(cast.ruth).get(address(cast.circle)))
