"""What is found across groups and `visible_to` give the same answer for everyone, whatever stands between people."""

from datetime import timedelta
from itertools import product

import pytest
from django.db.models import Exists, OuterRef, Q

from hearth.base import clock
from hearth.conversations.models import Post, Thread
from hearth.conversations.queries import across, pages
from hearth.groups.models import Ban, Membership, Mute
from tests.cast import a_member, a_person, a_reply, a_thread
from tests.conversations.conftest import fresh

BETWEEN = ["nothing", "a block", "a block from the other side", "a mute", "left", "banned", "back again"]


def come_between(cast, table, one, other, what) -> None:
    """Put something between two personas of the circle."""
    one, other = cast.in_circle[one], cast.in_circle[other]
    if what == "a block":
        table.block(one, other)
    elif what == "a block from the other side":
        table.block(other, one)
    elif what == "a mute":
        table.mute(one, other)
    elif what in {"left", "banned", "back again"}:
        table.leave(other)
    if what == "banned":
        Membership.objects.filter(pk=other.pk).update(ended_how="banned")
        Ban.objects.create(group=cast.circle, person=other.person, reason="Broke the agreement.")
    if what == "back again":
        table.block(one, other)
        a_member(cast.circle, other.person, "Another Name")


@pytest.fixture(params=list(product(BETWEEN, [("maya", "noor"), ("noor", "maya"), ("ruth", "noor"), ("noor", "ruth")])))
def parted(request, cast, table):
    """The cast after some talk, named and not, with something standing between two of them."""
    circle, teo = cast.in_circle, a_person("teo")
    circle["teo"] = a_member(cast.circle, teo, "Marigold")
    then = clock.now() - timedelta(days=2)
    for author in (circle["maya"], circle["noor"], circle["ruth"], cast.in_other["maya"], cast.in_hidden["noor"]):
        for anonymous in (False, True):
            for answered in (False, True):
                thread = a_thread(
                    author, f"A lantern {author.name}", anonymous=anonymous, notes=["grief"], created_at=then
                )
                if answered:
                    others = Membership.objects.filter(group=author.group_id, ended_at=None).exclude(pk=author.pk)
                    for other in others:
                        a_reply(thread, other, "A lantern too.", created_at=then + timedelta(hours=1))
                    a_reply(thread, author, "Thank you.", anonymous=anonymous, created_at=then + timedelta(hours=2))
    what, (one, other) = request.param
    come_between(cast, table, one, other, what)
    return {**cast.people(), "teo": teo}


def everyone(parted):
    for person in parted.values():
        person = fresh(person)
        yield person, across.around(person)


def test_what_is_found_is_what_may_be_seen(parted):
    since = clock.now() - timedelta(days=3)
    late = clock.now() + timedelta(days=9)
    for person, here in everyone(parted):
        seen = Thread.objects.visible_to(person).standing()
        muted = Exists(Mute.objects.filter(muted=OuterRef("author"), muter__person=person))
        fresh_ones = seen.exclude(author__person=person)
        assert {thread.id for thread in across.said_to_since(here, since, 99)} == ids(fresh_ones)
        waits = fresh_ones.unanswered().filter(Q(anonymous=True) | ~Q(muted))
        assert {one.thread.id for one in across.waiting_for(here, 99)} == ids(waits)
        chaired = Membership.objects.in_the_chair_of(person).values("group")
        assert {one.thread.id for one in across.overdue(here, late, 99)} == ids(
            seen.overdue(late).filter(group__in=chaired)
        )
        replies = Post.objects.visible_to(person).standing().replies().exclude(author__person=person)
        mine = replies.filter(Q(anonymous=True) | ~Q(muted), thread__author__person=person, created_at__gt=since)
        assert {post.id for post in across.replies_to(here, since, 99)} == ids(mine)


def ids(rows) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def test_words_are_found_where_they_may_be_read(parted, monkeypatch):
    everything = list(Post.objects.order_by("pk").values_list("pk", flat=True))
    monkeypatch.setattr(across.search, "matching", lambda asked, groups, enough: everything)
    for person, here in everyone(parted):
        truth = list(Post.objects.visible_to(person).standing().order_by("pk").values_list("pk", flat=True))
        if here.places:
            assert [post.id for post in across.find(here, "lantern", limit=99)] == truth
            # A page is filled although some of the latest are not this person's to see.
            assert [post.id for post in across.find(here, "lantern", limit=3)] == truth[:3]
        else:
            assert truth == []


def test_those_who_look_after_a_group_are_whom_its_members_may_see(parted):
    for person, here in everyone(parted):
        for place in here.places:
            membership = Membership.objects.get(pk=place.membership_id)
            reader, carers = pages.reader_and_carers(membership)
            truth = Membership.objects.visible_to(person).filter(group=place.group_id).looking_after()
            assert [carer.id for carer in carers] == [one.pk for one in truth.in_reading_order()]
            assert reader == pages.reader_of(membership)


def test_nothing_found_brings_the_writer_of_anonymous_words(parted):
    anonymous = {row.pk for row in [*Thread.objects.filter(anonymous=True), *Post.objects.filter(anonymous=True)]}
    since = clock.now() - timedelta(days=3)
    for _person, here in everyone(parted):
        found = [
            *across.said_to_since(here, since, 99),
            *[one.thread for one in across.waiting_for(here, 99)],
            *across.replies_to(here, since, 99),
            *across.find(here, "lantern", limit=99),
        ]
        for words in found:
            assert words.anonymous is (words.id in anonymous)
            assert not (words.anonymous and words.name)


def test_a_visitor_of_no_group_finds_nothing_and_asks_nothing_more(cast, django_assert_num_queries):
    here = across.around(cast.tess)
    with django_assert_num_queries(0):
        assert across.said_to_since(here, clock.now(), 5) == across.waiting_for(here, 5) == []
        assert across.replies_to(here, clock.now(), 5) == across.overdue(here, clock.now(), 5) == []
        assert across.find(here, "lantern") == []


def test_what_one_keeps_clear_of_is_not_offered(cast, table):
    table.begin(cast.maya, notes=["grief", "work"])
    assert len(across.waiting_for(across.around(fresh(cast.noor)), 5)) == 1
    for notes, offered in ((["grief"], 0), (["wor"], 1), (["hospital"], 1), (["hospital", "work"], 0)):
        cast.noor.folded_notes = notes
        assert len(across.waiting_for(across.around(cast.noor), 5)) == offered


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_four_questions_however_much_is_found(cast, table, django_assert_num_queries, count):
    for _one in range(count):
        table.begin(cast.maya, body="The lighthouse.")
    with django_assert_num_queries(4):
        assert len(across.find(across.around(cast.noor), "lighthouse")) == count
    # A page full of whole words is not looked for again with the last one unfinished.
    with django_assert_num_queries(3):
        assert len(across.find(across.around(cast.noor), "lighthouse", limit=1)) == 1
