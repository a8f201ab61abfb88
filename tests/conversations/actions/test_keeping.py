from datetime import timedelta

import pytest

from hearth.base import clock
from hearth.base.permissions import HEARTH, Denied
from hearth.conversations.actions import keeping, posts
from hearth.conversations.models import Draft, Keepsake, ReadMark, Watch
from tests.conversations.conftest import fresh


def save(cast, person, body="Half a thought", **more):
    return keeping.save_draft(group=cast.circle, fields={"body": body, **more}, by=fresh(person))


def test_a_draft_is_one_to_a_place_and_empty_words_let_it_go(cast, table):
    thread = table.begin(cast.noor)
    save(cast, cast.maya)
    save(cast, cast.maya, body="A whole thought")
    keeping.save_draft(group=cast.circle, thread=fresh(thread), fields={"body": "A reply"}, by=fresh(cast.maya))
    assert sorted(draft.fields["body"] for draft in Draft.objects.all()) == ["A reply", "A whole thought"]
    save(cast, cast.maya, body="")
    assert Draft.objects.get().fields == {"body": "A reply"}


def test_a_draft_holds_only_what_belongs_to_the_form(cast):
    assert save(cast, cast.maya, once="x", csrfmiddlewaretoken="y").fields == {"body": "Half a thought"}


def test_a_draft_has_its_measure(cast):
    with pytest.raises(keeping.TooMuchForADraft):
        save(cast, cast.maya, body="x" * 50_000)


def test_drafts_are_kept_for_members_and_seen_by_their_owner(cast):
    save(cast, cast.maya)
    with pytest.raises(Denied):
        save(cast, cast.omar)
    assert Draft.objects.visible_to(cast.maya).count() == 1
    assert Draft.objects.visible_to(cast.noor).count() == 0


def test_letting_go_touches_nobody_else_s(cast):
    save(cast, cast.maya)
    save(cast, cast.noor)
    keeping.let_go(drafts=Draft.objects.all(), by=fresh(cast.maya))
    assert Draft.objects.get().person == cast.noor


def test_old_drafts_go(cast):
    save(cast, cast.maya)
    assert keeping.purge_drafts(now=clock.now() + timedelta(days=100), by=HEARTH) == 0
    assert keeping.purge_drafts(now=clock.now() + timedelta(days=181), by=HEARTH) == 1


def test_a_line_is_kept_once_and_for_oneself(cast, table):
    opening = table.begin(cast.maya).posts.get()
    for _again in range(2):
        keeping.keep(post=fresh(opening), words="I wake at three", by=fresh(cast.noor))
    assert Keepsake.objects.visible_to(cast.noor).count() == 1
    assert Keepsake.objects.visible_to(cast.maya).count() == 0
    with pytest.raises(posts.NotTheirWords):
        keeping.keep(post=fresh(opening), words="I slept well", by=fresh(cast.noor))


def test_words_are_kept_only_where_their_writer_allows_it(cast, table):
    opening = table.begin(cast.maya).posts.get()
    cast.in_circle["maya"].quotable = False
    cast.in_circle["maya"].save()
    with pytest.raises(keeping.NotForKeeping):
        keeping.keep(post=fresh(opening), words="I wake", by=fresh(cast.noor))
    assert keeping.keep(post=fresh(opening), words="I wake", by=fresh(cast.maya))


@pytest.mark.parametrize("quotable", [True, False])
def test_nameless_words_are_never_kept_so_that_nothing_tells_whose_they_are(cast, table, quotable):
    cast.in_circle["maya"].quotable = quotable
    cast.in_circle["maya"].save()
    opening = table.begin(cast.maya, anonymous=True).posts.get()
    with pytest.raises(keeping.NotForKeeping):
        keeping.keep(post=fresh(opening), words="I wake", by=fresh(cast.noor))


def test_only_its_owner_lets_a_kept_line_go(cast, table):
    kept = keeping.keep(post=table.begin(cast.maya).posts.get(), words="I wake", by=fresh(cast.noor))
    with pytest.raises(Denied):
        keeping.drop(keepsake=kept, by=fresh(cast.maya))
    keeping.drop(keepsake=kept, by=fresh(cast.noor))
    assert not Keepsake.objects.exists()


def test_reading_goes_forwards_only(cast, table):
    thread = table.begin(cast.maya)
    for seq in (1, 5, 3):
        keeping.mark_read(thread_id=thread.pk, membership_id=cast.in_circle["noor"].pk, seq=seq, by=cast.noor)
    assert ReadMark.objects.get().seq == 5


def test_following_can_be_ended_and_is_not_begun_again_by_replying(cast, table):
    thread = table.begin(cast.maya)
    keeping.follow(thread=fresh(thread), wanted=False, by=fresh(cast.noor))
    table.reply(thread, cast.noor)
    assert Watch.objects.get(membership=cast.in_circle["noor"]).quiet
    keeping.follow(thread=fresh(thread), wanted=True, by=fresh(cast.noor))
    assert not Watch.objects.get(membership=cast.in_circle["noor"]).quiet
    with pytest.raises(Denied):
        keeping.follow(thread=fresh(thread), wanted=True, by=fresh(cast.omar))
