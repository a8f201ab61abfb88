import pytest

from hearth.base.permissions import Denied
from hearth.conversations.actions import posts, responses
from hearth.conversations.models import Response, Thanks
from tests.conversations.conftest import fresh


@pytest.fixture
def opening(table, cast):
    return table.begin(cast.maya).posts.get()


def test_a_word_is_said_once_and_can_be_unsaid(opening, cast):
    for _again in range(2):
        responses.give(post=fresh(opening), kind="me_too", by=fresh(cast.noor))
    assert Response.objects.count() == 1
    responses.take_back(post=fresh(opening), kind="me_too", by=fresh(cast.noor))
    assert not Response.objects.exists()


def test_a_word_can_become_one_for_the_writer_alone(opening, cast):
    responses.give(post=fresh(opening), kind="me_too", by=fresh(cast.noor))
    responses.give(post=fresh(opening), kind="me_too", only_author=True, by=fresh(cast.noor))
    assert Response.objects.get().only_author


def test_nobody_answers_themselves(opening, cast):
    with pytest.raises(responses.OwnWords):
        responses.give(post=fresh(opening), kind="me_too", by=fresh(cast.maya))
    with pytest.raises(responses.OwnWords):
        responses.thank(post=fresh(opening), by=fresh(cast.maya))


def test_strangers_answer_nothing(opening, cast):
    with pytest.raises(Denied):
        responses.give(post=fresh(opening), kind="me_too", by=fresh(cast.omar))
    with pytest.raises(Denied):
        responses.thank(post=fresh(opening), by=fresh(cast.omar))


def test_words_taken_back_are_not_answered(opening, cast):
    posts.withdraw(post=fresh(opening), by=fresh(cast.maya))
    with pytest.raises(posts.WordsAreGone):
        responses.give(post=fresh(opening), kind="me_too", by=fresh(cast.noor))
    with pytest.raises(posts.WordsAreGone):
        responses.thank(post=fresh(opening), by=fresh(cast.noor))


def test_thanks_quote_what_was_said_and_reach_its_writer_alone(opening, cast):
    with pytest.raises(posts.NotTheirWords):
        responses.thank(post=fresh(opening), line="something else", by=fresh(cast.noor))
    for _again in range(2):
        responses.thank(post=fresh(opening), line="I wake at three", words="Thank you.", by=fresh(cast.noor))
    assert Thanks.objects.visible_to(cast.maya).get().line == "I wake at three"
    for other in (cast.noor, cast.ruth, cast.omar, cast.tess):
        assert not Thanks.objects.visible_to(other).exists()


def test_thanks_do_not_cross_a_block(opening, table, cast):
    responses.thank(post=fresh(opening), by=fresh(cast.noor))
    assert Thanks.objects.visible_to(cast.maya).exists()
    table.block(cast.in_circle["maya"], cast.in_circle["noor"])
    assert not Thanks.objects.visible_to(cast.maya).exists()


def test_thanks_without_a_name_do_not_vanish_behind_a_block(table, cast):
    """Otherwise blocking one after the other would find out who wrote an anonymous conversation."""
    nameless = table.begin(cast.maya, anonymous=True)
    reply = table.reply(nameless, cast.noor)
    responses.thank(post=fresh(reply), by=fresh(cast.maya))
    table.block(cast.in_circle["noor"], cast.in_circle["maya"])
    assert Thanks.objects.visible_to(cast.noor).exists()
