from django.urls import reverse

from hearth.people.models import Person


def test_it_shows_the_cast_first_with_their_stories(house, client):
    page = client.get(reverse("workshop:cast.index")).content.decode()
    for name in ("Paper Boat", "Slow Kettle", "Juniper", "Devorah", "Sam", "Tess"):
        assert name in page
    assert page.index("Lives with panic") < page.index("Steward: keeps the house") < page.index("Mends bicycles")


def test_it_shows_everyone_else_too(house, client):
    page = client.get(reverse("workshop:cast.index")).content.decode()
    assert page.count('class="strips"') == 2
    assert page.count(reverse("workshop:cast.become", args=[1])[:-3]) == Person.objects.count()


def test_an_empty_house_says_how_to_fill_it(db, client):
    assert "manage.py seed" in client.get(reverse("workshop:cast.index")).content.decode()


def test_the_list_costs_the_same_for_few_and_for_many(cast, client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(reverse("workshop:cast.index"))


def test_one_press_becomes_someone_and_opens_today(house, client):
    maya = Person.objects.get(sign_in_name="maya")
    answer = client.post(reverse("workshop:cast.become", args=[maya.pk]))
    assert (answer.status_code, answer["Location"]) == (303, reverse("home:today.show"))
    assert client.session["_auth_user_id"] == str(maya.pk)


def test_whoever_was_signed_in_before_is_gone(house, client):
    for name in ("maya", "ruth"):
        someone = Person.objects.get(sign_in_name=name)
        client.post(reverse("workshop:cast.become", args=[someone.pk]))
        assert client.session["_auth_user_id"] == str(someone.pk)


def test_a_role_works_at_once_without_a_second_factor(house, client):
    sam = Person.objects.get(sign_in_name="sam")
    client.post(reverse("workshop:cast.become", args=[sam.pk]))
    assert [record["method"] for record in client.session["account_authentication_methods"]] == ["password", "mfa"]


def test_looking_at_it_changes_nothing(house, client):
    maya = Person.objects.get(sign_in_name="maya")
    assert client.get(reverse("workshop:cast.become", args=[maya.pk])).status_code == 405
    assert "_auth_user_id" not in client.session


def test_nobody_becomes_someone_who_is_not_there(house, client):
    assert client.post(reverse("workshop:cast.become", args=[12345])).status_code == 404


def test_where_there_is_no_workshop_nobody_becomes_anyone(house, client, settings):
    settings.WORKSHOP = False
    maya = Person.objects.get(sign_in_name="maya")
    assert client.post(reverse("workshop:cast.become", args=[maya.pk])).status_code == 404
    assert client.get(reverse("workshop:cast.index")).status_code == 404
    assert "_auth_user_id" not in client.session
