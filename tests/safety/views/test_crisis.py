"""The page for the worst hour."""

import re

import pytest

from hearth.base.ids import key
from hearth.base.permissions import HEARTH
from hearth.safety.actions import concerns
from hearth.safety.queries.lines import BOOK
from tests.cast import a_thread

BUDGET = 30 * 1024


def text_of(response) -> str:
    return response.content.decode()


def test_it_opens_without_an_account_and_asks_nothing_of_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/help/")
    assert response.status_code == 200
    assert "tel:999" in text_of(response)


def test_the_emergency_number_comes_before_every_line(client, db):
    page = text_of(client.get("/help/?country=GB"))
    assert page.index("tel:999") < page.index("/help/grounding/") < page.index("tel:116123")


@pytest.mark.parametrize("code", sorted(BOOK.countries))
def test_every_country_has_a_page_within_its_budget(client, db, code):
    response = client.get(f"/help/?country={code}")
    assert response.status_code == 200
    assert len(response.content) <= BUDGET
    assert f'value="{code}" selected' in text_of(response)


def test_only_lines_fit_to_be_shown_are_shown(client, db):
    page = text_of(client.get("/help/?country=KR"))
    assert "tel:109" in page
    assert "tel:1393" not in page


def test_a_country_without_lines_says_so_and_points_on(client, db):
    page = text_of(client.get("/help/?country=AD"))
    assert "tel:112" in page
    assert "We know of no line here" in page
    assert "https://findahelpline.com/" in page


def test_nothing_is_remembered_about_the_country(client, db):
    response = client.get("/help/?country=ES")
    assert set(response.cookies) <= {"hearth-form"}
    assert "tel:999" in text_of(client.get("/help/"))


@pytest.mark.parametrize("code", ["", "XX", "gb", "🇪🇸", "A" * 500])
def test_a_country_nobody_knows_is_no_reason_to_show_nothing(client, db, code):
    response = client.get("/help/", {"country": code})
    assert response.status_code == 200
    assert "tel:999" in text_of(response)


def test_the_country_follows_the_person_then_the_browser_then_the_house(signed_in, client, cast):
    assert "tel:024" in text_of(client.get("/help/", headers={"Accept-Language": "es-ES"}))
    assert "tel:116123" in text_of(client.get("/help/", headers={"Accept-Language": "en-US"}))
    cast.maya.country = "NZ"
    cast.maya.save()
    page = text_of(signed_in(cast.maya).get("/help/", headers={"Accept-Language": "es-ES"}))
    assert "tel:1737" in page


def test_there_is_a_way_for_the_young(client, db):
    page = text_of(client.get("/help/?country=GB"))
    assert 'id="young"' in page
    assert 'href="#young"' in page
    assert "tel:08001111" in page[page.index('id="young"') :]


def test_texting_fills_in_the_word_a_line_asks_for(client, db):
    assert "sms:741741?&amp;body=HOME" in text_of(client.get("/help/?country=US"))


def test_pages_of_others_are_opened_without_saying_where_from(client, db):
    links = re.findall(r'<a [^>]*href="https://[^>]*>', text_of(client.get("/help/?country=GB")))
    assert links
    assert all('rel="noreferrer noopener"' in link for link in links)


def test_it_needs_no_script_and_no_form_but_the_choice_of_country(client, db):
    main = text_of(client.get("/help/")).split("<main", 1)[1].split("</main>", 1)[0]
    assert "<script" not in main
    assert main.count("<form") == 1
    assert 'method="get"' in main


def test_it_still_answers_when_the_database_does_not(signed_in, cast, database_gone):
    client = signed_in(cast.maya)
    with database_gone():
        response = client.get("/help/")
        grounding = client.get("/help/grounding/")
    assert response.status_code == grounding.status_code == 200
    assert "tel:999" in text_of(response)


def test_a_broken_database_signs_nobody_out(signed_in, cast, database_gone):
    client = signed_in(cast.maya)
    with database_gone():
        response = client.get("/help/")
    assert "hearth" not in response.cookies
    assert not response.has_header("Clear-Site-Data")
    assert client.get("/worry/self/").status_code == 200


def test_grounding_reads_without_a_script_and_starts_nothing_by_itself(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = text_of(client.get("/help/grounding/"))
    assert "Five things you can see" in page
    outside_the_template = re.sub(r"<template>.*?</template>", "", page, flags=re.DOTALL)
    assert "Breathe in and count" in outside_the_template
    assert "<button" not in outside_the_template.split("<main", 1)[1].split("</main>", 1)[0]
    assert "autoplay" not in page


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("The bus was late.", "Some of this sounds heavy"),
        ("I’m tired of living.", "Some of this sounds heavy"),
        ("I want to die.", "That sounds very hard to carry"),
        ("I have written my goodbye letters.", "This might be a very hard night"),
        ("I’m going to end my life tonight.", "You may be in danger at this moment"),
    ],
)
def test_care_speaks_to_what_was_written_and_its_address_does_not(signed_in, cast, body, heading):
    post = a_thread(cast.in_circle["maya"], title="Tonight", body=body).posts.get()
    response = signed_in(cast.maya).get("/help/now/", {"post": key(post.pk)})
    assert heading in text_of(response)
    assert "detect" not in text_of(response)


def test_care_says_that_someone_was_asked_only_when_someone_was(signed_in, cast, post, now):
    client = signed_in(cast.maya)
    address = f"/help/now/?post={key(post.pk)}"
    assert "has been asked to read" not in text_of(client.get(address))
    concerns.notice(post=post, risk="high", by=HEARTH, now=now)
    assert "has been asked to read" in text_of(client.get(address))


@pytest.mark.parametrize("name", ["noor", "omar", "ruth", "sam"])
def test_care_about_someone_elses_post_is_care_about_nothing(signed_in, cast, name, now):
    post = a_thread(cast.in_circle["maya"], body="I’m going to end my life tonight.").posts.get()
    concerns.notice(post=post, risk="imminent", by=HEARTH, now=now)
    page = text_of(signed_in(getattr(cast, name)).get("/help/now/", {"post": key(post.pk)}))
    assert "Some of this sounds heavy" in page
    assert "has been asked" not in page


def test_care_opens_for_visitors_and_for_any_nonsense(client, db):
    assert client.get("/help/now/").status_code == 200
    assert client.get("/help/now/?post=***").status_code == 200
