"""The Jinja2 environment of every page: what templates may call, and nothing else."""

from functools import cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from hearth.base import permissions
from hearth.base.ids import key
from hearth.ui import times

NAMED = 3


def url(name: str, *args, **kwargs) -> str:
    """Reverse a URL by name; ids may be given as rows."""
    return reverse(name, args=[getattr(arg, "pk", arg) for arg in args], kwargs=kwargs)


# Addresses of files and drawings never change while a process lives, and a page names dozens of them.
@cache
def static(path: str) -> str:
    return staticfiles_storage.url(path)


@cache
def icon(name: str, *, big: bool = False, flip: bool = False) -> Markup:
    """Draw an icon. It never stands without a word beside it, so it is silent to screen readers."""
    classes = "i" + (" big" if big else "") + (" flip" if flip else "")
    return Markup('<svg class="{}" width="20" height="20" aria-hidden="true"><use href="{}#i-{}"/></svg>').format(
        classes, static("ui/icons.svg"), name
    )


@cache
def patch(pattern: int, dye: int, size: str = "") -> Markup:
    """Draw the quilt patch that stands in for a face: pattern and dye from 1 to 8, size "", "s" or "l"."""
    side = {"s": 28, "": 44, "l": 72}[size]
    return Markup(
        '<svg class="patch h{}{}" width="{}" height="{}" aria-hidden="true"><use href="{}#p-{}"/></svg>'
    ).format(dye, f" {size}" if size else "", side, side, static("ui/icons.svg"), pattern)


@cache
def block(dye: int, side: int = 48) -> Markup:
    """Draw the log cabin block that stands for a group."""
    return Markup(
        '<svg class="cloth h{}" viewBox="0 0 48 48" width="{}" height="{}" aria-hidden="true">'
        '<use href="{}#q-cabin"/></svg>'
    ).format(dye, side, side, static("ui/icons.svg"))


def names(people: list[str], *, limit: int = NAMED) -> str:
    """Say who, as a sentence part: "Wren", "Wren and Ama", "Wren, Ama, Linden and others". Never a number."""
    if len(people) > limit:
        return gettext("%(names)s and others") % {"names": ", ".join(people[:limit])}
    if len(people) < 2:
        return "".join(people)
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(people[:-1]), "last": people[-1]}


def language_name(code: str) -> str:
    """Say a language by its own name, as its speakers look for it: English, Español."""
    try:
        return translation.get_language_info(code)["name_local"].capitalize()
    except KeyError:
        return code


def environment(**options) -> Environment:
    """Build the environment; a name a template misspells is an error, never an empty space."""
    # Set, not offered: Django has put its own choice, an empty space, into the options already.
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    env = Environment(autoescape=True, **options)
    env.policies["ext.i18n.trimmed"] = True
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(
        gettext=gettext, ngettext=ngettext, pgettext=pgettext, npgettext=npgettext, newstyle=True
    )
    env.globals.update(
        block=block,
        house=settings.HOUSE,
        icon=icon,
        key=key,
        language=translation.get_language,
        language_name=language_name,
        may=permissions.may,
        names=names,
        patch=patch,
        static=static,
        url=url,
        workshop=settings.WORKSHOP,
        **times.for_templates,
    )
    return env
