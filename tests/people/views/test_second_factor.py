from django.urls import reverse

from hearth.base.http import Open
from hearth.people.views.second_factor import show

WHERE = "/account/second-step/"


def test_it_says_why_and_leads_to_both_ways(signed_in, cast):
    page = signed_in(cast.maya).get(WHERE).content.decode()
    assert f'href="{reverse("mfa_add_webauthn")}"' in page
    assert f'href="{reverse("mfa_activate_totp")}"' in page


def test_who_has_one_goes_on_to_where_they_were_going(signed_in, cast):
    page = signed_in(cast.tess).get(WHERE, {"next": "/desk/"}).content.decode()
    assert 'href="/desk/"' in page
    assert "You have a second step" in page


def test_it_never_leads_to_another_site(signed_in, cast):
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert "evil" not in signed_in(cast.tess).get(WHERE, {"next": elsewhere}).content.decode()


def test_a_stranger_to_the_house_is_taken_to_sign_in(client, db):
    assert show.open_to is Open.SIGNED_IN
    assert client.get(WHERE).status_code == 302
