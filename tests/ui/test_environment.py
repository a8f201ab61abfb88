import pytest
from django.template import engines
from django.utils import translation
from jinja2 import UndefinedError
from markupsafe import Markup

from hearth.ui.environment import block, icon, names, patch, url


def rendered(text: str, **given) -> str:
    return engines.all()[0].env.from_string(text).render(**given)


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([], ""),
        (["Wren"], "Wren"),
        (["Wren", "Ama"], "Wren and Ama"),
        (["Wren", "Ama", "Linden"], "Wren, Ama and Linden"),
        (["Wren", "Ama", "Linden", "Kestrel"], "Wren, Ama, Linden and others"),
        (["Wren"] * 400, "Wren, Wren, Wren and others"),
    ],
)
def test_names_are_a_sentence_and_never_a_number(people, sentence):
    with translation.override("en-gb"):
        assert names(people) == sentence


def test_a_name_cannot_smuggle_anything_into_a_page():
    with translation.override("en-gb"):
        for count in (1, 2, 3, 5):
            page = rendered("{{ names(people) }}", people=["<b>Wren</b> %(x)s"] * count)
            assert "<b>" not in page
            assert "&lt;b&gt;Wren" in page


def test_a_misspelt_name_is_an_error_and_not_an_empty_space():
    with pytest.raises(UndefinedError):
        rendered("{{ nmaes }}")


def test_words_are_escaped_unless_made_safe():
    assert rendered("{{ said }}", said="<script>") == "&lt;script&gt;"
    assert rendered("{{ said }}", said=Markup("<b>so</b>")) == "<b>so</b>"


def test_pictures_are_silent_to_screen_readers():
    for picture in (icon("ear"), patch(3, 5), block(2)):
        assert 'aria-hidden="true"' in picture


@pytest.mark.parametrize(("size", "side"), [("", 44), ("s", 28), ("l", 72)])
def test_a_patch_has_its_size_before_the_style_sheet_arrives(size, side):
    assert f'width="{side}" height="{side}"' in patch(1, 1, size)


def test_an_address_is_made_of_rows_or_ids(cast):
    assert url("workshop:cast.become", cast.maya) == url("workshop:cast.become", cast.maya.pk)


def test_words_named_by_constants_are_compiled_in_and_each_language_has_its_own():
    env = engines.all()[0].env
    name = "ui/empty.html"
    with translation.override("en-gb"):
        english = env.get_template("layouts/_help.html")
        assert env.get_template(name) is env.get_template(name)
        assert "Need help now?" in english.render()
    with translation.override("es"):
        spanish = env.get_template("layouts/_help.html")
        assert spanish is not english
        assert "Need help now?" not in spanish.render()
    # Even where another language is in force by now, a template keeps to its own.
    with translation.override("es"):
        assert "Need help now?" in english.render()


@pytest.mark.parametrize("language", ["en-gb", "es"])
def test_compiled_words_are_those_that_would_be_said(language):
    source = '{{ _("Today") }} {% trans %}Crisis help{% endtrans %} {{ icon("ear", big=True) }} {{ _(said) }}'
    env = engines.all()[0].env
    with translation.override(language):
        plain = env.from_string(source).render(said="Today")
        compiled = env.in_language(language).from_string(source).render(said="Today")
    assert plain == compiled
