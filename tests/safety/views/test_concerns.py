"""“I’m worried about someone”, and “I need someone now”, as people meet them."""

from datetime import timedelta

import pytest

from hearth.base import clock
from hearth.base.ids import key
from hearth.groups.models import Block, Membership
from hearth.people.models import Person
from hearth.safety.actions import concerns, desk
from hearth.safety.models import Concern
from tests.cast import a_thread


def text_of(response) -> str:
    return response.content.decode()


def test_worrying_about_a_post_shows_it_and_asks_two_things(signed_in, cast, post):
    page = text_of(signed_in(cast.noor).get(f"/worry/new/?post={key(post.pk)}"))
    assert "Paper Boat" in page
    assert "I wake at three." in page
    assert "do not have to be sure" in page


@pytest.mark.parametrize("name", ["omar", "sam", "tess"])
def test_a_stranger_finds_no_post_to_worry_about(signed_in, cast, post, name):
    client = signed_in(getattr(cast, name))
    assert client.get(f"/worry/new/?post={key(post.pk)}").status_code == 404
    assert client.post("/worry/", {"post": key(post.pk), "level": "today"}).status_code == 404
    assert client.get(f"/worry/new/?member={key(cast.in_circle['maya'].pk)}").status_code == 404
    assert not Concern.objects.exists()


def test_a_visitor_is_taken_to_sign_in(client, db):
    for address in ("/worry/new/", "/worry/self/"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("written", ["***", "0", "zzzzzzzzzzzzz", "0a"])
def test_nonsense_in_the_address_is_not_found(signed_in, cast, written):
    assert signed_in(cast.noor).get("/worry/new/", {"post": written}).status_code == 404


def test_a_withdrawn_post_cannot_be_pointed_at(signed_in, cast, post, now):
    post.withdrawn_at = now
    post.save()
    assert signed_in(cast.noor).get(f"/worry/new/?post={key(post.pk)}").status_code == 404


def test_two_who_are_parted_do_not_meet_here_either(signed_in, cast, post):
    Block.objects.create(blocker=cast.in_circle["maya"], blocked=cast.in_circle["noor"])
    assert signed_in(cast.noor).get(f"/worry/new/?post={key(post.pk)}").status_code == 404


def test_words_without_a_name_stay_without_one(signed_in, cast):
    post = a_thread(cast.in_circle["maya"], anonymous=True).posts.get()
    page = text_of(signed_in(cast.noor).get(f"/worry/new/?post={key(post.pk)}"))
    assert "Paper Boat" not in page
    assert "without a name" in page


def test_thanks_advice_and_what_happens_next(signed_in, cast, post):
    client = signed_in(cast.noor)
    response = client.post("/worry/", {"post": key(post.pk), "level": "soon", "words": "She’s alone."}, follow=True)
    page = text_of(response)
    concern = Concern.objects.get()
    assert response.redirect_chain == [(f"/worry/{key(concern.pk)}/", 303)]
    assert "Thank you for saying so" in page
    assert "What happens next" in page
    assert "tel:999" in page
    assert concern.words == "She’s alone."


def test_nothing_chosen_keeps_what_was_typed(signed_in, cast, post):
    response = signed_in(cast.noor).post("/worry/", {"post": key(post.pk), "words": "She is alone tonight."})
    assert response.status_code == 422
    assert "She is alone tonight." in text_of(response)
    assert not Concern.objects.exists()


@pytest.mark.parametrize("name", ["maya", "omar", "ruth", "sam"])
def test_only_the_one_who_was_worried_sees_that_they_were(signed_in, cast, post, now, name):
    concern = concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now)
    assert signed_in(getattr(cast, name)).get(f"/worry/{key(concern.pk)}/").status_code == 404


def test_the_answer_arrives_where_the_worry_was_told(signed_in, cast, post, now):
    concern = concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now)
    desk.claim(item=concern, by=cast.ruth, now=now)
    client = signed_in(cast.noor)
    assert "Someone has it in hand" in text_of(client.get(f"/worry/{key(concern.pk)}/"))
    desk.answer(item=concern, outcome="spoken", note="We spoke, and she is not alone.", by=cast.ruth, now=now)
    assert "We spoke, and she is not alone." in text_of(client.get(f"/worry/{key(concern.pk)}/"))


def test_when_nobody_looked_the_page_says_so(signed_in, cast, post, now):
    concern = concerns.raise_about(about=post, words="", level="soon", by=cast.noor, now=now)
    with clock.frozen(now + timedelta(hours=1)):
        page = text_of(signed_in(cast.noor).get(f"/worry/{key(concern.pk)}/"))
    assert "Nobody has looked yet" in page


def test_asking_for_oneself_offers_only_people_who_exist(signed_in, cast):
    page = text_of(signed_in(cast.maya).get("/worry/self/"))
    assert "Those who look after Steadying Circle" in page
    assert "Second Winter" not in page  # nobody looks after it
    assert "The people who answer for this house" in page


def test_where_nobody_could_come_nobody_is_promised(signed_in, cast):
    Person.objects.update(house_role="")
    Membership.objects.update(role="member")
    page = text_of(signed_in(cast.maya).get("/worry/self/"))
    assert "we won’t pretend otherwise" in page
    assert "<textarea" not in page
    assert "tel:999" in page


def test_asking_takes_one_press(signed_in, cast):
    client = signed_in(cast.maya)
    response = client.post("/worry/self/", {"group": key(cast.circle.pk)}, follow=True)
    assert "You asked for someone" in text_of(response)
    assert Concern.objects.get().group == cast.circle


def test_nobody_asks_through_a_group_of_others(signed_in, cast):
    response = signed_in(cast.omar).post("/worry/self/", {"group": key(cast.circle.pk), "words": "Please."})
    assert response.status_code == 422
    assert not Concern.objects.exists()


def test_a_page_costs_the_same_however_many_worries_there_are(signed_in, cast, post, now, django_assert_num_queries):
    first = concerns.raise_about(about=post, words="", level="today", by=cast.noor, now=now)
    client = signed_in(cast.noor)
    with django_assert_num_queries(3):
        client.get(f"/worry/{key(first.pk)}/")
    for _more in range(2):
        concerns.raise_about(
            about=a_thread(cast.in_circle["maya"]).posts.get(), words="", level="today", by=cast.noor, now=now
        )
    with django_assert_num_queries(3):
        client.get(f"/worry/{key(first.pk)}/")
