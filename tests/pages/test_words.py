"""Every word a page says can be said in another language."""

import re
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from hearth.people.models import Person
from tests.cast import signed_in
from tests.furnishing import CANARY, furnish
from tests.pages.test_doors import LOOKED_AT, address

# Said by people or by data, not by the house: names of the cast’s groups and personas, of languages, of keys.
NOT_OURS = re.compile(
    rf"{CANARY}|persona-|newcomer|Newcomer|Steadying|Winter|Quiet Room|Devorah|Linden|Paper Boat|Slow Kettle|Someone|"
    r"Juniper|Second Cup|Wren|Hearth|English|Español|Spanish|Pseudo|What to know|What’s said|We ask|Nobody can|Being heard|"
    r"For people who know|^(maya|noor|ruth|sam|tess)$|Europe/|America/|^[\W\d_]*$|CTRL|Esc|"
    # Days of the week are Django’s words, in its own catalogues.
    r"^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$",
    re.IGNORECASE,
)
# Pages full of names that are nobody’s to translate: the lines people can call.
OF_NAMES = {"safety:crisis.show", "safety:crisis.care", "safety:concerns.self"}
QUIET = {"script", "style", "svg", "option", "time", "code", "textarea", "head"}


class Reader(HTMLParser):
    """Collects the pieces of text a page shows."""

    def __init__(self):
        super().__init__()
        self.depth, self.said = 0, []

    def handle_starttag(self, tag, attrs):
        if tag in QUIET:
            self.depth += 1
        for name, value in attrs:
            if name in {"aria-label", "placeholder", "alt"} and value:
                self.said.append(value)

    def handle_endtag(self, tag):
        if tag in QUIET:
            self.depth -= 1

    def handle_data(self, data):
        if self.depth <= 0 and data.strip():
            self.said.append(" ".join(data.split()))


def said_by(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return reader.said


@pytest.fixture(scope="session", autouse=True)
def catalogues():
    call_command("words", verbosity=0)


@pytest.fixture
def room(cast):
    return furnish(cast, cast.circle, cast.in_circle["maya"], cast.in_circle["ruth"])


@pytest.mark.parametrize("who", ["maya", "ruth", "sam", "tess"])
def test_every_page_speaks_the_made_language(cast, room, who):
    """In the made-up language every sentence of the house wears brackets: what does not was never translatable."""
    person = getattr(cast, who)
    Person.objects.filter(pk=person.pk).update(language="en-xa")
    client = signed_in(Client(), person)
    bare = []
    for name, pattern in LOOKED_AT:
        answer = client.get(address(name, pattern, room.keys))
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        for words in said_by(answer.content.decode()):
            if (
                name not in OF_NAMES
                and "[" not in words
                and "]" not in words
                and "·" not in words
                and not NOT_OURS.search(words)
            ):
                bare.append(f"{name}: {words[:80]}")
    assert sorted(set(bare)) == [], "\n".join(sorted(set(bare)))


def test_a_visitor_is_spoken_to_in_spanish(cast):
    client = Client(HTTP_ACCEPT_LANGUAGE="es-MX,es;q=0.9")
    page = client.get(reverse("home:welcome.show")).content.decode()
    assert 'lang="es"' in page
    assert "¿Necesitas ayuda ahora?" in page
    assert "Need help now?" not in page


def test_spanish_has_a_word_for_everything():
    from babel.messages.pofile import read_po
    from django.conf import settings

    with (settings.ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po").open("rb") as lines:
        catalogue = read_po(lines, locale="es")
    missing = [
        message.id
        for message in catalogue
        if message.id and not (all(message.string) if isinstance(message.string, tuple | list) else message.string)
    ]
    assert missing == []


def test_the_catalogues_are_up_to_date():
    """What pages say now is what translators have before them: run bin/check --words."""
    from babel.messages.pofile import read_po
    from django.conf import settings

    from hearth.ui.management.commands.words import gathered

    with (settings.ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po").open("rb") as lines:
        known = {(message.id, message.context) for message in read_po(lines, locale="es") if message.id}
    now = {(message.id, message.context) for message in gathered() if message.id}
    assert {str(one) for one in now ^ known} == set()
