"""Replying, changing, taking back, answering, keeping: the doors around a post."""

import re

import pytest
from django.urls import reverse

from hearth.conversations.models import Draft, Keepsake, Post, Response, Thanks
from tests.cast import a_reply, a_thread
from tests.conversations.conftest import fresh


def to(name, thing):
    return reverse(f"conversations:{name}", args=[thing.pk])


def text(response):
    return response.content.decode()


def test_a_reply_leads_to_its_place_and_twice_to_the_same(signed_in, cast, table):
    thread = table.begin(cast.maya)
    client = signed_in(cast.noor)
    words = {"body": "Me too, nearly to the hour.", "once": "abcdefghijkl"}
    answers = [client.post(to("posts.create", thread), words) for _again in range(2)]
    assert {answer["Location"] for answer in answers} == {to("threads.show", thread) + "#post-2"}
    assert fresh(thread).reply_count == 1


def test_a_reply_to_a_long_thread_leads_to_its_last_page(signed_in, cast):
    thread = a_thread(cast.in_circle["maya"])
    for _one in range(25):
        a_reply(thread, cast.in_circle["noor"])
    client = signed_in(cast.noor)
    answer = client.post(to("posts.create", thread), {"body": "The newest of all."})
    assert answer["Location"].endswith("?before=28#post-27")
    assert "The newest of all." in text(client.get(answer["Location"]))


@pytest.mark.parametrize("wrong", ["", "   ", "\x00\u200b", "x" * 10_001])
def test_a_reply_that_cannot_be_taken_comes_back_whole(signed_in, cast, table, wrong):
    thread = table.begin(cast.maya)
    answer = signed_in(cast.noor).post(to("posts.create", thread), {"body": wrong, "fold": "a hard night"})
    assert answer.status_code == 422
    assert wrong.strip(" \x00\u200b") in text(answer)
    assert "a hard night" in text(answer)
    assert 'role="alert"' in text(answer)
    assert fresh(thread).reply_count == 0


def test_the_longest_reply_that_fits_is_taken(signed_in, cast, table):
    thread = table.begin(cast.maya)
    assert signed_in(cast.noor).post(to("posts.create", thread), {"body": "é" * 10_000}).status_code == 303


def test_words_for_a_thread_one_may_not_see_are_given_back(signed_in, cast, table):
    thread = table.begin(cast.maya)
    client = signed_in(cast.noor)
    table.leave(cast.in_circle["noor"])
    answer = client.post(to("posts.create", thread), {"body": "Words while I was shown out."})
    assert answer.status_code == 404
    assert "Words while I was shown out." in text(answer)
    assert signed_in(cast.omar).get(to("posts.index", thread)).status_code == 404


def test_words_survive_a_session_that_ended(client, cast, table):
    thread = table.begin(cast.maya)
    answer = client.post(to("posts.create", thread), {"body": "Words of a forgotten session."})
    assert answer.status_code == 401
    assert "Words of a forgotten session." in text(answer)


def test_what_somebody_types_never_runs(signed_in, cast, table):
    thread = table.begin(cast.maya, title="<script>a()</script>", body='<img src=x onerror="b()">', fold="<b>f</b>")
    table.reply(thread, cast.noor, body="[x](javascript:alert(1)) <svg/onload=c()>")
    html = text(signed_in(cast.ruth).get(to("threads.show", thread)))
    for danger in ("<script>a", "<img src=x", "<b>f</b>", "<svg/onload", 'href="javascript'):
        assert danger not in html


def test_a_page_s_replies_are_read_again_as_a_piece(signed_in, cast, table):
    thread = table.begin(cast.maya)
    table.reply(thread, cast.noor)
    piece = signed_in(cast.ruth).get(to("posts.index", thread), headers={"X-Piece": "1"})
    assert "I know that hour." in text(piece)
    assert "<html" not in text(piece)


def test_the_lasting_address_leads_to_the_place(signed_in, cast):
    thread = a_thread(cast.in_circle["maya"])
    for _one in range(30):
        last = a_reply(thread, cast.in_circle["noor"])
    client = signed_in(cast.ruth)
    answer = client.get(to("posts.show", last))
    assert answer["Location"] == to("threads.show", thread) + "?after=29#post-31"
    assert 'id="post-31"' in text(client.get(answer["Location"]))
    assert signed_in(cast.omar).get(to("posts.show", last)).status_code == 404


def test_a_quotation_is_offered_and_shown_with_who_said_it(signed_in, cast, table):
    thread = table.begin(cast.maya)
    client = signed_in(cast.noor)
    form = text(client.get(to("threads.show", thread) + "?quote=1"))
    assert "I wake at three and lie there." in re.search(r'name="passage".*?</textarea>', form, re.S)[0]
    words = {"body": "That one.", "quoted": "1", "passage": "at three"}
    assert client.post(to("posts.create", thread), words).status_code == 303
    html = text(client.get(to("threads.show", thread)))
    assert re.search(r"<blockquote>at three</blockquote>.*?Paper Boat wrote", html, re.S)
    false = client.post(to("posts.create", thread), {**words, "passage": "I never sleep", "body": "Words to keep."})
    assert false.status_code == 409
    assert "Words to keep." in text(false)
    assert client.post(to("posts.create", thread), {**words, "quoted": "77"}).status_code == 409


