"""The page on which stewards say who looks after the house."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from hearth.people.models import Person

pytestmark = pytest.mark.django_db
HERE = "/account/house/"


def test_it_names_those_who_look_after_the_house_and_nobody_else(signed_in, cast):
    text = signed_in(cast.tess).get(HERE).content.decode()
    assert cast.sam.sign_in_name in text
    for person in (cast.maya, cast.omar, cast.ruth):
        assert person.sign_in_name not in text


@pytest.mark.parametrize("name", ["maya", "omar", "ruth", "sam"])
def test_for_everyone_else_it_does_not_exist(signed_in, cast, name):
    client = signed_in(getattr(cast, name))
    assert client.get(HERE).status_code == 404
    assert client.post(HERE, {"sign_in_name": cast.omar.sign_in_name, "role": "steward"}).status_code == 404


def test_a_steward_gives_a_role_by_the_name_they_were_told(signed_in, cast):
    client = signed_in(cast.tess)
    response = client.post(HERE, {"sign_in_name": f" {cast.omar.sign_in_name.upper()} ", "role": "responder"})
    assert (response.status_code, response.url) == (303, f"{HERE}?saved=1")
    assert Person.objects.get(pk=cast.omar.pk).house_role == "responder"
    client.post(HERE, {"sign_in_name": cast.omar.sign_in_name, "role": ""})
    assert Person.objects.get(pk=cast.omar.pk).house_role == ""


def test_a_name_nobody_has_is_given_back_as_typed(signed_in, cast):
    response = signed_in(cast.tess).post(HERE, {"sign_in_name": "no-such-name-11", "role": "steward"})
    assert response.status_code == 422
    assert "Nobody here signs in with this name" in response.content.decode()
    assert 'value="no-such-name-11"' in response.content.decode()


def test_the_last_steward_is_told_why_not(signed_in, cast):
    response = signed_in(cast.tess).post(HERE, {"sign_in_name": cast.tess.sign_in_name, "role": ""})
    assert response.status_code == 409
    assert "needs one steward at least" in response.content.decode()


def test_without_a_second_step_it_leads_to_one(signed_in, cast):
    Authenticator.objects.filter(user_id=cast.tess.pk).delete()
    response = signed_in(cast.tess).get(HERE)
    assert response.url.startswith(reverse("people:second_factor.show"))
    assert signed_in(cast.tess).post(HERE, {"sign_in_name": "x", "role": ""}).status_code == 303


@pytest.mark.parametrize(
    ("name", "desk", "house"),
    [("maya", False, False), ("omar", False, False), ("ruth", True, False), ("sam", True, False), ("tess", True, True)],
)
def test_you_leads_whoever_looks_after_others_to_their_tools(signed_in, cast, name, desk, house):
    text = signed_in(getattr(cast, name)).get(reverse("people:preferences.index")).content.decode()
    assert ('href="/desk/"' in text, f'href="{HERE}"' in text) == (desk, house)
