"""Pieces are kept by everything they say, let go when their words change, and never hold a reader's own mark."""

import pytest
from django.template import engines
from django.urls import reverse

from hearth.base import fragments


@pytest.fixture(autouse=True)
def nothing_kept():
    fragments.forget_all()
    yield
    fragments.forget_all()


def test_a_piece_is_drawn_once_for_each_form():
    drawn = []

    def draw(form):
        return fragments.kept("lamp", form, lambda: drawn.append(form) or f"lamp {form}")

    assert [draw("lit"), draw("lit"), draw("dark"), draw("lit")] == ["lamp lit", "lamp lit", "lamp dark", "lamp lit"]
    assert drawn == ["lit", "dark"]
    fragments.forget("lamp")
    draw("lit")
    assert drawn == ["lit", "dark", "lit"]


def test_all_of_a_kind_can_be_let_go():
    for thing in (("row", 1), ("row", 2), ("leaf", 1), "row"):
        fragments.kept(thing, "", lambda: "")
    fragments.forget_every("row")
    assert list(fragments._kept) == [("leaf", 1), "row"]


def test_memory_has_an_end(monkeypatch):
    monkeypatch.setattr(fragments, "MOST_THINGS", 3)
    for number in range(10):
        for form in range(fragments.MOST_FORMS + 5):
            fragments.kept(number, form, lambda: "")
    assert list(fragments._kept) == [7, 8, 9]
    assert {len(forms) for forms in fragments._kept.values()} == {fragments.MOST_FORMS}


def test_a_kept_piece_brings_no_reader_s_mark_to_another():
    page = engines.all()[0].env.from_string('{% call(csrf) remembered("door") %}<form>{{ csrf }}</form>{% endcall %}')
    # A library's page has its own input in the context, ours the mark that is filled in at the end.
    assert page.render(csrf="mine") == "<form>mine</form>"
    assert page.render(csrf="theirs") == "<form>theirs</form>"
    assert page.render(csrf=fragments.CSRF) == f"<form>{fragments.CSRF}</form>"


@pytest.mark.django_db
@pytest.mark.parametrize("address", [reverse("account_login"), reverse("home:directory.index")])
def test_every_form_of_a_page_has_an_input_of_its_own(client, address):
    """Pages of ours and of libraries, drawn from memory: the way out works from both."""
    first, again = client.get(address).content.decode(), client.get(address).content.decode()
    for text in (first, again):
        assert "\0" not in text
        assert text.count('method="post"') == text.count('name="csrfmiddlewaretoken"')
