"""The public list: for anybody, without an account, in the visitor's own zone, and silent about what is hidden."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from hearth.groups.models import Group
from hearth.groups.models.tag import every_tag

pytestmark = pytest.mark.django_db
HERE = "/groups/"


def names(response) -> list[str]:
    text = response.content.decode()
    return [group.name for group in Group.objects.all() if f">{group.name}</a></h3>" in text]


def test_a_visitor_finds_listed_groups_and_no_hidden_one(client, cast, meet):
    meet(cast.circle)
    meet(cast.hidden)
    response = client.get(HERE)
    assert response.status_code == 200
    assert sorted(names(response)) == ["Second Winter", "Steadying Circle"]
    assert "Quiet Room" not in response.content.decode()


def test_not_even_its_members_find_a_hidden_group_there(signed_in, cast):
    assert "Quiet Room" not in signed_in(cast.noor).get(HERE).content.decode()


def test_the_page_is_the_same_whether_a_hidden_group_exists_or_not(client, cast, list_group):
    def shown():
        text = client.get(HERE).content.decode()
        token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        return text.replace(token, "")

    before = shown()
    list_group("Unseen", "grief", visibility="hidden", language="de", town="Nowhere")
    assert shown() == before


def test_groups_are_found_by_experience_and_the_address_does_not_say_which(client, cast, list_group):
    list_group("Low Tide", "low-mood")
    list_group("Dry Land", "alcohol-drugs")
    tag = every_tag()["low-mood"]
    assert names(client.get(HERE, {"about": tag.key})) == ["Low Tide"]
    text = client.get(HERE).content.decode()
    addresses = [part.split('"')[0] for part in text.split('href="')[1:]]
    assert not any("mood" in address or "alcohol" in address for address in addresses)
    assert 'value="low-mood"' not in text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"lead": "professional"}, ["Clinic"]),
        ({"join": "open"}, ["Second Winter"]),
        ({"language": "es"}, ["Sobremesa"]),
        ({"town": "Millbrook"}, ["Clinic"]),
        ({"way": "text"}, ["Sobremesa"]),
        ({"way": ["text", "room"]}, ["Clinic", "Sobremesa"]),
        ({"access": "step_free"}, ["Clinic"]),
        ({"access": ["step_free", "captions"]}, []),
        ({"time": "morning"}, ["Clinic"]),
        ({"lead": "professional", "language": "es"}, []),
    ],
)
def test_every_way_of_narrowing(client, cast, list_group, meet, asked, expected):
    clinic = list_group("Clinic", lead="professional", town="Millbrook", place="in_person")
    sobremesa = list_group("Sobremesa", language="es")
    meet(clinic, at=time(9), place="in_person", step_free=True)
    meet(sobremesa, at=time(20), way="text")
    assert sorted(names(client.get(HERE, asked))) == expected


def test_evenings_are_the_visitors_evenings(client, cast, meet):
    meet(cast.circle, at=time(19, 30), zone="Europe/Lisbon")
    assert names(client.get(HERE, {"time": "evening"})) == ["Steadying Circle"]
    client.cookies["hearth-zone"] = "America/Los_Angeles"
    assert names(client.get(HERE, {"time": "evening"})) == []
    assert names(client.get(HERE, {"time": ["morning", "afternoon"]})) == ["Steadying Circle"]


def test_what_nobody_can_choose_is_left_out_and_said(client, cast):
    odd = client.get(HERE, {"about": "zzzz", "lead": "robot", "day": "9", "after": "¿?", "language": "xx"})
    assert odd.status_code == 200
    assert "made no sense to us" in odd.content.decode()
    assert len(names(odd)) == 2
    assert "made no sense to us" not in client.get(HERE, {"lead": "peer", "join": ""}).content.decode()


def test_no_group_fits_and_there_is_a_way_on(client, cast):
    response = client.get(HERE, {"lead": "professional"})
    assert "No group fits all of that" in response.content.decode()
    assert reverse("safety:crisis.show") in response.content.decode()


def test_words_name_choices_and_are_not_put_into_an_address(client, cast, list_group, meet):
    group = list_group("Low Tide", "panic")
    meet(group, at=time(19), way="text")
    list_group("Dry Land", "alcohol-drugs")
    response = client.post(HERE, {"words": "panic at evening, text"})
    assert response.status_code == 200
    assert names(response) == ["Low Tide"]
    text = response.content.decode()
    assert "panic" not in "".join(part.split('"')[0] for part in text.split('href="')[1:])


def test_words_that_name_nothing_are_looked_for_in_names_and_purposes(client, cast):
    assert names(client.post(HERE, {"words": "winter"})) == ["Second Winter"]
    assert names(client.post(HERE, {"words": "xyzzy"})) == []


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (0, "Confirmed today"),
        (5, "Confirmed 5 days ago"),
        (89, "Confirmed 89 days ago"),
        (90, "Nobody has confirmed this lately"),
        (119, "Nobody has confirmed this lately"),
    ],
)
def test_a_listing_says_how_fresh_it_is(client, cast, now, days, says):
    Group.objects.filter(pk=cast.circle.pk).update(confirmed_on=(now - timedelta(days=days)).date())
    assert says in client.get(HERE, {"join": "ask"}).content.decode()


def test_a_listing_nobody_confirmed_for_120_days_is_not_shown(client, cast, now):
    Group.objects.filter(pk=cast.circle.pk).update(confirmed_on=(now - timedelta(days=120)).date())
    assert names(client.get(HERE)) == ["Second Winter"]


def test_pages_follow_each_other_without_gap_or_double(client, db, list_group, meet):
    for number in range(30):
        group = list_group(f"Group {number:02}")
        if number < 20:
            meet(group, at=time(number % 4 + 10, 15))
    seen, address = [], HERE
    while address:
        text = client.get(address).content.decode()
        seen += [group.name for group in Group.objects.all() if f">{group.name}</a></h3>" in text]
        link = text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0] if 'rel="next"' in text else ""
        address = link.replace("&amp;", "&")
    assert sorted(seen) == [f"Group {number:02}" for number in range(30)]


@pytest.mark.parametrize("count", [1, 3])
def test_few_questions_whatever_the_length(client, db, list_group, meet, count, django_assert_num_queries):
    for number in range(count):
        meet(list_group(f"Group {number}", "panic"), at=time(19))
    with django_assert_num_queries(3):
        client.get(HERE, {"time": "evening", "day": ["0", "1", "2", "3", "4", "5", "6"]})
