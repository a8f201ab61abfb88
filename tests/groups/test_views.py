"""Every page of a group, knocked at by everyone: who gets in, who is told why not, for whom it does not exist."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hearth.groups.actions import joining
from hearth.groups.models import Ban, JoinRequest, WelcomeTask
from tests.cast import a_member
from tests.groups.conftest import persona

# Who may look at which page of the circle. 200 in, 403 told why, 404 nothing there, 302 to sign in.
PAGES = {
    "groups:joining.edit": {"maya": 303, "omar": 200, "tess": 200, "visitor": 302},
    "groups:requests.index": {"ruth": 200, "ines": 403, "okello": 404, "maya": 404, "omar": 404, "tess": 404},
    "groups:invitations.index": {"ruth": 200, "ines": 403, "okello": 404, "maya": 404, "omar": 404, "tess": 404},
    "groups:agreement.show": {"ruth": 200, "maya": 200, "omar": 200, "visitor": 200},
    "groups:agreement.edit": {"ruth": 200, "ines": 403, "okello": 404, "maya": 404, "omar": 404, "tess": 404},
    "groups:persona.edit": {"ruth": 200, "maya": 200, "omar": 404, "sam": 404, "tess": 404, "visitor": 302},
    "groups:leaving.edit": {"ruth": 200, "maya": 200, "omar": 404, "tess": 404, "visitor": 302},
    "groups:people.index": {
        "ruth": 200,
        "okello": 200,
        "maya": 200,
        "omar": 404,
        "sam": 404,
        "tess": 404,
        "visitor": 302,
    },
    "groups:bans.index": {"ruth": 200, "ines": 403, "okello": 404, "maya": 404, "omar": 404},
    "groups:settings.edit": {"ruth": 200, "ines": 403, "okello": 404, "maya": 404, "omar": 404, "tess": 404},
    "groups:welcomes.index": {"ruth": 200, "okello": 200, "maya": 404, "omar": 404, "tess": 404, "visitor": 302},
    "groups:care.show": {"tess": 200, "ruth": 404, "maya": 404, "omar": 404, "sam": 404, "visitor": 302},
}


@pytest.fixture
def people(cast, greeter, colleague):
    return {**cast.people(), "okello": greeter.person, "ines": colleague.person, "visitor": None}


def knock(client, signed_in, person, url):
    return (signed_in(person) if person is not None else client).get(url)


@pytest.mark.parametrize(
    ("name", "who", "status"), [(name, who, status) for name, row in PAGES.items() for who, status in row.items()]
)
def test_a_page_opens_to_those_it_is_for(cast, people, client, signed_in, name, who, status):
    assert knock(client, signed_in, people[who], reverse(name, args=[cast.circle.pk])).status_code == status


@pytest.mark.parametrize("name", [name for name in PAGES if name != "groups:care.show"])
@pytest.mark.parametrize("who", ["omar", "maya", "tess", "visitor"])
def test_a_hidden_group_does_not_exist_for_anyone_outside(cast, people, client, signed_in, name, who):
    hidden = knock(client, signed_in, people[who], reverse(name, args=[cast.hidden.pk]))
    nowhere = knock(client, signed_in, people[who], reverse(name, args=[12345]))
    assert hidden.status_code == nowhere.status_code
    assert cast.hidden.name not in hidden.content.decode()
    if who != "visitor":
        assert hidden.status_code == 404


DEEDS = [
    "groups:requests.answer",
    "groups:requests.destroy",
    "groups:invitations.destroy",
    "groups:mutes.create",
    "groups:mutes.destroy",
    "groups:blocks.create",
    "groups:blocks.destroy",
    "groups:roles.edit",
    "groups:removals.edit",
    "groups:bans.destroy",
    "groups:settings.confirm",
    "groups:welcomes.edit",
    "groups:welcomes.claim",
    "groups:welcomes.release",
    "groups:quiet.edit",
    "groups:leaving.edit",
    "groups:persona.edit",
    "groups:agreement.edit",
    "groups:settings.edit",
    "groups:invitations.index",
]


def ids_for(name, cast, now, ana):
    """The ids a deed's address takes, of things that exist and could be done to."""
    if "requests" in name:
        question = joining.ask(
            group=cast.circle,
            persona=persona(),
            answers=[],
            agreement=cast.circle.agreements.newest(),
            by=ana,
            now=now,
        )
        return [cast.circle.pk, question.pk]
    if name == "groups:invitations.destroy":
        invitation = cast.circle.invitations.create(
            by=cast.in_circle["ruth"], token_hash="x", expires_at=now + timedelta(days=1)
        )
        return [cast.circle.pk, invitation.pk]
    if "bans" in name:
        return [cast.circle.pk, Ban.objects.create(group=cast.circle, person=ana, reason="x").pk]
    if "welcomes" in name:
        task = WelcomeTask.objects.create(membership=a_member(cast.circle, ana, "Fern"), due_at=now + timedelta(days=1))
        return [cast.circle.pk, task.pk]
    if any(part in name for part in ("mutes", "blocks", "roles", "removals")):
        return [cast.circle.pk, cast.in_circle["noor"].pk]
    return [cast.circle.pk]


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("who", ["omar", "sam", "tess"])
def test_no_stranger_does_anything_here(cast, ana, now, signed_in, name, who):
    url = reverse(name, args=ids_for(name, cast, now, ana))
    answer = signed_in(getattr(cast, who)).post(url, {"role": "facilitator", "words": "take", "welcome": "yes"})
    assert answer.status_code == 404


