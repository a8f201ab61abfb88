"""The Jinja2 environment of every page: what templates may call, and nothing else."""

from functools import cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from hearth.base import fragments, permissions
from hearth.base.ids import LARGEST, key
from hearth.ui import times

NAMED = 3


def url(name: str, *args, **kwargs) -> str:
    """Reverse a URL by name; ids may be given as rows."""
    ids = [getattr(arg, "pk", arg) for arg in args]
    form = None if kwargs else _form_of(name, tuple(isinstance(one, int) for one in ids))
    return reverse(name, args=ids, kwargs=kwargs) if form is None else form % tuple(map(key, ids))


@cache
def _form_of(name: str, numbers: tuple[bool, ...]) -> str | None:
    """The address with a gap for each id, or None where it holds something else than ids.

    A page names up to two hundred addresses, and finding one in the table of contents takes a tenth of a millisecond.
    """
    if not all(numbers):
        return None
    marks = [LARGEST - number for number in range(len(numbers))]
    form = reverse(name, args=marks).replace("%", "%%")
    for mark in marks:
        if form.count(key(mark)) != 1:
            return None
        form = form.replace(key(mark), "%s")
    return form


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


class Speaker:
    """Says the words of templates in one language: each is looked up once, and filled in at every use."""

    def __init__(self, language: str):
        self.language = language
        self._forms: dict[str, Markup] = {}
        self._plain: dict[str, Markup] = {}

    def __call__(self, words: str, /, **values) -> Markup:
        said = (self._forms if values else self._plain).get(words)
        if said is None:
            with translation.override(self.language):
                said = Markup(gettext(words))  # noqa: S704 – words of our own templates and their translations
            if values:
                self._forms[words] = said
            else:
                # Without values too, words of templates write a per cent sign twice.
                said = self._plain[words] = said % {}
        return said % values if values else said


speaker = cache(Speaker)


def say(words: str, /, **values) -> Markup:
    """Say words in the language of this moment, where no page has settled it."""
    return speaker(translation.get_language())(words, **values)


@pass_context
def remembered(context: Context, thing, *form, caller) -> Markup:
    """Draw what stands inside `{% call(csrf) remembered("top", …) %}` once for all to whom it looks the same.

    `form` is everything it depends on beside the language. The mark of forms is an argument of the block, so that no
    page's own can be kept.
    """
    form = (translation.get_language(), *form)
    piece = fragments.kept(thing, form, lambda: caller(fragments.CSRF))
    own = context["csrf"]
    return piece if own is fragments.CSRF else Markup(piece.replace(fragments.CSRF, own))  # noqa: S704 – drawn above


class HouseContext(Context):
    """What a template sees. The language is asked for once per template instead of once per word."""

    def __init__(self, environment, parent, name, blocks, globals=None):
        # A module of macros that is kept for everyone has nothing but the globals: it must ask at every word.
        if globals is None or len(parent) > len(globals):
            parent["gettext"] = parent["_"] = speaker(translation.get_language())
        super().__init__(environment, parent, name, blocks, globals)


# What gives the same for the same constants as long as a process lives.
CONSTANT = {"_": say, "gettext": say, "icon": icon, "static": static}


class Settled(NodeTransformer):
    """Puts words and drawings that are named by constants into a template while it is compiled.

    A page names hundreds of them. What is left to be asked at every page is what depends on the page.
    """

    def __init__(self, language: str | None):
        self.language = language

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 – called by this name
        node = self.generic_visit(node)
        constant = isinstance(node.node, nodes.Name) and node.node.name in CONSTANT
        given = [*node.args, *(pair.value for pair in node.kwargs)]
        if not constant or node.dyn_args or node.dyn_kwargs or not all(isinstance(one, nodes.Const) for one in given):
            return node
        values = {pair.key: pair.value.value for pair in node.kwargs}
        with translation.override(self.language):
            said = CONSTANT[node.node.name](*[one.value for one in node.args], **values)
        return nodes.Const(said, lineno=node.lineno)


class HouseEnvironment(Environment):
    """One environment for each language, compiled with its words in place; the first one chooses among them."""

    language: str | None = None
    chooses = True

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.spoken: dict[str | None, HouseEnvironment] = {}

    def get_template(self, name, parent=None, globals=None):
        if self.chooses:
            return self.in_language(translation.get_language()).get_template(name, parent, globals)
        return super().get_template(name, parent, globals)

    def in_language(self, language: str | None) -> "HouseEnvironment":
        if language not in self.spoken:
            one = self.overlay()
            one.language, one.chooses = language, False
            self.spoken[language] = one
        return self.spoken[language]

    def make_globals(self, d) -> dict:
        """Plain names: they are the same as long as a process lives, and every piece of a page looks them up."""
        return {**self.globals, **(d or {})}

    def _generate(self, source, name, filename, defer_init=False):
        if not self.chooses:
            source = Settled(self.language).visit(source)
        return super()._generate(source, name, filename, defer_init)


def environment(**options) -> Environment:
    """Build the environment; a name a template misspells is an error, never an empty space."""
    # Set, not offered: Django has put its own choice, an empty space, into the options already.
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    env = HouseEnvironment(autoescape=True, **options)
    env.context_class = HouseContext
    env.policies["ext.i18n.trimmed"] = True
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(
        gettext=gettext, ngettext=ngettext, pgettext=pgettext, npgettext=npgettext, newstyle=True
    )
    env.globals.update(gettext=say, _=say)
    env.globals.update(
        block=block,
        house=settings.HOUSE,
        icon=icon,
        remembered=remembered,
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
