from pathlib import Path

import pytest
from django.urls import reverse

import hearth.ui
from hearth.workshop.queries import examples

COMPONENTS = sorted(path.stem for path in (Path(hearth.ui.__file__).parent / "templates" / "ui").glob("[!_]*.html"))


def test_every_component_has_an_example_and_every_example_a_component():
    assert examples() == COMPONENTS


@pytest.mark.parametrize("name", COMPONENTS)
def test_an_example_can_be_looked_at(db, client, name):
    answer = client.get(reverse("workshop:gallery.show", args=[name]))
    assert answer.status_code == 200
    assert f'id="part-{name}"' in answer.content.decode()


def test_all_of_them_stand_on_one_page_and_no_id_twice(db, client):
    import re

    page = client.get(reverse("workshop:gallery.index")).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert [name for name in COMPONENTS if f'id="part-{name}"' not in page] == []


def test_the_address_says_how_it_looks(db, client):
    page = client.get(
        reverse("workshop:gallery.index"), {"theme": "dark", "size": "large", "energy": "low"}
    ).content.decode()
    assert '<html lang="en-gb" dir="ltr" data-theme="dark" data-size="large" data-energy="low">' in page


def test_unknown_looks_are_no_look(db, client):
    page = client.get(reverse("workshop:gallery.index"), {"theme": '"><b>'}).content.decode()
    assert "data-theme" not in page.split("<head>")[0]


def test_there_is_nothing_under_other_names(db, client):
    assert client.get(reverse("workshop:gallery.show", args=["passwd"])).status_code == 404


def test_where_there_is_no_workshop_there_is_no_gallery(db, client, settings):
    settings.WORKSHOP = False
    assert client.get(reverse("workshop:gallery.index")).status_code == 404
    assert client.get(reverse("workshop:gallery.show", args=["button"])).status_code == 404
