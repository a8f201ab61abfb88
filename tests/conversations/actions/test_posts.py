import threading

import pytest
from django.db import connection, connections

from hearth.base import clock
from hearth.base.permissions import HEARTH, Denied
from hearth.conversations.actions import keeping, posts, responses
from hearth.conversations.models import Keepsake, Post, Response, Thanks, Thread
from hearth.conversations.queries import across, search
from tests.conversations.conftest import Table, fresh


def found(cast, words):
    return [post.pk for post in across.find(across.around(cast.noor), words)]


def test_a_reply_follows_the_last_and_stops_the_clock(table, cast, now):
    thread = table.begin(cast.maya)
    reply = table.reply(thread, cast.noor)
    thread.refresh_from_db()
    assert (reply.seq, thread.last_seq, thread.reply_count) == (2, 2, 1)
    assert thread.first_reply_at == thread.last_post_at == now


def test_answering_oneself_leaves_the_clock_running(table, cast):
    thread = table.begin(cast.maya)
    table.reply(thread, cast.maya)
    assert fresh(thread).first_reply_at is None


def test_sending_twice_publishes_once(table, cast):
    thread = table.begin(cast.maya)
    first = table.reply(thread, cast.noor, once="same")
    assert table.reply(thread, cast.noor, once="same").pk == first.pk
    assert fresh(thread).reply_count == 1


def test_only_members_reply(table, cast):
    thread = table.begin(cast.maya)
    with pytest.raises(Denied):
        table.reply(thread, cast.omar)


def test_only_the_one_who_began_without_a_name_goes_on_without_one(table, cast):
    thread = table.begin(cast.maya, anonymous=True)
    assert table.reply(thread, cast.maya, anonymous=True).anonymous
    assert not table.reply(thread, cast.maya).anonymous
    assert not table.reply(thread, cast.noor, anonymous=True).anonymous
    named = table.begin(cast.maya)
    assert not table.reply(named, cast.maya, anonymous=True).anonymous


def test_the_clock_does_not_know_who_wrote_an_anonymous_thread(table, cast):
    thread = table.begin(cast.maya, anonymous=True)
    table.reply(thread, cast.maya, anonymous=True)
    assert fresh(thread).first_reply_at is None
    table.reply(thread, cast.maya)
    assert fresh(thread).first_reply_at is not None


def test_a_passage_is_quoted_only_as_it_stands(table, cast):
    thread = table.begin(cast.maya, body="I wake at **three** and lie there.")
    opening = thread.posts.get()
    assert table.reply(thread, cast.noor, quoted=opening, passage="at three and").passage == "at three and"
    for passage in ("I never sleep", "", "x" * 700):
        with pytest.raises(posts.NotTheirWords):
            table.reply(thread, cast.noor, quoted=opening, passage=passage)
    elsewhere = table.begin(cast.noor, body="At three and later.").posts.get()
    with pytest.raises(posts.NotTheirWords):
        table.reply(thread, cast.noor, quoted=elsewhere, passage="At three")


def test_an_edit_is_marked_and_takes_old_words_out_of_quotations_and_search(table, cast, now):
    thread = table.begin(cast.maya, title="", body="The lighthouse keeps me up.")
    opening = thread.posts.get()
    quoting = table.reply(thread, cast.noor, quoted=opening, passage="lighthouse keeps")
    assert opening.pk in found(cast, "lighthouse")
    posts.edit(post=opening, title=thread.title, body="Something keeps me up.", by=fresh(cast.maya))
    opening, thread = fresh(opening), fresh(thread)
    assert opening.edited_at == now
    assert thread.title == "Something keeps me up"
    assert fresh(quoting).passage == ""
    assert found(cast, "lighthouse") == []
    assert found(cast, "something") == [opening.pk]


def test_only_their_writer_changes_or_withdraws_words(table, cast):
    opening = table.begin(cast.maya).posts.get()
    for other in (cast.noor, cast.ruth, cast.omar):
        with pytest.raises(Denied):
            posts.edit(post=fresh(opening), body="Other words.", by=fresh(other))
        with pytest.raises(Denied):
            posts.withdraw(post=fresh(opening), by=fresh(other))


def test_withdrawn_words_are_gone_everywhere(table, cast, now):
    thread = table.begin(
        cast.maya, title="Lighthouse", body="The lighthouse keeps me up.", notes=["panic"], fold="night"
    )
    opening = thread.posts.get()
    quoting = table.reply(thread, cast.noor, quoted=opening, passage="lighthouse keeps")
    responses.give(post=fresh(opening), kind="me_too", by=fresh(cast.noor))
    responses.thank(post=fresh(opening), line="lighthouse", by=fresh(cast.noor))
    posts.withdraw(post=fresh(opening), by=fresh(cast.maya))
    opening, thread = fresh(opening), fresh(thread)
    assert (opening.body, opening.html, opening.fold, opening.notes) == ("", "", "", [])
    assert (thread.title, thread.glimpse, thread.fold, thread.notes) == ("", "", "", [])
    assert opening.withdrawn_at == thread.withdrawn_at == now
    assert fresh(quoting).passage == ""
    assert Thanks.objects.get().line == ""
    assert not Response.objects.exists()
    assert found(cast, "lighthouse") == []
    assert search.matching("lighthouse", [cast.circle.pk]) == []
    # What others wrote stays.
    assert fresh(quoting).body


