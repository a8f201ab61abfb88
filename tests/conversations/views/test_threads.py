"""The page of a conversation, and beginning one."""

import re

import pytest
from django.urls import reverse

from hearth.base.ids import key
from hearth.conversations.actions import posts, responses
from hearth.conversations.models import Draft, Post, ReadMark, Thread
from tests.cast import a_reply, a_thread
from tests.conversations.conftest import fresh


def address(thread, query=""):
    return reverse("conversations:threads.show", args=[thread.pk]) + query


def text(response):
    return response.content.decode()


def once_in(response):
    return re.search(r'name="once" value="([^"]+)"', text(response))[1]


def test_members_read_it_and_a_stranger_finds_nothing(signed_in, cast, table):
    thread = table.begin(cast.maya)
    table.reply(thread, cast.noor)
    shown = signed_in(cast.ruth).get(address(thread))
    assert shown.status_code == 200
    for words in (
        "Nights are long",
        "I wake at three and lie there.",
        "I know that hour.",
        "Paper Boat",
        "Slow Kettle",
    ):
        assert words in text(shown)
    assert "Just listen" in text(shown)
    for stranger in (cast.omar, cast.sam, cast.tess):
        assert signed_in(stranger).get(address(thread)).status_code == 404


def test_a_hidden_thread_and_none_at_all_answer_alike(signed_in, cast, table):
    thread = table.begin(cast.maya)
    client = signed_in(cast.omar)
    hidden, none = client.get(address(thread)), client.get(reverse("conversations:threads.show", args=[12345]))
    assert hidden.status_code == none.status_code == 404
    mark = re.compile(r'value="[^"]{60,}"')
    assert mark.sub("", text(hidden)) == mark.sub("", text(none))


def test_from_the_next_request_someone_who_left_or_was_blocked_finds_nothing(signed_in, cast, table):
    thread = table.begin(cast.maya)
    client = signed_in(cast.noor)
    assert client.get(address(thread)).status_code == 200
    table.block(cast.in_circle["maya"], cast.in_circle["noor"])
    assert client.get(address(thread)).status_code == 404
    client = signed_in(cast.ruth)
    assert client.get(address(thread)).status_code == 200
    table.leave(cast.in_circle["ruth"])
    assert client.get(address(thread)).status_code == 404


def test_the_title_of_the_page_tells_nothing(signed_in, cast, table):
    html = text(signed_in(cast.noor).get(address(table.begin(cast.maya))))
    title = re.search(r"<title>(.*?)</title>", html)[1]
    assert title == "A conversation · Hearth"


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_five_questions_however_long(signed_in, cast, table, django_assert_num_queries, count):
    thread = table.begin(cast.maya)
    for _one in range(count):
        table.reply(thread, cast.noor)
    client = signed_in(cast.ruth)
    client.get(address(thread))
    with django_assert_num_queries(5):
        client.get(address(thread))


def test_what_is_new_is_marked_once_and_reading_is_noted(signed_in, cast, table):
    thread = table.begin(cast.maya)
    client = signed_in(cast.noor)
    assert "New since you were here" not in text(client.get(address(thread)))
    table.reply(thread, cast.ruth)
    assert "New since you were here" in text(client.get(address(thread)))
    assert "New since you were here" not in text(client.get(address(thread)))
    assert ReadMark.objects.get(membership=cast.in_circle["noor"]).seq == 2


def test_looking_at_the_head_only_notes_nothing(signed_in, cast, table):
    thread = table.begin(cast.maya)
    signed_in(cast.noor).head(address(thread))
    assert not ReadMark.objects.exists()


@pytest.mark.parametrize(
    "query", ["?after=x", "?before=", "?after=-1", "?after=99999999999999", "?after=500", "?after=１"]
)
def test_a_broken_place_leads_to_the_beginning_with_a_word(signed_in, cast, table, query):
    thread = table.begin(cast.maya)
    table.reply(thread, cast.noor)
    shown = signed_in(cast.ruth).get(address(thread, query))
    assert shown.status_code == 200
    assert "find that place" in text(shown)
    assert "I know that hour." in text(shown)


