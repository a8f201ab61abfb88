"""Questions of the bench: what the demo data say, who is in the house, which parts of it can be looked at."""

import hashlib
import json
from pathlib import Path

from django.db.models import Prefetch

import hearth.ui
from hearth.base import ids
from hearth.delivery.models import Letter
from hearth.groups.models import Membership
from hearth.people.models import Person

DATA = Path(__file__).parent / "data" / "demo"
GALLERY = Path(hearth.ui.__file__).parent / "templates" / "gallery"


def read(name: str):
    """Return one file of the demo data."""
    return json.loads((DATA / f"{name}.json").read_text())


def conversations() -> dict[str, list[dict]]:
    """Return the threads of the demo by the key of their group."""
    return {path.stem: json.loads(path.read_text()) for path in sorted((DATA / "threads").glob("*.json"))}


def known_id(*parts: str) -> int:
    """Return the same id for the same thing in every demo house."""
    return int.from_bytes(hashlib.sha256("/".join(parts).encode()).digest()[:8]) & ids.LARGEST or 1


def everyone():
    """Everyone in the house, with the personas they have, in the order of their sign-in names."""
    personas = Membership.objects.current().select_related("group").order_by("group__name")
    return Person.objects.order_by("sign_in_name").prefetch_related(
        Prefetch("memberships", queryset=personas, to_attr="personas")
    )


def newest_letters(count: int = 50) -> list[Letter]:
    return list(Letter.objects.order_by("-written_at", "-id")[:count])


def examples() -> list[str]:
    """Names of the components the gallery has an example of."""
    return sorted(path.stem for path in GALLERY.glob("*.html"))
