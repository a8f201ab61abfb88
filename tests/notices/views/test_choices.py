import pytest

from hearth.base.ids import key
from hearth.delivery.actions import letters as outgoing
from hearth.delivery.models import RefusedAddress
from hearth.notices.models import DigestTime, Naming

pytestmark = pytest.mark.django_db

CHOICES = "/notices/choices/"


def filled_in(*memberships, at="18:00", notices="each", named=()):
    form = {"at": at}
    for membership in memberships:
        form[f"{key(membership.pk)}-notices"] = notices
        if membership in named:
            form[f"{key(membership.pk)}-named"] = "on"
    return form


def test_signed_out_there_is_nothing_to_choose(client):
    assert client.get(CHOICES).status_code == 302


def test_i_choose_for_each_of_my_groups_and_see_no_others(signed_in, cast):
    page = signed_in(cast.maya).get(CHOICES).content.decode()
    assert "Steadying Circle" in page and "Second Winter" in page and "Quiet Room" not in page
    assert "Hearth: something is waiting" in page


def test_what_i_choose_is_kept(signed_in, cast):
    circle, other = cast.in_circle["maya"], cast.in_other["maya"]
    client = signed_in(cast.maya)
    answer = client.post(CHOICES, filled_in(circle, other, at="07:30", named=[circle]))
    assert (answer.status_code, answer.url) == (303, f"{CHOICES}?saved=1")
    circle.refresh_from_db()
    assert circle.notices == "each"
    assert [naming.membership for naming in Naming.objects.all()] == [circle]
    assert DigestTime.of(cast.maya).strftime("%H:%M") == "07:30"
    page = client.get(answer.url).content.decode()
    assert "Saved." in page and 'value="07:30"' in page


@pytest.mark.parametrize(("field", "value"), [("at", "25:00"), ("at", ""), ("notices", "everything")])
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(signed_in, cast, field, value):
    circle, other = cast.in_circle["maya"], cast.in_other["maya"]
    answer = signed_in(cast.maya).post(CHOICES, filled_in(circle, other, **{field: value}, named=[circle]))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page and "checked" in page
    assert not Naming.objects.exists() and not DigestTime.objects.exists()


def test_omar_chooses_nothing_for_maya(signed_in, cast):
    circle, own = cast.in_circle["maya"], cast.in_other["omar"]
    answer = signed_in(cast.omar).post(CHOICES, filled_in(own, circle, notices="none", named=[circle]))
    assert answer.status_code == 303
    circle.refresh_from_db()
    assert circle.notices == "digest"
    assert not Naming.objects.exists()


def test_the_page_says_where_e_mail_stands(signed_in, cast, with_mail):
    client = signed_in(cast.maya)
    assert "need none" in client.get(CHOICES).content.decode()
    cast.maya.email = "maya@members.example"
    cast.maya.save()
    assert "not confirmed yet" in client.get(CHOICES).content.decode()
    with_mail(cast.maya, letters="none")
    assert "E-mail is off" in client.get(CHOICES).content.decode()
    with_mail(cast.maya, letters="digest")
    assert "At most one letter a day" in client.get(CHOICES).content.decode()
    with_mail(cast.maya, letters="each")
    assert "at most 2 a day for each group, and never between 21:00 and 08:00" in client.get(CHOICES).content.decode()
    digest = outgoing.digest_of("maya@members.example")
    RefusedAddress.objects.create(digest=digest, reason="smtp 550", refused_at=cast.maya.joined_at)
    assert "does not take our letters" in client.get(CHOICES).content.decode()


def test_devices_can_be_stopped_one_by_one(cast, with_browser, client):
    with_browser(cast.maya)
    page = client.get(CHOICES).content.decode()
    assert "Stop there" in page and "Try it out" in page


def test_a_borrowed_device_offers_no_switch(signed_in, cast):
    client = signed_in(cast.maya)
    assert "<push-switch" in client.get(CHOICES).content.decode()
    session = client.session
    session["borrowed"] = True
    session.save()
    assert "<push-switch" not in client.get(CHOICES).content.decode()