def test_pages_are_named_by_days(signed_in, cast):
    thread = a_thread(cast.in_circle["maya"])
    for number in range(25):
        a_reply(thread, cast.in_circle["noor"], body=f"Reply {number:02}")
    client = signed_in(cast.ruth)
    first = text(client.get(address(thread)))
    assert "Reply 19" in first
    assert "Reply 20" not in first
    later = re.search(r'href="([^"]+)">Later: from today on', first)[1].replace("&amp;", "&")
    second = text(client.get(later))
    assert "Reply 20" in second
    assert "Reply 19" not in second
    assert "Earlier: up to today" in second


# ── without a name ──


def every_page(client, cast, thread):
    """All pages of this room on which a fellow member could meet the thread."""
    opening = thread.posts.get(seq=1)
    yield client.get(address(thread))
    yield client.get(reverse("conversations:posts.index", args=[thread.pk]))
    yield client.get(reverse("conversations:posts.show", args=[opening.pk]), follow=True)
    yield client.get(reverse("conversations:thanks.create", args=[opening.pk]))
    yield client.get(reverse("conversations:keepsakes.create", args=[opening.pk]))
    yield client.get(reverse("conversations:thanks.index"))
    yield client.post(reverse("conversations:search.index"), {"q": "lighthouse"})
    yield client.get(address(thread, "?quote=1"))
    yield client.get(reverse("home:group.show", args=[cast.circle.pk]))


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("reader", ["noor", "ruth"])
def test_no_page_tells_who_wrote_an_anonymous_thread(signed_in, cast, table, reader, anonymous):
    thread = table.begin(cast.maya, body="The lighthouse keeps me up.", anonymous=anonymous)
    opening = thread.posts.get()
    table.reply(thread, cast.maya, body="Still the lighthouse.", anonymous=anonymous)
    theirs = table.reply(thread, getattr(cast, reader), body="Mine.")
    responses.give(post=fresh(theirs), kind="thank_you", by=fresh(cast.maya))
    responses.thank(post=fresh(theirs), line="Mine.", by=fresh(cast.maya))
    quoting = {"quoted": fresh(opening), "passage": "lighthouse keeps"}
    table.reply(thread, getattr(cast, reader), body="To that.", **quoting)
    client = signed_in(getattr(cast, reader))
    told = [response.content.decode() for response in every_page(client, cast, thread)]
    named = [html for html in told if "Paper Boat" in html or key(cast.in_circle["maya"].pk) in html]
    if anonymous:
        # The group's own page may name its members, but never beside this thread.
        assert named in ([], [told[-1]])
        assert "The one who wrote this" in told[0]
        assert "Someone in this group" in told[0]
    else:
        assert told[0] in named


