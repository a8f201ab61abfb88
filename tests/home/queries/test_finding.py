"""The list in plain words agrees with the rule, and never remembers what has changed."""

from datetime import timedelta
from itertools import product

import pytest
from django.http import QueryDict

from hearth.groups.models import Group
from hearth.home.forms import Search
from hearth.home.queries import finding
from tests.cast import a_group

pytestmark = pytest.mark.django_db


def found(now, query: str = "") -> set[int]:
    search = Search.read(QueryDict(query), **finding.known_choices(now))
    return {listing.pk for listing in finding.directory(search, now).listings}


def test_the_list_is_exactly_what_may_be_shown(db, now):
    for number, (visibility, closed, confirmed, made) in enumerate(
        product(["listed", "hidden"], [None, now], [None, 5, 119, 120, 400], [1, 119, 121])
    ):
        a_group(
            f"Group {number}",
            visibility=visibility,
            closed_at=closed,
            confirmed_on=confirmed and (now - timedelta(days=confirmed)).date(),
            created_at=now - timedelta(days=made),
        )
    may_be_shown = set(finding.listed(now).values_list("pk", flat=True))
    assert 0 < len(may_be_shown) < finding.PAGE
    assert found(now) == may_be_shown


def test_choices_come_from_listed_groups_alone(list_group, now):
    list_group("Seen", "panic", language="es", town="Millbrook")
    list_group("Unseen", "grief", language="de", town="Aldermouth", visibility="hidden")
    assert finding.known_choices(now) == {"known_tags": {"panic"}, "languages": ["es"], "towns": ["Millbrook"]}


def test_a_renamed_or_hidden_group_is_never_shown_as_it_was(client, cast):
    assert "Steadying Circle" in client.get("/groups/").content.decode()
    Group.objects.filter(pk=cast.circle.pk).update(name="Steadier Circle")
    text = client.get("/groups/").content.decode()
    assert "Steadier Circle" in text
    assert "Steadying Circle" not in text
    Group.objects.filter(pk=cast.circle.pk).update(visibility="hidden")
    assert "Steadier Circle" not in client.get("/groups/").content.decode()


@pytest.mark.parametrize("word", ["100%", "a_b", "it’s", "'; --", "\\"])
def test_words_are_words_and_nothing_else(client, cast, word):
    assert client.post("/groups/", {"words": f"{word} {word}x"}).status_code == 200


def test_a_percent_sign_finds_no_more_than_itself(client, list_group):
    list_group("Half")
    assert "Half</a>" not in client.post("/groups/", {"words": "h%f%"}).content.decode()
