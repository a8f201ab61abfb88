import re
from datetime import timedelta

import pytest
from django.urls import reverse

from hearth.groups.actions import invitations
from hearth.groups.models import Ban, Invitation, Membership
from tests.groups.conftest import sent


def url(token):
    return reverse("groups:invitation.show", args=[token])


@pytest.fixture
def made(cast, now):
    return invitations.make(group=cast.hidden, role="member", uses=1, days=3, by=cast.ruth, now=now)


def bare(response, token) -> str:
    """A page without what differs from link to link and from visit to visit."""
    page = response.content.decode().replace(token, "TOKEN")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_signed_out_every_link_shows_the_same_page(cast, made, client, now):
    expired = invitations.make(group=cast.circle, role="member", uses=1, days=1, by=cast.ruth, now=now)
    Invitation.objects.filter(pk=expired.invitation.pk).update(expires_at=now - timedelta(days=1))
    pages = {
        bare(client.get(url(token)), token) for token in (made.token, expired.token, "A" * 22, "zzzzzzzzzzzzzzzzzzzzzz")
    }
    assert len(pages) == 1
    answers = {client.get(url(token)).status_code for token in (made.token, expired.token, "A" * 22)}
    assert answers == {200}
    assert cast.hidden.name not in pages.pop()


def test_the_sign_in_link_leads_back_to_the_invitation(made, client):
    assert f"?next={url(made.token)}" in client.get(url(made.token)).content.decode()


def test_a_hidden_groups_name_is_told_only_inside(cast, made, ana, signed_in):
    client = signed_in(ana)
    assert cast.hidden.name not in client.get(url(made.token)).content.decode()
    assert cast.hidden.purpose not in client.get(url(made.token)).content.decode()
    refused = client.post(url(made.token), sent(cast.hidden, name=""))
    assert refused.status_code == 422
    assert cast.hidden.name not in refused.content.decode()
    welcome = client.post(url(made.token), sent(cast.hidden))
    assert welcome["Location"] == reverse("home:group.show", args=[cast.hidden.pk])
    assert Membership.objects.of(ana).get().group == cast.hidden


def test_what_opens_nothing_says_the_same_whatever_the_reason(cast, made, ana, signed_in, now):
    used = invitations.make(group=cast.hidden, role="member", uses=1, days=3, by=cast.ruth, now=now)
    Invitation.objects.filter(pk=used.invitation.pk).update(uses_left=0)
    invitations.revoke(invitation=made.invitation, by=cast.ruth, now=now)
    client = signed_in(ana)
    answers = [
        (client.get(url(token)), token) for token in (used.token, made.token, "A" * 22, "nonsense-of-any-length")
    ]
    assert {answer.status_code for answer, _token in answers} == {404}
    assert len({bare(answer, token) for answer, token in answers}) == 1


def test_a_banned_person_is_told_without_the_groups_name(cast, made, ana, signed_in):
    Ban.objects.create(group=cast.hidden, person=ana, reason="x")
    answer = signed_in(ana).post(url(made.token), sent(cast.hidden))
    assert answer.status_code == 409
    assert cast.hidden.name not in answer.content.decode()


def test_a_member_is_simply_taken_inside_and_the_link_is_not_spent(cast, made, signed_in):
    answer = signed_in(cast.noor).get(url(made.token))
    assert answer["Location"] == reverse("home:group.show", args=[cast.hidden.pk])
    assert Invitation.objects.get().uses_left == 1


def test_a_stewards_link_makes_a_member_facilitator_when_they_say_so(cast, now, signed_in):
    offered = invitations.appoint(group=cast.circle, by=cast.tess, now=now)
    client = signed_in(cast.maya)
    assert client.get(url(offered.token)).status_code == 200
    assert Membership.objects.of(cast.maya).get(group=cast.circle).role == "member", "looking changes nothing"
    client.post(url(offered.token))
    assert Membership.objects.of(cast.maya).get(group=cast.circle).role == "facilitator"


def test_the_link_is_shown_once_and_never_again(cast, signed_in):
    client = signed_in(cast.ruth)
    address = reverse("groups:invitations.index", args=[cast.circle.pk])
    form = {"role": "member", "uses": "1", "days": "3", "once": "4711"}
    page = client.post(address, form).content.decode()
    token = re.search(r"/groups/invitation/([\w-]{22})/", page)[1]
    assert Invitation.objects.get().token_hash == Invitation.hash_of(token)
    again = client.post(address, form)
    assert again.status_code == 409
    assert token not in again.content.decode()
    assert token not in client.get(address).content.decode()
    assert Invitation.objects.count() == 1


def test_a_stranger_with_a_good_link_is_a_guest_like_any_other(cast, made, signed_in):
    assert signed_in(cast.omar).get(url(made.token)).status_code == 200