def test_the_writer_of_an_anonymous_thread_still_changes_and_withdraws_it(signed_in, cast, table):
    opening = table.begin(cast.maya, anonymous=True).posts.get()
    client = signed_in(cast.maya)
    edit = reverse("conversations:posts.edit", args=[opening.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, {"body": "Other words."}).status_code == 303
    assert client.post(reverse("conversations:withdrawals.create", args=[opening.pk])).status_code == 303
    assert fresh(opening).body == ""


# ── folds ──


def test_folded_words_stay_in_their_fold(signed_in, cast, table):
    table.begin(cast.maya, title="The lighthouse", body="A hard thing.", fold="a hospital stay")
    thread = Thread.objects.get()
    html = text(signed_in(cast.noor).get(address(thread)))
    assert "<h1>A folded conversation</h1>" in html
    fold = re.search(r"<details class=\"folded\"><summary>(.*?)</summary>(.*?)</details>", html, re.S)
    assert fold[1] == "Folded by its author: a hospital stay"
    assert "A hard thing." in fold[2]
    assert "The lighthouse" in fold[2]
    assert html.count("The lighthouse") == 1


def test_a_reader_s_own_folds_are_theirs_alone(signed_in, cast, table):
    thread = table.begin(cast.maya, notes=["panic"])
    cast.noor.folded_notes = ["panic"]
    cast.noor.save()
    assert "Folded for you: Panic" in text(signed_in(cast.noor).get(address(thread)))
    open_ = text(signed_in(cast.ruth).get(address(thread)))
    assert "Folded" not in open_.replace("folded for you", "")
    assert "Touches on: Panic" in open_


def test_words_of_someone_kept_quiet_wait_behind_a_line(signed_in, cast, table):
    thread = table.begin(cast.ruth)
    reply = table.reply(thread, cast.maya, body="A quieted thought.")
    client = signed_in(cast.noor)
    switch = reverse("conversations:mutes.update", args=[reply.pk])
    assert client.post(switch, {"wanted": "yes"}).status_code == 303
    html = text(client.get(address(thread)))
    assert re.search(r"<summary>From someone you keep quiet. Show anyway</summary>.*A quieted thought\.", html, re.S)
    client.post(switch, {"wanted": "no"})
    assert "keep quiet" not in text(client.get(address(thread)))
    assert signed_in(cast.omar).post(switch, {"wanted": "yes"}).status_code == 404


def test_nobody_is_kept_quiet_from_a_post_without_a_name(signed_in, cast, table):
    opening = table.begin(cast.maya, anonymous=True).posts.get()
    switch = reverse("conversations:mutes.update", args=[opening.pk])
    assert signed_in(cast.noor).post(switch, {"wanted": "yes"}).status_code == 404


def test_the_page_says_who_will_read(signed_in, cast, table):
    html = text(signed_in(cast.noor).get(address(table.begin(cast.maya))))
    assert "Read by the three people in this group, one of them a facilitator." in " ".join(html.split())
    assert "You’re posting as Slow Kettle." in html


# ── beginning ──


def test_beginning_leads_to_the_thread_and_twice_to_the_same(signed_in, cast):
    client = signed_in(cast.maya)
    place = reverse("conversations:threads.new", args=[cast.circle.pk])
    words = {"intent": "good_news", "body": "Made it to the bus stop.", "once": once_in(client.get(place))}
    first, second = client.post(place, words), client.post(place, words)
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    assert Post.objects.count() == 1
    assert "Made it to the bus stop" in text(client.get(first["Location"]))


def test_only_members_find_the_place_to_write(signed_in, cast):
    place = reverse("conversations:threads.new", args=[cast.circle.pk])
    assert signed_in(cast.maya).get(place).status_code == 200
    assert signed_in(cast.omar).get(place).status_code == 404
    assert signed_in(cast.omar).get(reverse("conversations:readers.show", args=[cast.circle.pk])).status_code == 404


@pytest.mark.parametrize("group", ["circle", "hidden"])
def test_words_for_a_place_that_is_not_there_are_given_back(signed_in, cast, group):
    place = reverse("conversations:threads.new", args=[getattr(cast, group).pk])
    none = reverse("conversations:threads.new", args=[4242])
    client = signed_in(cast.omar)
    words = {"intent": "listen", "body": "All these words of mine."}
    answers = [client.post(where, words) for where in (place, none)]
    mark = re.compile(r'value="[^"]{60,}"')
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "All these words of mine." in text(answers[0])
    assert len({mark.sub("", text(answer)) for answer in answers}) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"body": ""}, "There are no words here yet."),
        ({"body": " \u200b\n"}, "There are no words here yet."),
        ({"body": "x" * 10_001}, "1 characters longer"),
        ({"intent": ""}, "Choose what you’d like back"),
        ({"intent": "likes"}, "Choose one of these"),
        ({"title": "t" * 121}, "longer than fits"),
        ({"notes": ["nothing-of-ours"]}, "nothing-of-ours"),
    ],
)
def test_what_cannot_be_taken_comes_back_whole_with_what_to_look_at(signed_in, cast, wrong, said):
    words = {"intent": "listen", "title": "A title of mine", "body": "Words of mine.", "fold": "nights", **wrong}
    answer = signed_in(cast.maya).post(reverse("conversations:threads.create", args=[cast.circle.pk]), words)
    assert answer.status_code == 422
    assert said in text(answer)
    for name in ("title", "body", "fold"):
        assert words[name].strip(" \u200b\n") in text(answer)
    assert not Post.objects.exists()


def test_a_draft_is_there_again_on_coming_back(signed_in, cast):
    client = signed_in(cast.maya)
    keep = reverse("conversations:drafts.thread", args=[cast.circle.pk])
    assert client.post(keep, {"body": "Half a thought", "intent": "ideas", "notes": ["work"]}).status_code == 303
    html = text(client.get(reverse("conversations:threads.new", args=[cast.circle.pk])))
    assert "Half a thought" in html
    assert re.search(r'value="ideas" checked', html)
    assert re.search(r'value="work" checked', html)
    end = reverse("conversations:drafts.end_thread", args=[cast.circle.pk])
    assert client.post(end).status_code == 303
    assert not Draft.objects.exists()
    stranger = signed_in(cast.omar)
    assert stranger.post(end).status_code == 404
    answer = stranger.post(keep, {"body": "Words of a stranger."})
    assert answer.status_code == 404
    assert "Words of a stranger." in text(answer)


