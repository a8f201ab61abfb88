"""Static files: one style sheet, one script, one sheet of icons, all with hashed names.

Sources stay one file per component and per element. They are put together when static files are collected, in an
order written here, so that a first visit needs few requests and no build tool is needed at all.
"""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = ["reset", "tokens", "base", "layout", "components", "places", "utilities"]
# Feature styles live beside their feature, in the `features` layer only.
FEATURE_STYLES = re.compile(r"^(?!ui/)[a-z]+/css/[a-z-]+\.css$")
ELEMENTS = re.compile(r"^[a-z]+/js/elements/[a-z-]+\.js$")
FOR_READERS = re.compile(r"^[ \t]*(?://.*\n)?", re.MULTILINE)
SPRITE = "ui/icons/sprite.svg"


def sources(pattern: re.Pattern) -> list[tuple[str, Path]]:
    found = {}
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            if pattern.match(path):
                found[path] = Path(storage.path(path))
    return sorted(found.items())


def style_sheet() -> str:
    """All styles in the order of their layers."""
    ours = [Path(finders.find(f"ui/css/{name}.css")) for name in STYLES]
    return "\n".join(path.read_text() for path in [*ours, *(path for _name, path in sources(FEATURE_STYLES))])


def script() -> str:
    """All elements, each in a block of its own: they share nothing but the page.

    Comments and indentation stay at home: on a bad line every visitor would wait for our reasons.
    """
    return "".join(f"{{\n{FOR_READERS.sub('', path.read_text())}}}\n" for _name, path in sources(ELEMENTS))


def icons() -> str:
    return Path(finders.find(SPRITE)).read_text()


MADE = {"ui/css/house.css": style_sheet, "ui/js/house.js": script, "ui/icons.svg": icons}


class HouseStaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed, and put together from parts."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name, make in MADE.items():
                if self.exists(name):
                    self.delete(name)  # house: a collected file, not a row
                self._save(name, ContentFile(make().encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
