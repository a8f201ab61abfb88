"""The written-out question and `visible_to` give the same answer, and pages lose and repeat nothing."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hearth.base import clock
from hearth.conversations.actions import keeping, responses
from hearth.conversations.models import Post, Thread
from hearth.conversations.queries import pages
from tests.cast import a_member, a_person, a_reply, a_thread
from tests.conversations.conftest import fresh


def everyone(cast):
    return [fresh(person) for person in cast.people().values()]


def shown_ids(person, thread_id):
    """Every post of the thread this person meets by turning its pages."""
    room = pages.thread_for(person, thread_id)
    if room is None:
        return None
    shown = pages.page_of(room, person)
    ids = [shown.opening.id] if shown.opening else []
    while True:
        ids += [post.id for post in shown.replies]
        if shown.later is None:
            return ids
        shown = pages.page_of(room, person, after=shown.later)


@pytest.mark.parametrize("blocks", list(product([False, True], repeat=3)))
@pytest.mark.parametrize("anonymous", [False, True])
def test_pages_and_visible_to_agree_for_the_whole_cast(cast, table, blocks, anonymous):
    maya, noor, ruth = (cast.in_circle[name] for name in ("maya", "noor", "ruth"))
    for wanted, (one, other) in zip(blocks, [(maya, noor), (noor, maya), (noor, ruth)], strict=True):
        if wanted:
            table.block(one, other)
    threads = [table.begin(cast.maya, anonymous=anonymous), table.begin(cast.noor), table.begin(cast.ruth)]
    for thread in threads:
        for person in (cast.maya, cast.noor, cast.ruth):
            table.reply(thread, person, anonymous=anonymous)
    for person in everyone(cast):
        for thread in threads:
            truth = list(Post.objects.visible_to(person).filter(thread=thread).in_order().values_list("pk", flat=True))
            assert shown_ids(person, thread.pk) == (truth or None)
        membership = cast.circle.memberships.filter(person=person, ended_at=None).first()
        if membership:
            listed = {thread.id for thread in pages.list_page(pages.reader_of(membership), person).threads}
            assert listed == set(Thread.objects.visible_to(person).values_list("pk", flat=True))


def test_a_block_on_an_older_persona_still_holds(cast, table):
    """Coming back under a new name does not undo what was put between two people."""
    table.block(cast.in_circle["noor"], cast.in_circle["maya"])
    thread = table.begin(cast.noor)
    table.leave(cast.in_circle["maya"])
    a_member(cast.circle, cast.maya, "Another Boat")
    maya = fresh(cast.maya)
    assert not Thread.objects.visible_to(maya).exists()
    assert pages.thread_for(maya, thread.pk) is None


def test_words_of_someone_parted_do_not_come_back_in_a_quotation_or_among_answers(cast, table):
    opening = table.begin(cast.maya, body="The lighthouse keeps me up.")
    teo = a_person("teo")
    a_member(cast.circle, teo, "Marigold")
    theirs = table.reply(opening, teo, body="A marigold thought.")
    quoting = table.reply(opening, cast.noor, quoted=theirs, passage="marigold thought")
    responses.give(post=fresh(quoting), kind="me_too", by=fresh(teo))

    def quotation():
        room = pages.thread_for(fresh(cast.maya), opening.pk)
        return next(post for post in pages.page_of(room, fresh(cast.maya)).replies if post.id == quoting.pk)

    assert quotation().passage == "marigold thought"
    assert quotation().quoted_name == "Marigold"
    assert quotation().answers["me_too"].names == ["Marigold"]
    table.block(cast.in_circle["maya"], cast.circle.memberships.get(name="Marigold"))
    assert quotation().passage == quotation().quoted_name == ""
    assert not quotation().answers


def test_nothing_says_that_someone_parted_has_replied(cast, table):
    """Neither a list nor a page: “there is a reply”, “new since you were here” and nothing to read would be a trace."""
    thread = table.begin(cast.ruth)
    room = pages.thread_for(cast.noor, thread.pk)
    table.block(cast.in_circle["noor"], cast.in_circle["maya"])
    keeping.mark_read(thread_id=room.id, membership_id=room.reader.id, seq=1, by=cast.noor)
    table.reply(thread, cast.maya)
    [listed] = pages.list_page(pages.reader_of(cast.in_circle["noor"]), cast.noor).threads
    assert (listed.reply_count, listed.is_new, listed.repliers) == (0, False, [])
    room = pages.thread_for(cast.noor, thread.pk)
    shown = pages.page_of(room, cast.noor)
    assert (shown.replies, shown.new_from) == ([], None)
    assert room.last_seq == room.seen_seq
    table.reply(thread, cast.ruth)
    [listed] = pages.list_page(pages.reader_of(cast.in_circle["noor"]), cast.noor).threads
    assert (listed.reply_count, listed.is_new, listed.repliers) == (1, True, ["Devorah"])


def test_an_anonymous_post_brings_nothing_of_its_writer(cast, table):
    thread = table.begin(cast.maya, anonymous=True)
    table.reply(thread, cast.maya, anonymous=True)
    for person in (cast.noor, cast.ruth):
        shown = pages.page_of(pages.thread_for(fresh(person), thread.pk), fresh(person))
        for post in (shown.opening, *shown.replies):
            assert (post.name, post.author_id, post.role, post.mine) == ("", None, "", False)
        assert shown.replies[0].by_opener
    mine = pages.page_of(pages.thread_for(fresh(cast.maya), thread.pk), fresh(cast.maya))
    assert mine.opening.mine


def test_the_writer_of_an_anonymous_thread_answers_in_it_without_a_name(cast, table):
    thread = table.begin(cast.maya, anonymous=True)
    reply = table.reply(thread, cast.noor)
    responses.give(post=fresh(reply), kind="thank_you", by=fresh(cast.maya))
    shown = pages.page_of(pages.thread_for(fresh(cast.ruth), thread.pk), fresh(cast.ruth))
    assert shown.replies[0].answers["thank_you"].names == [pages.OPENER]


def test_what_was_said_to_the_writer_alone_reaches_the_two_of_them(cast, table):
    thread = table.begin(cast.maya)
    responses.give(post=thread.posts.get(), kind="strength", only_author=True, by=fresh(cast.noor))

    def answers(person):
        return pages.page_of(pages.thread_for(fresh(person), thread.pk), fresh(person)).opening.answers

    assert answers(cast.maya)["strength"].only_to_me == ["Slow Kettle"]
    assert answers(cast.noor)["strength"].mine_only
    assert answers(cast.ruth) == {}


def test_someone_who_left_is_a_former_member(cast, table):
    thread = table.begin(cast.maya)
    table.leave(cast.in_circle["maya"])
    opening = pages.page_of(pages.thread_for(fresh(cast.noor), thread.pk), fresh(cast.noor)).opening
    assert (opening.name, opening.former) == ("", True)


def test_a_word_without_a_name_stays_when_its_writer_leaves(cast, table):
    """If it went with them, the day somebody leaves would tell who had begun the conversation."""
    nameless = table.begin(cast.maya, anonymous=True)
    reply = table.reply(nameless, cast.noor)
    responses.give(post=fresh(reply), kind="me_too", by=fresh(cast.maya))
    table.leave(cast.in_circle["maya"])
    room = pages.thread_for(cast.ruth, nameless.pk)
    (shown,) = pages.posts_by_id(room, cast.ruth, [reply.pk])
    assert shown.answers["me_too"].names == [pages.OPENER]


def test_someone_who_left_reads_nothing_from_the_next_moment(cast, table):
    thread = table.begin(cast.maya)
    assert pages.thread_for(fresh(cast.noor), thread.pk)
    table.leave(cast.in_circle["noor"])
    assert pages.thread_for(fresh(cast.noor), thread.pk) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hidden=st.sets(st.integers(2, 66)), count=st.integers(0, 65), data=st.data())
def test_turning_pages_forwards_and_back_loses_and_repeats_nothing(cast, hidden, count, data):
    thread = a_thread(cast.in_circle["maya"])
    parted = cast.circle.memberships.filter(name="Parted").first()
    if parted is None:
        parted = a_member(cast.circle, a_person("parted"), "Parted")
        cast.in_circle["maya"].blocks_made.create(blocked=parted)
    for seq in range(2, count + 2):
        a_reply(thread, parted if seq in hidden else cast.in_circle["noor"])
    expected = [seq for seq in range(2, count + 2) if seq not in hidden]
    room = pages.thread_for(cast.maya, thread.pk)

    shown = pages.page_of(room, cast.maya)
    forwards, last = [post.seq for post in shown.replies], shown
    while last.later:
        last = pages.page_of(room, cast.maya, after=last.later)
        forwards += [post.seq for post in last.replies]
        assert len(last.replies) <= pages.PAGE
    assert forwards == expected

    backwards, first = [post.seq for post in last.replies], last
    while first.earlier:
        first = pages.page_of(room, cast.maya, before=first.earlier)
        backwards = [post.seq for post in first.replies] + backwards
    assert backwards == expected

    # Any place in the address shows what comes right after it.
    after = data.draw(st.integers(0, count + 3))
    somewhere = pages.page_of(room, cast.maya, after=after)
    rest = [seq for seq in expected if seq > max(after, 1)]
    assert [post.seq for post in somewhere.replies] == (rest or expected)[: pages.PAGE]


def test_a_list_goes_back_in_time_without_gaps(cast):
    then = clock.now() - timedelta(days=2)
    # Several said to in the same instant, which a cursor of time alone would lose.
    made = [
        a_thread(cast.in_circle["maya"], title=f"Thread {number}", created_at=then + timedelta(minutes=number // 4)).pk
        for number in range(50)
    ]
    seen, before = [], ""
    while True:
        listed = pages.list_page(pages.reader_of(cast.in_circle["noor"]), cast.noor, before=before)
        seen += [thread.id for thread in listed.threads]
        if listed.earlier is None:
            break
        before = listed.earlier
    assert len(seen) == len(set(seen)) == 50
    assert set(seen) == set(made)


@pytest.mark.parametrize("before", ["x", "1-", "-5", "9" * 30 + "-1", "1-99999999999999999999", "-", "１-２x"])
def test_a_cursor_that_names_nothing_gives_the_first_page_and_says_so(cast, before):
    a_thread(cast.in_circle["maya"])
    listed = pages.list_page(pages.reader_of(cast.in_circle["noor"]), cast.noor, before=before)
    assert listed.lost
    assert len(listed.threads) == 1


def test_a_list_says_who_replied_and_shows_one_s_own_kind(cast, table):
    good = table.begin(cast.maya, intent="good_news")
    table.begin(cast.maya, intent="ideas")
    table.reply(good, cast.noor)
    table.reply(good, cast.ruth)
    [listed] = pages.list_page(pages.reader_of(cast.in_circle["noor"]), cast.noor, intent="good_news").threads
    assert listed.repliers == ["", "Devorah"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_four_questions_however_long(cast, table, django_assert_num_queries, count):
    thread = table.begin(cast.maya)
    for _one in range(count):
        table.reply(thread, cast.noor)
    with django_assert_num_queries(4):
        pages.page_of(pages.thread_for(cast.ruth, thread.pk), cast.ruth)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_three_questions_however_long(cast, table, django_assert_num_queries, count):
    for _one in range(count):
        table.reply(table.begin(cast.maya), cast.noor)
    with django_assert_num_queries(3):
        pages.list_page(pages.reader_of(cast.in_circle["ruth"]), cast.ruth)