def test_a_very_hard_night_is_met_before_anything_else_and_still_posted(signed_in, cast):
    client = signed_in(cast.maya)
    words = {"intent": "listen", "body": "I want to kill myself tonight."}
    answer = client.post(reverse("conversations:threads.create", args=[cast.circle.pk]), words)
    post = Post.objects.get()
    assert post.body == words["body"]
    assert answer["Location"] == reverse("safety:crisis.care") + f"?post={key(post.pk)}"
    shown = text(client.get(answer["Location"]))
    assert "Your words are posted, as you wrote them." in shown
    assert f'href="{address(post.thread)}"' in shown
    assert words["body"] in text(signed_in(cast.noor).get(address(post.thread)))


def test_words_that_are_hard_to_carry_are_met_beside_the_conversation(signed_in, cast):
    client = signed_in(cast.maya)
    words = {"intent": "listen", "body": "I want to die."}
    answer = client.post(reverse("conversations:threads.create", args=[cast.circle.pk]), words)
    assert "?care=1#post-1" in answer["Location"]
    assert "Would you like someone with you now?" in text(client.get(answer["Location"]))


def test_a_reply_and_a_change_that_speak_of_danger_are_met_in_the_same_way(signed_in, cast, table):
    thread = table.begin(cast.noor)
    client = signed_in(cast.maya)
    body = {"body": "I’m going to end my life tonight."}
    answer = client.post(reverse("conversations:posts.create", args=[thread.pk]), body)
    reply = Post.objects.get(seq=2)
    met = reverse("safety:crisis.care") + f"?post={key(reply.pk)}"
    assert answer["Location"] == met
    assert client.post(reverse("conversations:posts.edit", args=[reply.pk]), body)["Location"] == met


def test_a_resting_thread_says_why_and_takes_no_more(signed_in, cast, table):
    thread = table.begin(cast.maya)
    closing = reverse("conversations:closings.create", args=[thread.pk])
    ruth = signed_in(cast.ruth)
    assert ruth.get(closing).status_code == 200
    assert ruth.post(closing, {"words": ""}).status_code == 422
    assert ruth.post(closing, {"words": "Enough for today."}).status_code == 303
    noor = signed_in(cast.noor)
    html = text(noor.get(address(thread)))
    assert "Enough for today." in html
    assert 'id="write"' not in html
    late = noor.post(reverse("conversations:posts.create", args=[thread.pk]), {"body": "Words sent too late."})
    assert late.status_code == 409
    assert "Words sent too late." in text(late)
    assert noor.get(closing).status_code == 403
    assert signed_in(cast.omar).get(closing).status_code == 404
    opening = reverse("conversations:closings.destroy", args=[thread.pk])
    assert signed_in(cast.omar).post(opening).status_code == 404
    assert signed_in(cast.ruth).post(opening).status_code == 303
    assert fresh(thread).closed_at is None


def test_following_is_switched_from_the_page(signed_in, cast, table):
    thread = table.begin(cast.maya)
    switch = reverse("conversations:watches.update", args=[thread.pk])
    client = signed_in(cast.noor)
    assert "Tell me when it goes on" in text(client.get(address(thread)))
    assert client.post(switch, {"wanted": "yes"}).status_code == 303
    assert "Stop telling me" in text(client.get(address(thread)))
    assert signed_in(cast.omar).post(switch, {"wanted": "yes"}).status_code == 404


def test_withdrawn_words_leave_a_line_and_no_trace_in_memory(signed_in, cast, table):
    thread = table.begin(cast.maya)
    reply = table.reply(thread, cast.noor, body="A passing thought.")
    client = signed_in(cast.ruth)
    assert "A passing thought." in text(client.get(address(thread)))
    posts.withdraw(post=fresh(reply), by=fresh(cast.noor))
    html = text(client.get(address(thread)))
    assert "A passing thought." not in html
    assert "These words were taken back by their writer." in html
