"""A leaflet for strangers, whatever is inside; a home for members."""

import re

import pytest
from django.urls import reverse

from hearth.groups.models import ANSWER_KEYS, Ban, Group
from tests.cast import a_member, a_person

pytestmark = pytest.mark.django_db


def address(group) -> str:
    return reverse("home:group.show", args=[group.pk])


def page_of(response) -> str:
    assert response.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_a_stranger_reads_eight_answers_the_agreement_and_how_to_come_in(client, cast, meet):
    meet(cast.circle)
    text = page_of(client.get(address(cast.circle)))
    for key in ANSWER_KEYS:
        assert f"What to know about {key}." in text
    assert "What’s said here stays here." in text
    assert text.count(reverse("groups:joining.edit", args=[cast.circle.pk])) == 1
    assert "A person answers within" in text
    assert "Every day" in text


def test_a_stranger_learns_nothing_of_who_is_inside_or_how_many(client, signed_in, cast):
    before = page_of(client.get(address(cast.circle)))
    for number in range(12):
        a_member(cast.circle, a_person(f"guest{number}"), f"Guest {number}")
    assert page_of(client.get(address(cast.circle))) == before
    for name in ("Paper Boat", "Slow Kettle", "Devorah"):
        assert name not in before
    omar = page_of(signed_in(cast.omar).get(address(cast.circle)))
    assert "Paper Boat" not in omar
    assert "Guest 3" not in omar


def test_a_hidden_group_does_not_exist_for_strangers(client, signed_in, cast):
    missing = client.get(reverse("home:group.show", args=[1]))
    hidden = client.get(address(cast.hidden))
    assert (hidden.status_code, page_of_404(hidden)) == (404, page_of_404(missing))
    assert signed_in(cast.omar).get(address(cast.hidden)).status_code == 404


def page_of_404(response) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_who_was_banned_reads_the_same_leaflet(client, signed_in, cast):
    signed = signed_in(cast.omar)
    before = page_of(signed.get(address(cast.circle)))
    Ban.objects.create(group=cast.circle, person=cast.omar, reason="Broke the agreement.")
    assert page_of(signed.get(address(cast.circle))) == before


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("open", "Come in"),
        ("ask", "Ask to join"),
        ("cohort", "Ask to join"),
        ("invite", "People come here by invitation"),
    ],
)
def test_one_way_in_for_each_mode(client, cast, mode, says):
    Group.objects.filter(pk=cast.circle.pk).update(mode=mode)
    assert says in page_of(client.get(address(cast.circle)))


def test_the_title_names_no_group(client, cast):
    title = re.search(r"<title>(.*?)</title>", page_of(client.get(address(cast.circle)))).group(1)
    assert "Steadying" not in title


@pytest.mark.parametrize("count", [1, 3])
def test_few_questions_for_a_leaflet(client, cast, meet, count, django_assert_num_queries):
    for _ in range(count):
        meet(cast.circle)
    with django_assert_num_queries(4):
        client.get(address(cast.circle))
