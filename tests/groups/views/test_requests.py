import pytest
from django.urls import reverse

from hearth.groups.actions import joining
from hearth.groups.models import JoinRequest, Membership
from tests.cast import a_person
from tests.groups.conftest import persona


def ask(cast, person, now, name="Fern"):
    return joining.ask(
        group=cast.circle,
        persona=persona(name),
        answers=["Nights are long."],
        agreement=cast.circle.agreements.newest(),
        by=person,
        now=now,
    )


def url(name, question):
    return reverse(f"groups:requests.{name}", args=[question.group_id, question.pk])


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(cast, now, signed_in, django_assert_num_queries, waiting):
    for number in range(waiting):
        ask(cast, a_person(f"guest-{number}"), now, name=f"Heron {number}")
    client = signed_in(cast.ruth)
    address = reverse("groups:requests.index", args=[cast.circle.pk])
    client.get(address)
    with django_assert_num_queries(5):
        page = client.get(address).content.decode()
    assert page.count("big-link") == waiting


def test_a_facilitator_answers_in_two_taps(cast, ana, now, signed_in):
    question = ask(cast, ana, now)
    client = signed_in(cast.ruth)
    page = client.get(url("show", question)).content.decode()
    assert "Nights are long." in page
    assert client.post(url("answer", question), {"welcome": "yes"}).status_code == 303
    assert Membership.objects.of(ana).exists()
    mine = signed_in(ana).get(url("show", question)).content.decode()
    assert "There is a place for you" in mine


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"welcome": "no"}, 422),
        ({"welcome": "no", "words": "  \x00"}, 422),
        ({"welcome": "no", "words": "x" * 501}, 422),
        ({"welcome": "maybe"}, 422),
        ({}, 422),
        ({"welcome": "no", "words": "We’re small just now."}, 303),
        ({"welcome": "no", "ready": "small"}, 303),
        ({"welcome": "no", "ready": "made up"}, 422),
    ],
)
def test_a_no_has_a_reason(cast, ana, now, signed_in, form, status):
    question = ask(cast, ana, now)
    assert signed_in(cast.ruth).post(url("answer", question), form).status_code == status
    assert JoinRequest.objects.waiting().exists() is (status == 422)


def test_the_one_who_asked_reads_the_reason_and_where_else_to_go(cast, ana, now, signed_in):
    cast.circle.tags.create(code="panic")
    question = ask(cast, ana, now)
    signed_in(cast.ruth).post(url("answer", question), {"welcome": "no", "words": "We’re small just now."})
    page = signed_in(ana).get(url("show", question)).content.decode()
    assert "We’re small just now." in page
    assert "?about=" in page
    assert "Devorah" not in page, "who answered stays inside"


def test_a_second_answer_is_told_that_it_came_late(cast, ana, now, signed_in):
    question = ask(cast, ana, now)
    client = signed_in(cast.ruth)
    client.post(url("answer", question), {"welcome": "yes"})
    late = client.post(url("answer", question), {"welcome": "no", "words": "No."})
    assert late.status_code == 409
    assert "answered this already" in late.content.decode()


def test_a_stranger_neither_reads_nor_answers(cast, ana, now, signed_in):
    question = ask(cast, ana, now)
    for who in ("omar", "maya"):
        assert signed_in(getattr(cast, who)).get(url("show", question)).status_code == 404
        assert signed_in(getattr(cast, who)).post(url("answer", question), {"welcome": "yes"}).status_code == 404
