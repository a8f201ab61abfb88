from datetime import timedelta

import pytest
from django.urls import reverse

from hearth.groups.models import Block, WelcomeTask
from tests.cast import a_member, a_person


def newcomer(cast, now, name="Fern"):
    member = a_member(cast.circle, a_person(name.lower().replace(" ", "-")), name, wants_companion=True)
    return WelcomeTask.objects.create(membership=member, created_at=now, due_at=now + timedelta(hours=24))


def url(name, task):
    return reverse(f"groups:welcomes.{name}", args=[task.membership.group_id, task.pk])


def test_a_greeter_takes_it_on_writes_and_is_done(cast, greeter, now, signed_in):
    task = newcomer(cast, now)
    client = signed_in(greeter.person)
    index = reverse("groups:welcomes.index", args=[cast.circle.pk])
    assert "Would like to meet someone first" in client.get(index).content.decode()
    assert client.post(url("claim", task)).status_code == 303
    assert "is writing to them" in signed_in(cast.ruth).get(index).content.decode()
    client = signed_in(greeter.person)
    assert client.post(url("edit", task), {"words": "Good that you came."}).status_code == 303
    assert "Nothing here needs doing" in client.get(index).content.decode()


@pytest.mark.parametrize("by_the_newcomer", [True, False])
def test_a_greeter_meets_no_newcomer_behind_a_block(cast, greeter, now, signed_in, by_the_newcomer):
    """Someone who comes again keeps the place they had, and the blocks around it hold."""
    task = newcomer(cast, now)
    one, other = (task.membership, greeter) if by_the_newcomer else (greeter, task.membership)
    Block.objects.create(blocker=one, blocked=other)
    index = reverse("groups:welcomes.index", args=[cast.circle.pk])
    client = signed_in(greeter.person)
    for page in (index, reverse("home:group.show", args=[cast.circle.pk]), reverse("home:today.show")):
        assert "Fern" not in client.get(page).content.decode()
    assert client.post(url("claim", task)).status_code == 404
    assert client.post(url("edit", task), {"words": "Hello."}).status_code == 404
    assert "Fern" in signed_in(cast.ruth).get(index).content.decode(), "whoever looks after the group sees everyone"


@pytest.mark.parametrize("words", ["", "  \x00 ", "x" * 1001])
def test_words_that_will_not_do_are_kept(cast, now, signed_in, words):
    task = newcomer(cast, now)
    answer = signed_in(cast.ruth).post(url("edit", task), {"words": words})
    assert answer.status_code == 422
    assert words.strip(" \x00") in answer.content.decode()


def test_a_hello_that_came_second_is_given_back(cast, greeter, now, signed_in):
    task = newcomer(cast, now)
    signed_in(greeter.person).post(url("edit", task), {"words": "Hello from me."})
    answer = signed_in(cast.ruth).post(url("edit", task), {"words": "Hello from me too."})
    assert answer.status_code == 409
    assert "welcomed already" in answer.content.decode()
    assert "Hello from me too." in answer.content.decode()


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(cast, greeter, now, signed_in, django_assert_num_queries, waiting):
    for number in range(waiting):
        newcomer(cast, now, f"Heron {number}")
    client = signed_in(greeter.person)
    address = reverse("groups:welcomes.index", args=[cast.circle.pk])
    client.get(address)
    with django_assert_num_queries(5):
        assert client.get(address).content.decode().count("I’ll write to them") == waiting


def test_members_and_strangers_see_no_list_of_newcomers(cast, now, signed_in):
    task = newcomer(cast, now)
    for who in ("maya", "omar", "tess"):
        client = signed_in(getattr(cast, who))
        assert client.get(reverse("groups:welcomes.index", args=[cast.circle.pk])).status_code == 404
        assert client.post(url("claim", task)).status_code == 404
