import re

import pytest
from django.urls import reverse

from hearth.groups.models import ANSWER_KEYS, Group, Invitation, charters, every_tag
from tests.groups.conftest import sent as joining_form


def url(code="carers"):
    return reverse("groups:charters.edit", args=[code])


def sent(charter, **more):
    points = {f"point_{n}": point["point"] for n, point in enumerate(charter.points)}
    whys = {f"why_{n}": point["why"] for n, point in enumerate(charter.points)}
    return {**charter.leaflet, **points, **whys, "name": "New Room", "zone": "Europe/London", "once": "4711", **more}


@pytest.mark.parametrize("code", list(charters()))
def test_every_charter_answers_everything_and_uses_tags_there_are(code):
    charter = charters()[code]
    assert all(charter.leaflet[f"answer_{key}"].strip() for key in ANSWER_KEYS)
    assert set(charter.leaflet["tags"]) <= set(every_tag())
    assert len(charter.points) >= 4
    assert all(point["point"] and point["why"] for point in charter.points)


def test_there_are_at_least_four_to_choose_from(cast, signed_in):
    page = signed_in(cast.tess).get(reverse("groups:charters.index")).content.decode()
    assert page.count("big-link") == len(charters()) >= 4


@pytest.mark.parametrize("code", list(charters()))
def test_from_a_charter_to_an_open_group_with_its_first_facilitator(cast, ana, signed_in, code):
    more = {"town": "Millbrook"} if code == "in-person" else {"starts_on": "2030-01-08"} if code == "course" else {}
    answer = signed_in(cast.tess).post(url(code), sent(charters()[code], **more))
    assert answer.status_code == 200
    group = Group.objects.get(name="New Room")
    assert group.agreements.newest().points == charters()[code].points
    link = re.search(r"/groups/invitation/[\w-]{22}/", answer.content.decode())[0]
    eligible = {"eligible": "on"} if group.eligibility else {}
    assert signed_in(ana).post(link, joining_form(group, **eligible)).status_code == 303
    assert group.memberships.get().role == "facilitator"


def test_sending_it_twice_opens_one_and_says_where_to_go(cast, signed_in):
    client = signed_in(cast.tess)
    client.post(url(), sent(charters()["carers"]))
    again = client.post(url(), sent(charters()["carers"]))
    assert again.status_code == 409
    assert Group.objects.filter(name="New Room").count() == 1
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    "odd", [{"name": ""}, {"answer_silence": ""}, {"point_0": "", "why_0": "alone"}, {"once": "x"}]
)
def test_what_is_missing_is_said_and_kept(cast, signed_in, odd):
    answer = signed_in(cast.tess).post(url(), sent(charters()["carers"], purpose="Kept words", **odd))
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert not Group.objects.filter(name="New Room").exists()


def test_an_unknown_charter_is_not_found(cast, signed_in):
    assert signed_in(cast.tess).get(url("nonsense")).status_code == 404


def test_a_stranger_opens_nothing(cast, signed_in):
    for who in ("omar", "ruth"):
        assert signed_in(getattr(cast, who)).post(url(), sent(charters()["carers"])).status_code == 404


def test_a_steward_stands_someone_down_and_finds_another(cast, signed_in):
    client = signed_in(cast.tess)
    care = reverse("groups:care.show", args=[cast.hidden.pk])
    page = client.get(care).content.decode()
    assert "Linden" in page
    assert "Wren" not in page, "who is only a member is no business of a steward"
    client.post(reverse("groups:care.stand_down", args=[cast.hidden.pk, cast.in_hidden["ruth"].pk]))
    assert cast.hidden.memberships.get(name="Linden").role == "member"
    assert cast.hidden.name in client.get(reverse("groups:charters.index")).content.decode()
    made = client.post(reverse("groups:care.invite", args=[cast.hidden.pk]), {"once": "4712"}).content.decode()
    assert re.search(r"/groups/invitation/[\w-]{22}/", made)
    assert client.post(reverse("groups:care.invite", args=[cast.hidden.pk]), {"once": "4712"}).status_code == 409
    plain = reverse("groups:care.stand_down", args=[cast.hidden.pk, cast.in_hidden["noor"].pk])
    assert client.post(plain).status_code == 404
