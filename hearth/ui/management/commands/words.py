"""The words of the house: gathered from code, templates and data, and made ready for readers.

    manage.py words --gather     bring locale/*/django.po up to date with what the pages say now
    manage.py words              make the catalogues pages read (done by `bin/run` and `bin/test`)

Needs no gettext tools: Babel reads Python and Jinja2, and writes the compiled catalogues.
"""

import io
import json
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import to_locale

METHODS = [
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
    ("**/data/**.json", "hearth.ui.management.commands.words:labels"),
    ("**.py", "python"),
]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
OPTIONS["**/templates/**.txt"] = OPTIONS["**/templates/**.html"]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# Values of these keys in data files are said on screens.
SAID = {"label", "sentence", "hint"}
PSEUDO = "en-xa"
ACCENTS = str.maketrans("aceinouyACEINOUY", "åçéîñöûýÅÇÉÎÑÖÛÝ")


def labels(fileobj, keywords, comment_tags, options):
    """Extraction method of Babel for our data files: what their labels say."""
    said = []

    def walk(thing):
        if isinstance(thing, dict):
            for key, value in thing.items():
                if key in SAID and isinstance(value, str) and value:
                    said.append(value)
                else:
                    walk(value)
        elif isinstance(thing, list):
            for one in thing:
                walk(one)

    walk(json.load(io.TextIOWrapper(fileobj, encoding="utf-8")))
    for words in dict.fromkeys(said):
        yield 1, "gettext", words, []


def gathered() -> Catalog:
    """Everything the house says, in the language it was written in."""
    catalogue = Catalog(project="Hearth", charset="utf-8", fuzzy=False)
    root = settings.ROOT / "hearth"
    found = extract_from_dir(root, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=["Translators:"])
    for name, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        if not name.startswith(("workshop/", "ui/templates/gallery/")):
            # Without line numbers: a catalogue should change when words change, not when code moves.
            catalogue.add(message, locations=[(f"hearth/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def pseudo(words: str) -> str:
    """Longer words with accents; marks of formats and of HTML stay as they are."""
    parts = re.split(r"(%\([a-z_]+\)[sd]|%[sd%]|{[a-z_]*}|<[^>]*>)", words)
    changed = "".join(part if number % 2 else part.translate(ACCENTS) for number, part in enumerate(parts))
    return f"[{changed}{'·' * (len(words) // 3)}]"


class Command(BaseCommand):
    help = "Gather the words of the house, or make the catalogues its pages read."

    def add_arguments(self, parser):
        parser.add_argument("--gather", action="store_true", help="bring the .po files up to date first")

    def handle(self, *, gather, **options):
        folder = Path(settings.LOCALE_PATHS[0])
        said = gathered() if gather or PSEUDO in dict(settings.LANGUAGES) else None
        for code, _name in settings.LANGUAGES:
            path = folder / to_locale(code) / "LC_MESSAGES" / "django.po"
            if code == PSEUDO:
                self.make_pseudo(said, path.with_suffix(".mo"))
            elif path.exists():
                if gather:
                    self.bring_up_to_date(said, path, code)
                with path.open("rb") as lines:
                    self.make(read_po(lines, locale=to_locale(code)), path.with_suffix(".mo"))

    def bring_up_to_date(self, said: Catalog, path: Path, code: str) -> None:
        with path.open("rb") as lines:
            catalogue = read_po(lines, locale=to_locale(code))
        catalogue.update(said, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        missing = sum(1 for message in catalogue if message.id and not message.string)
        with path.open("wb") as lines:
            write_po(lines, catalogue, width=110, include_lineno=False, omit_header=False, sort_output=True)
        self.stdout.write(f"{code}: {len(catalogue)} sentences, {missing} not translated yet")

    def make_pseudo(self, said: Catalog, path: Path) -> None:
        catalogue = Catalog(locale="en_GB", charset="utf-8", fuzzy=False)
        for message in said:
            if message.id:
                ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
                strings = [pseudo(one) for one in ids]
                catalogue.add(message.id, strings if len(strings) > 1 else strings[0], context=message.context)
        self.make(catalogue, path)

    def make(self, catalogue: Catalog, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as compiled:
            write_mo(compiled, catalogue)
