import re
from datetime import timedelta

import pytest
from django.urls import reverse

from hearth.base import clock
from hearth.conversations.models import ReadMark
from hearth.notices.models import Kind, Notice
from hearth.notices.views.bell import AT_ONCE
from tests.cast import a_member, a_thread

pytestmark = pytest.mark.django_db

BELL = "/notices/"


def test_signed_out_there_is_no_bell(client):
    assert client.get(BELL).status_code == 302


def test_nothing_waits_and_the_page_says_so_kindly(signed_in, cast):
    page = signed_in(cast.maya).get(BELL).content.decode()
    assert "Nothing is waiting for you" in page


def test_i_see_what_waits_for_me_and_omar_sees_none_of_it(signed_in, cast, offer):
    offer()
    mine = signed_in(cast.maya).get(BELL).content.decode()
    assert "There is a new reply to you in “Nights are long”" in mine
    assert "Steadying Circle" in mine
    his = signed_in(cast.omar).get(BELL).content.decode()
    assert "Nights are long" not in his and "Steadying Circle" not in his


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_its_line(signed_in, cast, offer, kind):
    offer(kind=kind)
    page = signed_in(cast.maya).get(BELL).content.decode()
    line = re.search(r'<a class="new"[^>]*>\s*([^<]+)</a>', page)[1].strip()
    assert len(line) > 15 and "!" not in line


def test_a_folded_conversation_is_told_without_its_title(signed_in, cast, offer):
    folded = a_thread(cast.in_circle["maya"], title="")
    offer(thread=folded, about="thread:folded")
    assert "in a folded conversation" in signed_in(cast.maya).get(BELL).content.decode()


def test_what_is_new_about_one_thing_is_one_strip_with_two_sentences(signed_in, cast, offer):
    offer(kind=Kind.THANKS)
    offer(kind=Kind.REPLY)
    page = signed_in(cast.maya).get(BELL).content.decode()
    assert page.count('<li class="notice">') == 1
    assert "new reply to you" in page and "thanked you privately" in page


def test_nothing_on_the_page_is_counted(signed_in, cast, offer):
    for number in range(7):
        offer(about=f"thread:{number}", link=("notices:choices.edit",))
    words = re.sub(r"<time[^>]*>.*?</time>|<[^>]+>", " ", signed_in(cast.maya).get(BELL).content.decode())
    main = words[words.index("What has happened around you") : words.index("Choose what you hear")]
    assert not re.search(r"\d", main)


def test_the_list_ends_and_the_earlier_is_one_link_away(signed_in, cast, offer, now):
    for number in range(AT_ONCE + 3):
        offer(about=f"thread:{number}", now=now - timedelta(minutes=number))
    client = signed_in(cast.maya)
    first = client.get(BELL).content.decode()
    assert first.count('<li class="notice">') == AT_ONCE
    assert "That is everything" not in first
    # What comes in between the two pages shifts nothing.
    offer(about="thread:new")
    second = client.get(re.search(r'href="(/notices/\?before=[^"]+)"', first)[1]).content.decode()
    assert second.count('<li class="notice">') == 3
    assert "That is everything" in second


@pytest.mark.parametrize("before", ["x", "20261124T140000.000000Z-!", "yesterday-k3v9", "-", "20261124T140000.0Z"])
def test_a_place_that_is_none_does_not_exist(signed_in, cast, before):
    assert signed_in(cast.maya).get(BELL, {"before": before}).status_code == 404


def test_a_script_gets_the_list_alone(signed_in, cast, offer):
    offer()
    piece = signed_in(cast.maya).get(BELL, headers={"X-Piece": "1"}).content.decode()
    assert "<html" not in piece and "Nights are long" in piece


@pytest.mark.parametrize("how_many", [1, 3])
def test_few_questions_however_much_waits(signed_in, cast, offer, how_many, django_assert_num_queries):
    for number in range(how_many):
        offer(about=f"thread:{number}")
    client = signed_in(cast.maya)
    client.get(BELL)
    # Who is there, and what waits for them.
    with django_assert_num_queries(2):
        client.get(BELL)


def test_i_have_seen_everything(signed_in, cast, offer, now):
    offer()
    client = signed_in(cast.maya)
    answer = client.post(reverse("notices:bell.see"), {"until": now.isoformat()})
    assert (answer.status_code, answer.url) == (303, BELL)
    assert not Notice.objects.unseen().exists()
    assert "I’ve seen everything" not in client.get(BELL).content.decode()


def test_what_came_in_since_the_page_was_shown_stays_new(signed_in, cast, offer, now):
    offer(now=now + timedelta(seconds=5))
    signed_in(cast.maya).post(reverse("notices:bell.see"), {"until": now.isoformat()})
    assert Notice.objects.unseen().exists()


def test_a_form_without_its_instant_changes_nothing(signed_in, cast, offer):
    offer()
    assert signed_in(cast.maya).post(reverse("notices:bell.see"), {"until": "soon"}).status_code == 303
    assert Notice.objects.unseen().exists()


def test_omar_sees_to_nothing_of_mine(signed_in, cast, offer, now):
    offer()
    signed_in(cast.omar).post(reverse("notices:bell.see"), {"until": now.isoformat()})
    assert Notice.objects.unseen().exists()


def test_a_hidden_group_one_was_taken_out_of_has_no_name(signed_in, cast, offer):
    cast.hidden.memberships.filter(person=cast.noor).update(ended_at=clock.now())
    offer(person=cast.noor, kind=Kind.MEMBER_REMOVED, about="x:1", group=cast.hidden, thread=None, outlives=True)
    page = signed_in(cast.noor).get(BELL).content.decode()
    assert "You are no longer in one of your groups" in page
    assert "Quiet Room" not in page


def test_two_names_of_one_person_are_never_told_to_anyone_else(signed_in, cast, offer):
    """Maya is in two groups. What reaches Omar, who is in one of them, knows nothing of the other."""
    second_cup = a_thread(cast.in_other["maya"], title="Second winters")
    offer(person=cast.omar, kind=Kind.WATCHED, group=cast.other, thread=second_cup, about="thread:other")
    page = signed_in(cast.omar).get(BELL).content.decode()
    assert "Second winters" in page
    for trace in ("Paper Boat", "Steadying", str(cast.maya.pk), "maya"):
        assert trace not in page


def test_a_newcomer_hears_of_their_own_group_only(signed_in, cast, offer):
    a_member(cast.other, cast.noor, "Moss")
    offer(person=cast.noor, group=cast.other, thread=None, about="x:1")
    assert "Second Winter" in signed_in(cast.noor).get(BELL).content.decode()


def test_what_was_read_where_it_happened_is_not_new_and_the_light_goes_out(signed_in, cast, offer, thread, now):
    offer()
    ReadMark.objects.create(membership=cast.in_circle["maya"], thread=thread, seq=1, at=now)
    page = signed_in(cast.maya).get(BELL).content.decode()
    assert "Nights are long" in page and "I’ve seen everything" not in page
    assert "something new" not in page
    cast.maya.refresh_from_db()
    assert not cast.maya.has_news
