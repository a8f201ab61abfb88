"""Two personas of one person cannot be tied together by somebody who meets both."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from hearth.groups.models import Membership
from tests.cast import a_member, a_person, a_reply, a_thread, signed_in

TOKEN = re.compile(r"[A-Za-z0-9_-]{2,}")


@pytest.fixture
def both(cast):
    """Noor sits in two groups where Maya goes by two names; others sit in one each, to compare with."""
    groups = {"circle": cast.circle, "other": cast.other}
    a_member(cast.other, cast.noor, "Window Seat")
    mayas = {"circle": cast.in_circle["maya"], "other": cast.in_other["maya"]}
    others = {"circle": cast.in_circle["ruth"], "other": cast.in_other["omar"]}
    # The names of the cast draw the same patch for both; a look one chooses oneself is not what is tested here.
    mayas["other"].pattern, mayas["other"].dye = 8, 8
    mayas["other"].save()
    for membership in [*mayas.values(), *others.values()]:
        thread = a_thread(membership, title="Something", body="Some words.")
        a_reply(thread, membership, body="More words.")
    return groups, mayas, others


def tokens(client: Client, membership: Membership) -> set[str]:
    """Everything in the pages about one persona that could be compared with another page."""
    thread = membership.threads.get()
    pages = [
        reverse("groups:people.show", args=[membership.group_id, membership.pk]),
        reverse("conversations:threads.show", args=[thread.pk]),
        reverse("conversations:posts.index", args=[thread.pk]),
    ]
    found = set()
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        html = re.sub(
            r'name="csrfmiddlewaretoken" value="[^"]*"|name="once" value="[^"]*"', "", answer.content.decode()
        )
        found |= set(TOKEN.findall(html))
    return found


def test_no_page_gives_away_that_two_names_are_one_person(cast, both):
    _groups, mayas, others = both
    noor = signed_in(Client(), cast.noor)
    common = tokens(noor, others["circle"]) | tokens(noor, others["other"])
    tied = (tokens(noor, mayas["circle"]) & tokens(noor, mayas["other"])) - common
    assert tied == set()


def test_the_comparison_would_find_an_account(cast, both):
    """The same test with the account’s number in both pages would fail: it can see what it looks for."""
    _groups, mayas, others = both
    noor = signed_in(Client(), cast.noor)
    told = {str(cast.maya.pk)}
    common = tokens(noor, others["circle"]) | tokens(noor, others["other"])
    assert ((tokens(noor, mayas["circle"]) | told) & (tokens(noor, mayas["other"]) | told)) - common == told


def test_ids_of_two_memberships_have_nothing_in_common_with_each_other_or_the_account(cast):
    ids = {cast.maya.pk, cast.in_circle["maya"].pk, cast.in_other["maya"].pk}
    assert len(ids) == 3
    assert max(ids) - min(ids) > 2**32


def test_the_order_of_people_follows_their_names_and_not_when_they_came(cast):
    late, early = a_person("late"), a_person("early")
    a_member(cast.circle, late, "Aspen")
    a_member(cast.circle, early, "Zinnia")
    page = signed_in(Client(), cast.noor).get(reverse("groups:people.index", args=[cast.circle.pk])).content.decode()
    names = ["Aspen", "Paper Boat", "Zinnia"]
    assert sorted(names, key=page.index) == names
