"""The components, drawn from real bound fields; the names of icons."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines
from django.utils import translation
from jinja2 import nodes

from hearth.ui import storage
from tests.house.reading import HEARTH

# Where a component takes the name of an icon: by position, counted from nought. By keyword it is icon_name.
TAKES_ICON = {"icon": 0, "wish": 1, "tag": 1, "note": 1, "button": 2, "link": 3, "deed": 4, "place": 3}


class Example(forms.Form):
    title = forms.CharField(max_length=20, help_text="A few words.")
    words = forms.CharField(widget=forms.Textarea)
    zone = forms.ChoiceField(choices=[("", "–"), ("a", "A"), ("b", "B")], required=False)
    told = forms.BooleanField()
    wish = forms.ChoiceField(choices=[("listen", "Just listen"), ("ideas", "Ideas")])
    many = forms.MultipleChoiceField(choices=[("x", "X"), ("y", "Y")])
    secret = forms.CharField(widget=forms.PasswordInput)


class Elements(HTMLParser):
    """Every start tag of a piece of HTML, with its attributes."""

    def __init__(self, text: str):
        super().__init__()
        self.all: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))

    def of(self, *tags: str) -> list[dict]:
        return [attrs for tag, attrs in self.all if tag in tags]

    def ids(self) -> list[str]:
        return [attrs["id"] for _tag, attrs in self.all if "id" in attrs]


def drawn(call: str, form) -> Elements:
    source = '{% from "ui/field.html" import field, tick, choices, summary with context %}{{ ' + call + " }}"
    with translation.override("en-gb"):
        return Elements(engines.all()[0].env.from_string(source).render(form=form))


DRAWINGS = {
    "title": "field(form.title)",
    "words": "field(form.words, hint='As many as you like.')",
    "zone": "field(form.zone, optional=True)",
    "told": "tick(form.told, hint='At most twice a day.')",
    "wish": "choices(form.wish, hint='You can change it.')",
    "many": "choices(form.many, style='rows', many=True)",
    "secret": "field(form.secret)",
}


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("form", [Example(), Example({})], ids=["fresh", "refused"])
def test_whatever_describes_a_field_is_there_to_be_read(name, form):
    page = drawn(DRAWINGS[name], form)
    described = " ".join(attrs.get("aria-describedby", "") for _tag, attrs in page.all).split()
    assert set(described) <= set(page.ids())
    assert sorted(page.ids()) == sorted(set(page.ids()))
    labelled = {attrs["for"] for attrs in page.of("label") if "for" in attrs}
    assert labelled <= set(page.ids())


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_refused_field_says_so_and_is_tied_to_its_error(name):
    if name == "zone":
        return
    page = drawn(DRAWINGS[name], Example({}))
    error = f"id_{name}_error"
    assert error in page.ids()
    assert any(error in attrs.get("aria-describedby", "").split() for _tag, attrs in page.all)


@pytest.mark.parametrize("name", ["title", "words", "secret"])
def test_a_refused_line_is_marked_invalid(name):
    assert [attrs.get("aria-invalid") for attrs in drawn(DRAWINGS[name], Example({})).of("input", "textarea")] == [
        "true"
    ]
    assert [attrs.get("aria-invalid") for attrs in drawn(DRAWINGS[name], Example()).of("input", "textarea")] == [None]


def test_what_was_typed_is_given_back_and_cannot_break_out():
    form = Example(
        {
            "title": '"><b>x',
            "words": "</textarea><b>",
            "secret": "hidden",
            "wish": "ideas",
            "many": ["y"],
            "zone": "b",
            "told": "on",
        }
    )
    assert drawn("field(form.title)", form).of("input")[0]["value"] == '"><b>x'
    assert drawn("field(form.title)", form).of("b") == []
    assert drawn("field(form.words)", form).of("b") == []
    assert "value" not in drawn("field(form.secret)", form).of("input")[0]
    assert [attrs["value"] for attrs in drawn("choices(form.wish)", form).of("input") if "checked" in attrs] == [
        "ideas"
    ]
    assert [
        attrs["value"] for attrs in drawn("choices(form.many, many=True)", form).of("input") if "checked" in attrs
    ] == ["y"]
    assert [attrs["value"] for attrs in drawn("field(form.zone)", form).of("option") if "selected" in attrs] == ["b"]
    assert "checked" in drawn("tick(form.told)", form).of("input")[0]


def test_the_summary_leads_to_every_field_that_needs_a_look():
    form = Example({})
    links = [attrs["href"] for attrs in drawn("summary(form)", form).of("a")]
    drawings = [drawn(call, form) for call in DRAWINGS.values()]
    everywhere = {name for page in drawings for name in page.ids()}
    assert len(links) == len(form.errors)
    assert {link.removeprefix("#") for link in links} <= everywhere


def test_a_form_that_could_be_taken_has_no_summary():
    assert drawn("summary(form)", Example()).all == []


def test_a_limit_of_length_is_in_the_page_too():
    assert drawn("field(form.title)", Example()).of("input")[0]["maxlength"] == "20"


def icons_named():
    env = engines.all()[0].env
    for path in sorted(HEARTH.glob("*/templates/**/*.html")):
        name = str(path).split("/templates/", 1)[1]
        for call in env.parse(env.loader.get_source(env, name)[0]).find_all(nodes.Call):
            place = TAKES_ICON.get(getattr(call.node, "name", ""))
            if place is None:
                continue
            given = [call.args[place]] if len(call.args) > place else []
            given += [pair.value for pair in call.kwargs if pair.key == "icon_name"]
            for argument in given:
                for word in words_of(argument):
                    yield name, word


def words_of(argument) -> list[str]:
    """The words an argument may turn out to be; names and look-ups in what a view gave stay unknown."""
    if isinstance(argument, nodes.Const):
        return [argument.value] if isinstance(argument.value, str) and argument.value else []
    if isinstance(argument, nodes.CondExpr):
        return words_of(argument.expr1) + (words_of(argument.expr2) if argument.expr2 else [])
    if isinstance(argument, nodes.Or):
        return words_of(argument.left) + words_of(argument.right)
    if isinstance(argument, nodes.Getitem) and isinstance(argument.node, nodes.Dict):
        return [word for pair in argument.node.items for word in words_of(pair.value)]
    return []


def test_every_icon_named_in_a_template_is_in_the_sheet():
    drawn_icons = set(re.findall(r'id="i-([a-z-]+)"', storage.icons()))
    named = set(icons_named())
    assert len(named) > 20
    assert sorted((name, word) for name, word in named if word not in drawn_icons) == []


def test_the_exit_leads_out_without_a_script(client, settings):
    """The content policy holds for where a form's redirect leads, too."""
    answer = client.post("/exit/")
    assert answer.status_code == 303
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]
    assert any(answer["Location"].startswith(origin) for origin in allowed)


def test_patches_and_blocks_are_in_the_sheet():
    for symbol in [*(f"p-{number}" for number in range(1, 9)), "q-cabin", "q-mark"]:
        assert f'id="{symbol}"' in storage.icons()
