"""What we promise about words: taken along, or left without a name; copied out for their owner alone."""

import pytest

from hearth.base import privacy
from hearth.base.ids import key
from hearth.conversations.actions import keeping, responses, threads
from hearth.conversations.models import Draft, Keepsake, Post, ReadMark, Response, Thanks, Watch
from hearth.people.actions import accounts
from tests.conversations.conftest import fresh


@pytest.fixture
def thread(cast, table):
    thread = table.begin(cast.maya, body="My lighthouse.")
    reply = table.reply(thread, cast.noor, body="Her kettle.")
    table.reply(thread, cast.maya, body="Mine again.", quoted=fresh(reply), passage="kettle")
    responses.give(post=fresh(reply), kind="me_too", by=fresh(cast.maya))
    responses.thank(post=fresh(reply), line="kettle", words="Thanks for that.", by=fresh(cast.maya))
    keeping.keep(post=fresh(reply), words="kettle", by=fresh(cast.maya))
    draft = {"body": "half", "passage": "Her kettle", "quoted": "2"}
    keeping.save_draft(group=cast.circle, thread=fresh(thread), fields=draft, by=fresh(cast.maya))
    keeping.mark_read(thread_id=thread.pk, membership_id=cast.in_circle["maya"].pk, seq=3, by=cast.maya)
    return thread


def test_an_export_holds_one_s_own_words_and_nobody_else_s(cast, thread):
    told = str(privacy.export_of(fresh(cast.maya)))
    for mine in ("My lighthouse.", "Mine again.", "Thanks for that.", "half"):
        assert mine in told
    assert "Her kettle" not in told
    assert "Slow Kettle" not in told


def test_taking_words_along_leaves_none(cast, thread):
    accounts.erase(person=fresh(cast.maya), keep_words=False, by=fresh(cast.maya))
    assert [post.body for post in Post.objects.standing()] == ["Her kettle."]
    for rows in (Draft, Keepsake, ReadMark, Response, Thanks):
        assert not rows.objects.exists(), rows
    assert not Watch.objects.filter(membership__person=None).exists()


def test_words_that_stay_stay_without_a_name(cast, thread, signed_in):
    accounts.erase(person=fresh(cast.maya), keep_words=True, by=fresh(cast.maya))
    html = signed_in(cast.noor).get(f"/posts/{key(thread.posts.get(seq=1).pk)}/", follow=True).content.decode()
    assert "My lighthouse." in html
    assert "A former member" in html
    assert "Paper Boat" not in html


def test_words_of_someone_who_brought_a_conversation_to_rest_are_theirs_too(cast, thread):
    ruth = fresh(cast.ruth)
    threads.close(thread=fresh(thread), words="Let us rest this here.", by=ruth)
    assert "Let us rest this here." in str(privacy.export_of(ruth))
    assert "Let us rest this here." not in str(privacy.export_of(fresh(cast.maya)))
    accounts.erase(person=fresh(cast.ruth), keep_words=False, by=fresh(cast.ruth))
    assert fresh(thread).closing_words == ""


def test_a_copy_never_names_a_hidden_group_to_someone_who_was_inside(cast, table):
    """Neither as it was called then nor as it is called now."""
    thread = table.begin(cast.noor, group=cast.hidden, body="Words of mine.")
    keeping.mark_read(thread_id=thread.pk, membership_id=cast.in_hidden["noor"].pk, seq=1, by=cast.noor)
    assert cast.hidden.name in str(privacy.export_of(fresh(cast.noor)))
    table.leave(cast.in_hidden["noor"])
    told = str(privacy.export_of(fresh(cast.noor)))
    assert "Words of mine." in told
    assert cast.hidden.name not in told
