import re

import pytest
from django.urls import reverse

from hearth.groups.models import Block, Mute
from tests.cast import a_member, a_person


def url(name, cast, who=None, **more):
    ids = [cast.circle.pk] + ([cast.in_circle[who].pk] if who else [])
    return reverse(f"groups:{name}", args=ids)


def test_the_page_says_names_and_nothing_about_when_anyone_was_here(cast, signed_in):
    page = signed_in(cast.maya).get(url("people.index", cast)).content.decode()
    for name in ("Paper Boat", "Slow Kettle", "Devorah"):
        assert name in page
    assert "<time" not in page.split("<main")[1].split("</main>")[0]
    assert "Juniper" not in page


def test_a_person_of_two_groups_has_nothing_in_common_on_both_pages(cast, signed_in):
    here = signed_in(cast.noor).get(url("people.show", cast, "maya")).content.decode()
    there = (
        signed_in(cast.omar)
        .get(reverse("groups:people.show", args=[cast.other.pk, cast.in_other["maya"].pk]))
        .content.decode()
    )
    assert "Second Cup" not in here
    assert "Paper Boat" not in there
    from hearth.base.ids import key

    for trace in (str(cast.maya.pk), key(cast.maya.pk), cast.maya.sign_in_name, cast.maya.display_name):
        assert trace not in here.split("<main")[1]
        assert trace not in there.split("<main")[1]


def test_no_page_lists_more_than_fifty(cast, signed_in):
    for number in range(60):
        a_member(cast.circle, a_person(f"many-{number}"), f"Heron {number:02}")
    client = signed_in(cast.maya)
    first = client.get(url("people.index", cast)).content.decode()
    second = client.get(url("people.index", cast) + "?page=2").content.decode()
    assert first.count('class="go" href="/groups/') == 50
    assert second.count('class="go" href="/groups/') == 13
    assert client.get(url("people.index", cast) + "?page=-3x").status_code == 200
    assert "63" not in re.sub(r"<[^>]*>", " ", first.split("<main")[1].split("</main>")[0])


@pytest.mark.parametrize("extra", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(cast, signed_in, django_assert_num_queries, extra):
    for number in range(extra):
        a_member(cast.circle, a_person(f"more-{number}"), f"Heron {number}")
        Mute.objects.create(muter=cast.in_circle["maya"], muted=cast.circle.memberships.get(name=f"Heron {number}"))
    client = signed_in(cast.maya)
    client.get(url("people.index", cast))
    with django_assert_num_queries(7):
        client.get(url("people.index", cast))


def test_muting_and_unmuting(cast, signed_in):
    client = signed_in(cast.maya)
    assert client.post(url("mutes.create", cast, "noor")).status_code == 303
    assert Mute.objects.get().muter == cast.in_circle["maya"]
    assert "Unmute" in client.get(url("people.index", cast)).content.decode()
    assert client.post(url("mutes.destroy", cast, "noor")).status_code == 303
    assert not Mute.objects.exists()


def test_blocking_says_first_what_it_does_and_can_be_undone(cast, signed_in):
    client = signed_in(cast.maya)
    assert "They are not told" in client.get(url("blocks.create", cast, "noor")).content.decode()
    assert not Block.objects.exists()
    client.post(url("blocks.create", cast, "noor"))
    assert client.get(url("people.show", cast, "noor")).status_code == 404
    assert "Unblock" in client.get(url("people.index", cast)).content.decode()
    assert signed_in(cast.noor).get(url("people.show", cast, "maya")).status_code == 404
    assert "Paper Boat" not in signed_in(cast.noor).get(url("people.index", cast)).content.decode()
    assert signed_in(cast.noor).post(url("blocks.destroy", cast, "maya")).status_code == 404
    signed_in(cast.maya).post(url("blocks.destroy", cast, "noor"))
    assert not Block.objects.exists()


def test_the_page_of_someone_who_muted_me_looks_as_before(cast, signed_in):
    def seen():
        page = signed_in(cast.noor).get(url("people.show", cast, "maya")).content.decode()
        return re.sub(r'value="[\w-]{64}"', "", page)

    before = seen()
    Mute.objects.create(muter=cast.in_circle["maya"], muted=cast.in_circle["noor"])
    assert seen() == before


def test_blocking_someone_who_looks_after_the_group_is_refused_with_a_reason(cast, signed_in):
    answer = signed_in(cast.maya).post(url("blocks.create", cast, "ruth"))
    assert answer.status_code == 409
    assert "need to be able to reach each other" in answer.content.decode()


def test_listening_is_shown_to_those_who_look_after_the_group_alone(cast, ana, signed_in):
    fern = a_member(cast.circle, ana, "Fern", listening=True)
    address = reverse("groups:people.show", args=[cast.circle.pk, fern.pk])
    assert "here to listen" in signed_in(cast.ruth).get(address).content.decode()
    assert "here to listen" not in signed_in(cast.maya).get(address).content.decode()


@pytest.mark.parametrize("role", ["", "steward", "x" * 4000])
def test_a_role_there_is_not_is_refused(cast, signed_in, role):
    assert signed_in(cast.ruth).post(url("roles.edit", cast, "maya"), {"role": role}).status_code == 422


def test_a_facilitator_gives_a_role_and_asks_someone_to_go(cast, signed_in):
    client = signed_in(cast.ruth)
    assert client.post(url("roles.edit", cast, "noor"), {"role": "greeter"}).status_code == 303
    address = url("removals.edit", cast, "maya")
    point = cast.circle.agreements.newest().points[0]["point"]
    kept = client.post(address, {"point": point, "words": "", "ban": "no"})
    assert kept.status_code == 422
    assert client.post(address, {"point": "made up", "words": "x", "ban": "no"}).status_code == 422
    assert client.post(address, {"point": point, "words": "We spoke on Tuesday.", "ban": "yes"}).status_code == 303
    assert signed_in(cast.maya).get(url("people.index", cast)).status_code == 404
    listed = signed_in(cast.ruth).get(url("bans.index", cast)).content.decode()
    assert "Paper Boat" in listed
    assert cast.maya.display_name not in listed.split("<main")[1]
    ban = cast.circle.bans.get()
    signed_in(cast.ruth).post(reverse("groups:bans.destroy", args=[cast.circle.pk, ban.pk]))
    assert signed_in(cast.maya).get(reverse("groups:joining.edit", args=[cast.circle.pk])).status_code == 200
