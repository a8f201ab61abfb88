"""Questions of the bench: who is in a demo house, what it has written, which parts can be looked at."""

from pathlib import Path

from django.db.models import Prefetch

import hearth.ui
from hearth.delivery.models import Letter
from hearth.groups.models import Membership
from hearth.people.models import Person

GALLERY = Path(hearth.ui.__file__).parent / "templates" / "gallery"


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