@pytest.mark.parametrize("name", DEEDS)
def test_visitors_are_taken_to_sign_in(cast, ana, now, client, name):
    assert client.post(reverse(name, args=ids_for(name, cast, now, ana))).status_code == 401


@pytest.mark.parametrize("name", ["groups:charters.index", "groups:charters.edit"])
def test_only_stewards_find_the_charters(cast, signed_in, name):
    url = reverse(name, args=["carers"] if name.endswith("edit") else [])
    for who, status in {"tess": 200, "ruth": 404, "maya": 404, "omar": 404, "sam": 404}.items():
        assert signed_in(getattr(cast, who)).get(url).status_code == status


def test_a_question_is_read_by_its_asker_and_those_who_look_after_the_group(cast, ana, people, now, client, signed_in):
    question = joining.ask(
        group=cast.circle,
        persona=persona(),
        answers=["Nights are long."],
        agreement=cast.circle.agreements.newest(),
        by=ana,
        now=now,
    )
    url = reverse("groups:requests.show", args=[cast.circle.pk, question.pk])
    for who, status in {"ruth": 200, "ines": 403, "okello": 404, "maya": 404, "omar": 404, "tess": 404}.items():
        answer = signed_in(people[who]).get(url)
        assert answer.status_code == status
        assert ("Nights are long." in answer.content.decode()) is (who == "ruth")
    assert signed_in(ana).get(url).status_code == 200


def test_an_ending_is_read_by_the_one_it_is_about_alone(cast, signed_in, now):
    from hearth.groups.actions import memberships

    memberships.remove(
        membership=cast.in_circle["maya"],
        point="Stays here.",
        words="We spoke on Tuesday.",
        ban=True,
        by=cast.ruth,
        now=now,
    )
    url = reverse("groups:endings.show", args=[cast.in_circle["maya"].pk])
    read = signed_in(cast.maya).get(url)
    assert read.status_code == 200
    assert "We spoke on Tuesday." in read.content.decode()
    for who in ("noor", "ruth", "omar", "tess"):
        assert signed_in(getattr(cast, who)).get(url).status_code == 404


def test_a_page_of_a_person_is_for_fellow_members(cast, signed_in):
    url = reverse("groups:people.show", args=[cast.circle.pk, cast.in_circle["noor"].pk])
    for who, status in {"maya": 200, "ruth": 200, "noor": 200, "omar": 404, "tess": 404}.items():
        assert signed_in(getattr(cast, who)).get(url).status_code == status
    elsewhere = reverse("groups:people.show", args=[cast.other.pk, cast.in_circle["noor"].pk])
    assert signed_in(cast.maya).get(elsewhere).status_code == 404


def test_titles_name_no_group_and_no_person(cast, people, client, signed_in):
    for name, row in PAGES.items():
        for who, status in row.items():
            if status == 200:
                page = knock(client, signed_in, people[who], reverse(name, args=[cast.circle.pk])).content.decode()
                title = page.split("<title>")[1].split("</title>")[0]
                assert cast.circle.name not in title
                assert "Paper Boat" not in title


def test_a_withdrawn_question_leaves_nothing_for_others(cast, ana, now, signed_in):
    question = JoinRequest.objects.create(
        group=cast.circle, person=ana, answer_by=now, persona=persona(), answers=["Nights."]
    )
    url = reverse("groups:requests.destroy", args=[cast.circle.pk, question.pk])
    assert signed_in(cast.ruth).post(url).status_code == 403
    assert signed_in(ana).post(url).status_code == 303
    shown = signed_in(cast.ruth).get(reverse("groups:requests.show", args=[cast.circle.pk, question.pk]))
    assert "Nights." not in shown.content.decode()
