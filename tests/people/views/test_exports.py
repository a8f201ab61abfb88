import json

import pytest
from django.urls import reverse

from hearth.people.models import Person


@pytest.fixture
def mine(signed_in, cast, sure):
    Person.objects.filter(pk=cast.maya.pk).update(email="maya@post.example")
    client = signed_in(cast.maya)
    sure()
    return client


def test_the_file_says_nothing_on_the_outside_and_everything_inside(mine):
    response = mine.post(reverse("people:exports.create", args=["json"]))
    assert response["Content-Disposition"] == 'attachment; filename="my-things.json"'
    assert "no-store" in response["Cache-Control"]
    told = json.loads(response.content)
    (account,) = told["Your account"]
    assert account["sign_in_name"] == "maya"
    assert account["email"] == "maya@post.example"
    assert told["Devices that are signed in"]


def test_the_file_to_read_stands_alone(mine):
    page = mine.post(reverse("people:exports.create", args=["html"])).content.decode()
    assert "maya@post.example" in page
    for word in ("<script", "<link", "src=", "href=", "argon2"):
        assert word not in page


def test_no_secret_and_nobody_else_is_in_it(mine, cast):
    for form in ("json", "html"):
        text = mine.post(reverse("people:exports.create", args=[form])).content.decode()
        for word in (cast.maya.password, "argon2", str(cast.noor.pk), "Slow Kettle", "Juniper"):
            assert word not in text


def test_a_stranger_takes_their_own_things_only(signed_in, cast, sure):
    client = signed_in(cast.omar)
    sure()
    text = client.post(reverse("people:exports.create", args=["json"])).content.decode()
    assert "omar" in text
    assert "maya" not in text
    assert client.get("/account/export/pdf/").status_code == 404


def test_a_signed_out_stranger_is_taken_to_sign_in(client, db):
    assert client.get(reverse("people:exports.index")).status_code == 302
    assert client.post(reverse("people:exports.create", args=["json"])).status_code == 401


def test_the_pages_before_it_open(mine):
    assert mine.get(reverse("people:exports.index")).status_code == 200
    assert mine.get(reverse("people:exports.create", args=["html"])).status_code == 200