def test_a_change_is_shown_as_one(signed_in, cast, table):
    thread = table.begin(cast.maya)
    opening = thread.posts.get()
    client = signed_in(cast.maya)
    assert "I wake at three" in text(client.get(to("posts.edit", opening)))
    assert client.post(to("posts.edit", opening), {"body": ""}).status_code == 422
    assert client.post(to("posts.edit", opening), {"body": "I woke at four."}).status_code == 303
    html = text(client.get(to("threads.show", thread)))
    assert "I woke at four." in html
    assert ", edited" in html
    assert signed_in(cast.noor).get(to("posts.edit", opening)).status_code == 403
    assert signed_in(cast.omar).get(to("posts.edit", opening)).status_code == 404


def test_taking_back_is_two_taps(signed_in, cast, table):
    opening = table.begin(cast.maya).posts.get()
    client = signed_in(cast.maya)
    page = text(client.get(to("threads.show", opening.thread)))
    assert to("withdrawals.create", opening) in page
    assert client.get(to("withdrawals.create", opening)).status_code == 200
    assert client.post(to("withdrawals.create", opening)).status_code == 303
    assert "took their words back" in text(client.get(to("threads.show", opening.thread)))
    assert signed_in(cast.noor).post(to("withdrawals.create", opening)).status_code == 403
    assert signed_in(cast.omar).post(to("withdrawals.create", opening)).status_code == 404


def test_a_word_is_answered_as_a_sentence_of_names_and_never_a_number(signed_in, cast, table):
    opening = table.begin(cast.maya).posts.get()
    client = signed_in(cast.noor)
    piece = client.post(to("responses.create", opening), {"kind": "hear_you"}, headers={"X-Piece": "1"})
    assert "You said “I hear you”." in text(piece)
    assert "<html" not in text(piece)
    shown = text(signed_in(cast.ruth).get(to("threads.show", opening.thread)))
    assert "Slow Kettle said “I hear you”." in shown
    client = signed_in(cast.noor)
    assert client.post(to("responses.destroy", opening), {"kind": "hear_you"}).status_code == 303
    assert not Response.objects.exists()
    for wrong in ({}, {"kind": "like"}):
        assert client.post(to("responses.create", opening), wrong).status_code == 422
        assert client.post(to("responses.destroy", opening), wrong).status_code == 422
    for door in ("responses.create", "responses.destroy"):
        assert signed_in(cast.omar).post(to(door, opening), {"kind": "hear_you"}).status_code == 404


def test_a_word_to_the_writer_alone_is_seen_by_the_writer(signed_in, cast, table):
    opening = table.begin(cast.maya).posts.get()
    signed_in(cast.noor).post(to("responses.create", opening), {"kind": "strength", "only_author": "on"})
    shown = {
        name: text(signed_in(getattr(cast, name)).get(to("threads.show", opening.thread))) for name in ("maya", "ruth")
    }
    assert "Slow Kettle, only to you: “Strength to you”." in shown["maya"]
    assert "Slow Kettle" not in shown["ruth"]


def test_thanks_are_private(signed_in, cast, table):
    opening = table.begin(cast.maya).posts.get()
    client = signed_in(cast.noor)
    assert client.get(to("thanks.create", opening)).status_code == 200
    assert client.post(to("thanks.create", opening), {"line": "x" * 401}).status_code == 422
    sent = client.post(to("thanks.create", opening), {"line": "I wake at three", "words": "That helped."})
    assert sent.status_code == 303
    assert Thanks.objects.count() == 1
    mine = reverse("conversations:thanks.index")
    assert "That helped." in text(signed_in(cast.maya).get(mine))
    for other in (cast.noor, cast.ruth, cast.omar):
        assert "That helped." not in text(signed_in(other).get(mine))
    assert signed_in(cast.omar).get(to("thanks.create", opening)).status_code == 404


def test_keepsakes_are_mine_alone(signed_in, cast, table):
    opening = table.begin(cast.maya).posts.get()
    client = signed_in(cast.noor)
    assert client.get(to("keepsakes.create", opening)).status_code == 200
    assert client.post(to("keepsakes.create", opening), {"words": ""}).status_code == 422
    assert client.post(to("keepsakes.create", opening), {"words": "I wake at three"}).status_code == 303
    kept = Keepsake.objects.get()
    mine = reverse("conversations:keepsakes.index")
    assert "I wake at three" in text(client.get(mine))
    assert to("posts.show", opening) in text(client.get(mine))
    for other in (cast.maya, cast.omar):
        stranger = signed_in(other)
        assert "I wake at three" not in text(stranger.get(mine))
        assert stranger.post(to("keepsakes.destroy", kept)).status_code == 404
    assert signed_in(cast.omar).get(to("keepsakes.create", opening)).status_code == 404
    assert signed_in(cast.noor).post(to("keepsakes.destroy", kept)).status_code == 303
    assert not Keepsake.objects.exists()


