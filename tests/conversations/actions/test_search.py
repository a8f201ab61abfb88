"""The index keeps in step with the words."""

import pytest
from django.db import connection

from hearth.base.permissions import HEARTH, Denied
from hearth.conversations.actions import search
from hearth.conversations.models import SearchLine
from hearth.conversations.queries import across
from tests.cast import a_thread


def ids(cast, words):
    return [post.pk for post in across.find(across.around(cast.noor), words)]


def test_words_that_arrived_otherwise_are_found_after_a_round(cast):
    opening = a_thread(cast.in_circle["maya"], title="Harbour", body="The cranes at night.").posts.get()
    assert ids(cast, "cranes") == []
    assert search.keep_in_step(by=HEARTH) == 1
    assert ids(cast, "cranes") == [opening.pk]
    assert ids(cast, "harbour") == [opening.pk]
    assert search.keep_in_step(by=HEARTH) == 0


def test_a_line_whose_post_is_gone_goes(cast):
    thread = a_thread(cast.in_circle["maya"], body="The cranes at night.")
    search.keep_in_step(by=HEARTH)
    thread.delete()
    search.keep_in_step(by=HEARTH)
    assert not SearchLine.objects.exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM conversations_words")
            assert cursor.fetchone() == (0,)


def test_only_the_house_touches_the_index(cast):
    opening = a_thread(cast.in_circle["maya"]).posts.get()
    for deed in (search.index, search.forget):
        with pytest.raises(Denied):
            deed(post=opening, by=cast.maya)
    with pytest.raises(Denied):
        search.keep_in_step(by=cast.tess)
