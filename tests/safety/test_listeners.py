"""Grave words bring somebody to the desk in the same commit."""

import pytest
from django.db import transaction

from hearth.base.events import announce
from hearth.conversations.events import PostEdited, PostPublished, ThreadOpened
from hearth.safety.models import Concern


def opened(post, risk):
    return ThreadOpened(
        thread_id=post.thread_id,
        group_id=post.group_id,
        by_id=post.author_id,
        is_first=False,
        risk=risk,
        post_id=post.pk,
    )


def told(fact, post, risk):
    return fact(post_id=post.pk, thread_id=post.thread_id, group_id=post.group_id, by_id=post.author_id, risk=risk)


@pytest.mark.parametrize("risk", ["none", "low", "moderate"])
def test_what_is_not_grave_is_left_to_its_writer(post, risk):
    with transaction.atomic():
        announce(opened(post, risk))
        announce(told(PostPublished, post, risk))
    assert not Concern.objects.exists()


@pytest.mark.parametrize("risk", ["high", "imminent"])
def test_what_is_grave_is_on_the_desk_with_the_post(cast, post, reply, risk):
    with transaction.atomic():
        announce(opened(post, risk))
        announce(told(PostPublished, reply, risk))
        announce(told(PostEdited, reply, risk))
    assert {(concern.post, concern.about, concern.source) for concern in Concern.objects.all()} == {
        (post, cast.in_circle["maya"], "house"),
        (reply, cast.in_circle["noor"], "house"),
    }


def test_an_opening_told_without_its_post_is_found(post):
    with transaction.atomic():
        announce(
            ThreadOpened(
                thread_id=post.thread_id, group_id=post.group_id, by_id=post.author_id, is_first=True, risk="high"
            )
        )
    assert Concern.objects.get().post == post


def test_if_the_deed_fails_nothing_is_on_the_desk(post):
    with pytest.raises(RuntimeError), transaction.atomic():
        announce(opened(post, "high"))
        raise RuntimeError
    assert not Concern.objects.exists()