def test_a_draft_does_not_bring_back_words_of_someone_parted(signed_in, cast, table):
    thread = table.begin(cast.ruth)
    table.reply(thread, cast.maya, body="A lantern in the window.")
    client = signed_in(cast.noor)
    client.post(to("drafts.reply", thread), {"body": "Half a reply", "quoted": "2", "passage": "A lantern"})
    assert "A lantern" in text(client.get(to("threads.show", thread)))
    table.block(cast.in_circle["noor"], cast.in_circle["maya"])
    page = text(client.get(to("threads.show", thread)))
    assert "Half a reply" in page
    assert "lantern" not in page


def test_a_reply_can_wait_as_a_draft(signed_in, cast, table):
    thread = table.begin(cast.maya)
    client = signed_in(cast.noor)
    piece = client.post(to("drafts.reply", thread), {"body": "Half a reply"}, headers={"X-Piece": "1"})
    assert piece.status_code == 204
    assert "Half a reply" in text(client.get(to("threads.show", thread)))
    stranger = signed_in(cast.omar)
    assert stranger.post(to("drafts.reply", thread), {"body": "Some words of mine"}).status_code == 404
    assert stranger.post(to("drafts.end_reply", thread)).status_code == 404
    assert signed_in(cast.noor).post(to("drafts.end_reply", thread)).status_code == 303
    assert not Draft.objects.exists()


def test_search_shows_nothing_that_a_page_would_fold(signed_in, cast, table):
    table.begin(cast.maya, title="A lighthouse title", body="The lighthouse keeps me up.", fold="nights")
    table.begin(cast.maya, title="Other", body="A second lighthouse shines.", notes=["panic"])
    cast.noor.folded_notes = ["panic"]
    cast.noor.save()
    html = text(signed_in(cast.noor).post(reverse("conversations:search.index"), {"q": "lighthouse"}))
    assert "Folded by its author: nights" in html
    assert "Folded for you" in html
    for covered in ("keeps me up", "shines", "A lighthouse title"):
        assert covered not in html
    plain = text(signed_in(cast.ruth).post(reverse("conversations:search.index"), {"q": "lighthouse"}))
    assert "<mark>lighthouse</mark> shines" in plain
    nothing = signed_in(cast.omar).post(reverse("conversations:search.index"), {"q": "lighthouse"})
    assert "Nothing in your groups" in text(nothing)
    assert "Folded" not in text(nothing)


def test_too_much_to_look_for_is_said_kindly(signed_in, cast):
    answer = signed_in(cast.noor).post(reverse("conversations:search.index"), {"q": "x" * 300})
    assert answer.status_code == 422
    assert "longer than fits" in text(answer)


def test_folds_and_hints_are_chosen_on_one_page(signed_in, cast):
    client = signed_in(cast.noor)
    place = reverse("conversations:notes.edit")
    assert client.get(place).status_code == 200
    assert client.post(place, {"notes": ["panic", "work"]}).status_code == 303
    assert fresh(cast.noor).folded_notes == ["panic", "work"]
    assert client.post(place, {"notes": ["everything"]}).status_code == 422
    client.post(reverse("conversations:hints.edit"), {"wanted": "no"})
    assert fresh(cast.noor).coach_off
    client.post(reverse("conversations:hints.edit"), {"wanted": "yes"})
    assert not fresh(cast.noor).coach_off


def test_the_rules_of_hints_say_nothing_about_anyone(signed_in, cast):
    rules = signed_in(cast.noor).get(reverse("conversations:hints.index")).json()["rules"]
    assert {"worse", "advice"} <= {rule["code"] for rule in rules}


def test_hints_are_not_fetched_by_those_who_turned_them_off(signed_in, cast, table):
    thread = table.begin(cast.maya)
    hints = reverse("conversations:hints.index")
    assert hints in text(signed_in(cast.noor).get(to("threads.show", thread)))
    cast.noor.coach_off = True
    cast.noor.save()
    assert f'src="{hints}"' not in text(signed_in(cast.noor).get(to("threads.show", thread)))
    assert Post.objects.count() == 1


def test_the_page_for_a_private_answer_offers_words_for_the_writer_alone(signed_in, cast, table):
    opening = table.begin(cast.maya).posts.get()
    html = text(signed_in(cast.noor).get(to("thanks.create", opening)))
    form = re.search(r'<form method="post" action="[^"]+/responses/".*?</form>', html, re.S)[0]
    assert 'name="only_author" value="on"' in form
    assert 'value="hear_you"' in form
