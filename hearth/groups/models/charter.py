"""What a new group can begin from, read from `data/charters.json`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext


@dataclass(frozen=True)
class Charter:
    """A leaflet and an agreement to start with. Everything in it can be changed before the group opens."""

    code: str
    title: str
    about: str
    leaflet: dict
    points: list[dict]

    @property
    def label(self) -> str:
        return gettext(self.title)

    @property
    def says(self) -> str:
        return gettext(self.about)


@cache
def charters() -> dict[str, Charter]:
    """All charters by code, in the order of the file."""
    read = json.loads((Path(__file__).parent.parent / "data" / "charters.json").read_text())
    return {
        entry["code"]: Charter(
            code=entry["code"],
            title=entry["label"],
            about=entry["sentence"],
            leaflet={
                **entry["leaflet"],
                "audience": "\n".join(entry["leaflet"].get("audience", [])),
                "questions": "\n".join(entry["leaflet"].get("questions", [])),
                **{f"answer_{key}": words for key, words in entry["answers"].items()},
            },
            points=entry["points"],
        )
        for entry in read
    }
