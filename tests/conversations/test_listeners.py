import pytest
from django.db import transaction

from hearth.base.events import announce
from hearth.conversations.models import Post
from hearth.groups.events import MemberLeft


@pytest.mark.parametrize(("words", "left"), [("take", 1), ("stay", 3)])
def test_someone_who_leaves_takes_their_words_along_or_lets_them_stay(cast, table, words, left):
    thread = table.begin(cast.maya)
    table.reply(thread, cast.maya)
    table.reply(thread, cast.noor)
    table.leave(cast.in_circle["maya"])
    with transaction.atomic():
        announce(MemberLeft(membership_id=cast.in_circle["maya"].pk, group_id=cast.circle.pk, words=words))
    assert Post.objects.standing().count() == left
