from urllib.parse import quote

import pytest
from django.urls import reverse

from hearth.people.models import Person

DOORS = [
    ("people:exports.create", ["json"]),
    ("people:exports.create", ["html"]),
    ("people:leaving.edit", []),
    ("people:ways_back.create", []),
]


@pytest.mark.parametrize(("name", "args"), DOORS)
def test_what_cannot_be_taken_back_asks_once_more_who_it_is(signed_in, cast, name, args):
    client, where = signed_in(cast.maya), reverse(name, args=args)
    for response in (client.get(where), client.post(where, {"words": "take", "sure": "ERASE"})):
        assert response.url == f"{reverse('account_reauthenticate')}?next={quote(where, safe='')}"
    assert Person.objects.filter(pk=cast.maya.pk).exists()


@pytest.mark.parametrize(("name", "args"), DOORS)
def test_it_opens_after_the_passphrase_and_for_five_minutes(signed_in, cast, sure, name, args):
    client, where = signed_in(cast.maya), reverse(name, args=args)
    assert client.post(reverse("account_reauthenticate"), {"password": "not it", "next": where}).status_code == 422
    assert client.get(where).status_code == 303
    sure()
    assert client.get(where).status_code == 200


def test_the_session_gets_a_new_id_when_more_is_allowed_to_it(signed_in, cast, sure):
    client = signed_in(cast.maya)
    before = client.cookies["hearth"].value
    sure()
    assert client.cookies["hearth"].value != before
