import pytest
from django.urls import reverse

from hearth.groups.models import Membership


def url(group):
    return reverse("groups:persona.edit", args=[group.pk])


def test_a_new_name_and_look_are_saved_and_shown(cast, signed_in):
    client = signed_in(cast.maya)
    answer = client.post(url(cast.circle), {"name": "Tin Kite", "pattern": "2", "dye": "7", "about": "Ask me anything"})
    assert answer.status_code == 303
    kite = Membership.objects.get(pk=cast.in_circle["maya"].pk)
    assert (kite.name, kite.pattern, kite.dye, kite.about) == ("Tin Kite", 2, 7, "Ask me anything")
    page = client.get(answer["Location"]).content.decode()
    assert "Saved." in page
    assert "Second Cup" in page, "one’s own other names are shown to oneself"


@pytest.mark.parametrize("name", ["Slow Kettle", "Devorah", "", "x" * 41])
def test_a_name_that_will_not_do_changes_nothing(cast, signed_in, name):
    answer = signed_in(cast.maya).post(url(cast.circle), {"name": name, "about": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert Membership.objects.get(pk=cast.in_circle["maya"].pk).name == "Paper Boat"


def test_one_may_keep_a_name_that_is_in_both_groups_by_saying_so(cast, signed_in):
    client = signed_in(cast.maya)
    assert client.post(url(cast.circle), {"name": "Second Cup"}).status_code == 422
    assert client.post(url(cast.circle), {"name": "Second Cup", "linked_ok": "on"}).status_code == 303


def test_a_stranger_finds_no_such_page(cast, signed_in):
    assert signed_in(cast.omar).get(url(cast.circle)).status_code == 404


def test_quiet_from_a_bare_button_leaves_the_rest_as_it_is(cast, signed_in):
    signed_in(cast.maya).post(reverse("groups:quiet.edit", args=[cast.circle.pk]), {"quiet": "on"})
    paper_boat = Membership.objects.get(pk=cast.in_circle["maya"].pk)
    assert paper_boat.quiet_since is not None
    assert paper_boat.notices == "digest"


def test_leaving_is_one_page_with_one_choice(cast, signed_in):
    client = signed_in(cast.maya)
    address = reverse("groups:leaving.edit", args=[cast.circle.pk])
    assert "nobody asks" in client.get(address).content.decode()
    assert client.post(address, {"words": "burn"}).status_code == 422
    assert client.post(address, {"words": "take"})["Location"] == reverse("home:today.show")
    assert client.get(address).status_code == 404


def test_the_last_facilitator_reads_how_to_hand_over(cast, signed_in):
    answer = signed_in(cast.ruth).post(reverse("groups:leaving.edit", args=[cast.circle.pk]), {"words": "stay"})
    assert answer.status_code == 409
    assert "a group needs one" in answer.content.decode()
