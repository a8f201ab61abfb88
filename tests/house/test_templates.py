"""Every template: reads, speaks only in translatable words, obeys the content policy, points where something is."""

import re

import pytest
from django.template import engines
from django.urls import get_resolver
from jinja2 import nodes

from tests.house.reading import HEARTH, short

TEMPLATES = sorted(path for path in HEARTH.glob("*/templates/**/*.html"))
FLOORS = [
    "base",
    "ui",
    "delivery",
    "screening",
    "people",
    "groups",
    "conversations",
    "meetings",
    "safety",
    "notices",
    "home",
    "workshop",
]


def environment():
    return engines.all()[0].env


def names():
    return [str(path).split("/templates/", 1)[1] for path in TEMPLATES]


@pytest.mark.parametrize("name", names())
def test_a_template_can_be_read(name):
    environment().get_template(name)


def calls(name: str):
    source = environment().loader.get_source(environment(), name)[0]
    return environment().parse(source).find_all(nodes.Call)


def test_every_named_address_exists():
    known = set()

    def walk(resolver, space=""):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            elif pattern.name:
                known.add(space + pattern.name)

    walk(get_resolver())
    lost = []
    for name in names():
        for call in calls(name):
            if getattr(call.node, "name", "") == "url" and call.args and isinstance(call.args[0], nodes.Const):
                if call.args[0].value not in known:
                    lost.append(f"{name}: {call.args[0].value}")
    assert lost == []


def test_every_permission_asked_in_a_template_exists():
    from hearth.base import permissions

    for name in names():
        for call in calls(name):
            if getattr(call.node, "name", "") == "may" and isinstance(call.args[1], nodes.Const):
                permissions.named(call.args[1].value)


def test_templates_extend_and_include_their_own_floor_or_below():
    wrong = []
    for path, name in zip(TEMPLATES, names(), strict=True):
        app = path.relative_to(HEARTH).parts[0]
        text = path.read_text()
        for other in re.findall(r"{%-?\s*(?:extends|include|from|import)\s+[\"']([^\"']+)", text):
            floor = other.split("/")[0]
            if floor in FLOORS and FLOORS.index(floor) > FLOORS.index(app):
                wrong.append(f"{name} → {other}")
    assert wrong == []


def test_no_style_and_no_script_stands_in_a_page():
    wrong = []
    for path in TEMPLATES:
        text = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)
        if re.search(r"<[^>]*\sstyle=|<[^>]*\son[a-z]+=|<style\b|javascript:", text) or re.search(
            r"<script(?![^>]*\bsrc=)", text
        ):
            wrong.append(short(path))
    assert wrong == []


def test_titles_are_constant_words():
    """The title stands in the history of the device: never a group's name, never a member's words."""
    wrong = []
    for path in TEMPLATES:
        for title in re.findall(r"{%-?\s*block title\s*-?%}(.*?){%-?\s*endblock", path.read_text(), re.DOTALL):
            if re.search(r"{{(?!\s*_\()", title):
                wrong.append(f"{short(path)}: {title}")
    assert wrong == []


def test_nothing_in_a_page_comes_from_elsewhere():
    for path in TEMPLATES:
        assert not re.search(r"(?:src|srcset|action|<link[^>]*href)=[\"']https?:", path.read_text()), short(path)


def test_words_are_marked_for_translation():
    """Text between tags that no {% trans %} or expression covers."""
    wrong = []
    for path in TEMPLATES:
        if "/workshop/" in str(path) or "/gallery/" in str(path):
            continue
        text = path.read_text()
        for pattern in (
            r"{#.*?#}",
            r"{%-?\s*set [^%]*%}.*?{%-?\s*endset\s*-?%}",
            r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}",
            r"{%.*?%}",
            r"{{.*?}}",
            r"<!--.*?-->",
            r"<[^>]*>",
            r"&\w+;",
            r"\baria-\w+=\"\w*\s*\"",
        ):
            text = re.sub(pattern, " ", text, flags=re.DOTALL)
        words = re.findall(r"[A-Za-zÀ-ÿ]{2,}", text)
        if words:
            wrong.append(f"{short(path)}: {' '.join(words[:6])}")
    assert wrong == []
