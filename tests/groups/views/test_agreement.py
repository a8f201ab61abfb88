import pytest
from django.urls import reverse

from hearth.groups.actions import agreements
from hearth.groups.models import AgreementVersion
from tests.groups.conftest import has_said_yes


def url(name, group):
    return reverse(f"groups:agreement.{name}", args=[group.pk])


def points(*pairs, **more):
    rows = {f"point_{n}": point for n, (point, _why) in enumerate(pairs)} | {
        f"why_{n}": why for n, (_p, why) in enumerate(pairs)
    }
    return {**rows, **more}


@pytest.fixture
def changed(cast, now):
    return agreements.publish(
        group=cast.circle,
        points=[
            cast.circle.agreements.newest().points[0],
            {"point": "We begin on time.", "why": "Some of us have a bus."},
        ],
        change="We talked about lateness.",
        based_on=cast.circle.agreements.newest(),
        by=cast.ruth,
        now=now,
    )


def test_a_member_sees_what_changed_in_words_and_says_yes(cast, changed, signed_in):
    client = signed_in(cast.maya)
    page = client.get(url("show", cast.circle)).content.decode()
    for words in (
        "What changed since you said yes",
        "We talked about lateness.",
        "New",
        "We begin on time.",
        "Gone",
        "We ask before we advise.",
    ):
        assert words in page
    assert client.post(url("show", cast.circle), {"version": changed.pk, "agreed": "on"}).status_code == 303
    assert has_said_yes(cast.in_circle["maya"])
    assert "You have said yes to this" in client.get(url("show", cast.circle)).content.decode()


def test_without_the_tick_nothing_is_accepted(cast, changed, signed_in):
    assert signed_in(cast.maya).post(url("show", cast.circle), {"version": changed.pk}).status_code == 422
    assert not has_said_yes(cast.in_circle["maya"])


@pytest.mark.parametrize("version", ["", "x", "1", "‮"])
def test_a_yes_to_something_else_is_refused(cast, changed, signed_in, version):
    answer = signed_in(cast.maya).post(url("show", cast.circle), {"version": version, "agreed": "on"})
    assert answer.status_code == 422
    assert not has_said_yes(cast.in_circle["maya"])


def test_a_stranger_may_read_it_before_coming_and_accept_nothing(cast, newest, signed_in):
    client = signed_in(cast.omar)
    assert newest.points[0]["point"] in client.get(url("show", cast.circle)).content.decode()
    assert client.post(url("show", cast.circle), {"version": newest.pk, "agreed": "on"}).status_code == 403
    assert client.get(url("show", cast.hidden)).status_code == 404
    assert client.get(url("edit", cast.circle)).status_code == 404


def test_a_facilitator_publishes_a_new_version(cast, newest, signed_in):
    form = points(("We listen.", ""), ("", ""), ("We ask first.", "It helps."), change="Shorter.", based_on=newest.pk)
    assert signed_in(cast.ruth).post(url("edit", cast.circle), form).status_code == 303
    now_in_force = cast.circle.agreements.newest()
    assert now_in_force.number == 2
    assert now_in_force.points == [{"point": "We listen.", "why": ""}, {"point": "We ask first.", "why": "It helps."}]


def test_a_stale_form_is_refused_with_its_words_kept(cast, newest, changed, signed_in):
    form = points(("My own point.", "Because."), based_on=newest.pk)
    client = signed_in(cast.ruth)
    answer = client.post(url("edit", cast.circle), form)
    assert answer.status_code == 409
    assert "My own point." in answer.content.decode()
    assert cast.circle.agreements.newest() == changed
    assert client.post(url("edit", cast.circle), {**form, "based_on": changed.pk}).status_code == 303


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([("", "")], 422),
        ([("   ", "")], 422),
        ([("", "a why alone")], 422),
        ([("x" * 301, "")], 422),
        ([("\x00\u202e", "")], 422),
        ([("We <b>listen</b>.", "")], 303),
    ],
)
def test_odd_points(cast, newest, signed_in, rows, status):
    answer = signed_in(cast.ruth).post(url("edit", cast.circle), points(*rows, based_on=newest.pk))
    assert answer.status_code == status
    if status == 303:
        assert "<b>listen</b>" not in signed_in(cast.ruth).get(url("show", cast.circle)).content.decode()
    else:
        assert AgreementVersion.objects.filter(group=cast.circle).count() == 1


def test_a_thousand_points_are_too_many_to_read(cast, newest, signed_in):
    form = points(*[(f"Point {n}", "") for n in range(90)], based_on=newest.pk)
    signed_in(cast.ruth).post(url("edit", cast.circle), form)
    assert len(cast.circle.agreements.newest().points) == 20