@pytest.fixture
def half_written(table, cast):
    """Noor was about to quote Maya in a reply, and kept it as a draft."""
    thread = table.begin(cast.maya)
    fields = {"body": "I know that hour.", "quoted": "1", "passage": "lie there"}
    return keeping.save_draft(group=cast.circle, thread=fresh(thread), fields=fields, by=fresh(cast.noor))


def test_withdrawn_words_are_gone_from_replies_not_sent_yet(half_written, cast):
    posts.withdraw(post=Post.objects.get(seq=1), by=fresh(cast.maya))
    assert fresh(half_written).fields == {"body": "I know that hour."}


def test_changed_words_are_gone_from_replies_not_sent_yet(half_written, cast):
    posts.edit(post=Post.objects.get(seq=1), body="I lie there until five.", by=fresh(cast.maya))
    assert fresh(half_written).fields["passage"] == "lie there", "it still reads like that"
    posts.edit(post=Post.objects.get(seq=1), body="I get up.", by=fresh(cast.maya))
    assert fresh(half_written).fields == {"body": "I know that hour."}


def test_words_taken_back_a_moment_ago_are_copied_nowhere(table, cast):
    """Between reading a post and answering from its page its writer may have taken it back."""
    thread = table.begin(cast.maya)
    read_before = Post.objects.select_related("group", "author").get(seq=1)
    posts.withdraw(post=fresh(read_before), by=fresh(cast.maya))
    with pytest.raises(posts.WordsAreGone):
        table.reply(thread, cast.noor, quoted=read_before, passage="lie there")
    with pytest.raises(posts.WordsAreGone):
        responses.thank(post=read_before, line="lie there", by=fresh(cast.noor))
    with pytest.raises(posts.WordsAreGone):
        keeping.keep(post=read_before, words="lie there", by=fresh(cast.noor))
    assert not (Thanks.objects.exists() or Keepsake.objects.exists())


@pytest.mark.parametrize(("quotable", "left"), [(True, 1), (False, 0)])
def test_a_kept_line_outlives_its_post_only_where_its_writer_allows_it(table, cast, quotable, left):
    opening = table.begin(cast.maya).posts.get()
    keeping.keep(post=fresh(opening), words="I wake at three", by=fresh(cast.noor))
    cast.in_circle["maya"].quotable = quotable
    cast.in_circle["maya"].save()
    posts.withdraw(post=fresh(opening), by=fresh(cast.maya))
    assert Keepsake.objects.count() == left


def test_withdrawing_twice_is_withdrawing_once(table, cast):
    thread = table.begin(cast.maya)
    reply = table.reply(thread, cast.noor)
    for _again in range(2):
        posts.withdraw(post=fresh(reply), by=fresh(cast.noor))
    assert fresh(thread).reply_count == 0


def test_taking_the_only_answer_back_starts_the_clock_again(table, cast, now):
    thread = table.begin(cast.maya)
    reply = table.reply(thread, cast.noor)
    Thread.objects.update(chased="greeters")
    posts.withdraw(post=fresh(reply), by=fresh(cast.noor))
    thread = fresh(thread)
    assert thread.first_reply_at is None
    assert thread.chased == ""
    assert thread.reply_due_at > now


def test_one_of_two_answers_taken_back_leaves_it_answered(table, cast):
    thread = table.begin(cast.maya)
    reply = table.reply(thread, cast.noor)
    table.reply(thread, cast.ruth)
    posts.withdraw(post=fresh(reply), by=fresh(cast.noor))
    assert fresh(thread).first_reply_at is not None


def test_the_house_withdraws_all_of_a_persona(table, cast):
    table.reply(table.begin(cast.maya), cast.maya)
    table.begin(cast.noor)
    assert posts.withdraw_all(membership_id=cast.in_circle["maya"].pk, by=HEARTH) == 2
    assert Post.objects.standing().get().author == cast.in_circle["noor"]


@pytest.mark.django_db(transaction=True)
def test_eight_people_replying_at_once_get_eight_places(transactional_db):
    from tests.cast import a_member, a_person, move_in

    cast = move_in()
    thread = Table(cast).begin(cast.maya)
    people = [a_person(f"person{number}") for number in range(8)]
    for number, person in enumerate(people):
        a_member(cast.circle, person, f"Name {number}")
    start, wrong = threading.Barrier(8), []

    def write(person):
        try:
            start.wait(10)
            for turn in range(3):
                posts.publish(thread=thread, body=f"Words {turn}", by=fresh(person))
        except Exception as error:
            wrong.append(error)
        finally:
            if connection.vendor != "sqlite" or not connection.is_in_memory_db():
                connections.close_all()

    lanes = [threading.Thread(target=write, args=[person]) for person in people]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join(60)
    assert wrong == []
    assert sorted(thread.posts.values_list("seq", flat=True)) == list(range(1, 26))
    thread.refresh_from_db()
    assert (thread.last_seq, thread.reply_count) == (25, 24)


def test_words_are_marked_with_the_time_they_were_written(table, cast):
    with clock.frozen(clock.now()) as instant:
        assert table.begin(cast.maya).posts.get().created_at == instant
