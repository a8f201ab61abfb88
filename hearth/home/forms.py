"""What people look for: read from an address or a form, kindly."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearth.groups.models import Group
from hearth.groups.models.tag import every_tag, tags_by_key
from hearth.ui.environment import language_name

PARTS = {
    "morning": _("Mornings"),
    "afternoon": _("Afternoons"),
    "evening": _("Evenings"),
    "night": _("Through the night"),
}
WAYS = {"text": _("By text"), "audio": _("By voice"), "video": _("By video"), "room": _("In a room, in person")}
ACCESS = {
    "typing": _("Typing instead of talking"),
    "captions": _("Live captions"),
    "step_free": _("Step-free way in"),
    "hearing_loop": _("Hearing loop"),
}
LEADS = {
    Group.Lead.PEER: _("People with lived experience"),
    Group.Lead.PROFESSIONAL: _("A professional"),
    Group.Lead.BOTH: _("Both together"),
}
MODES = {
    Group.Mode.OPEN: _("Open: come in when you like"),
    Group.Mode.ASK: _("Ask first"),
    Group.Mode.COHORT: _("A course that starts together"),
    Group.Mode.INVITE: _("By invitation"),
}
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Facet:
    """One question of the list: its name in addresses, its label, its choices, and what was chosen."""

    name: str
    label: object
    choices: dict
    chosen: list
    one: bool = False

    def says(self) -> list:
        return [self.choices[value] for value in self.chosen]


@dataclass
class Search:
    """What somebody looks for. Values nobody could have chosen are left out, and `unknown` says so."""

    facets: list[Facet] = field(default_factory=list)
    words: str = ""
    unknown: bool = False

    @classmethod
    def read(cls, given: QueryDict, *, known_tags: set, towns: list, languages: list) -> "Search":
        """Read a search from an address. Never fails: an old bookmark still shows groups."""
        tags = {tag.key: tag.label for tag in every_tag().values() if tag.code in known_tags}
        search = cls()
        for name, label, choices, one in (
            ("about", _("About"), tags, False),
            ("day", _("Day"), {str(number): name for number, name in WEEKDAYS.items()}, False),
            ("time", _("Time of day"), PARTS, False),
            ("way", _("How"), WAYS, False),
            ("town", _("Town"), {town: town for town in towns}, True),
            ("access", _("What you need"), ACCESS, False),
            ("lead", _("Led by"), LEADS, False),
            ("join", _("Coming in"), MODES, False),
            ("language", _("Language"), {code: language_name(code) for code in languages}, True),
        ):
            values = list(dict.fromkeys(value for value in given.getlist(name) if value))
            chosen = [value for value in values if value in choices]
            # A tag that no listed group carries any more is no mistake of the person asking.
            search.unknown |= any(
                value not in choices and not (name == "about" and value in tags_by_key()) for value in values
            )
            search.facets.append(Facet(name, label, choices, chosen[:1] if one else chosen, one))
        return search

    def chosen(self, name: str) -> list:
        return next((facet.chosen for facet in self.facets if facet.name == name), [])

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words) or any(facet.chosen for facet in self.facets)

    @property
    def narrows_meetings(self) -> bool:
        return any(self.chosen(name) for name in ("day", "time", "way", "access"))

    def address(self, *, without: tuple[str, str] | None = None, after: str = "") -> str:
        """Write this search as the end of an address, perhaps without one choice or further down the list."""
        query = QueryDict(mutable=True)
        for facet in self.facets:
            left = [value for value in facet.chosen if (facet.name, value) != without]
            if left:
                query.setlist(facet.name, left)
        if after:
            query["after"] = after
        return f"?{query.urlencode()}" if query else ""

    def chips(self) -> list[tuple[str, str]]:
        """Each choice made, with the address of the list without it."""
        return [
            (facet.choices[value], self.address(without=(facet.name, value)))
            for facet in self.facets
            for value in facet.chosen
        ]

    def understand(self, words: str) -> None:
        """Turn words into choices where they name one ("evening", "text", "panic"); keep the rest as words.

        Words are searched for and forgotten: they stand in no address, no session and no log.
        """
        left = []
        for word in words[:LONGEST_SEARCH].casefold().split():
            word = word.strip(".,;:!?“”\"'")
            if len(word) < 3 or word in _little_words():
                continue
            named = False
            for facet in self.facets:
                for value, label in facet.choices.items():
                    if _names(word, str(label)):
                        named = True
                        if value not in facet.chosen and not (facet.one and facet.chosen):
                            facet.chosen.append(value)
            if not named:
                left.append(word)
        self.words = " ".join(left)


def _little_words() -> set[str]:
    return set(
        gettext("a an and at by for from group groups help i in me meeting my near of on online or the to with").split()
    )


def _names(word: str, label: str) -> bool:
    """Whether a word names a choice: "evening" names "Evenings", "panic" names "Panic" – "a" names nothing."""
    stem = word[:-1] if len(word) > 4 and word.endswith("s") else word
    return any(
        part == word or (len(stem) > 3 and part.startswith(stem)) for part in label.casefold().replace(",", " ").split()
    )


@dataclass(frozen=True)
class Answers:
    """What somebody answered on the way to a group. Read, used for one page, and gone."""

    who: str = ""
    about: tuple = ()
    way: str = ""
    time: str = ""
    company: str = ""
    unsafe: bool = False
    tags: dict = field(default_factory=dict)

    WHO = {"me": _("For me"), "someone": _("For someone I care about")}
    WAY = {
        "": _("I don’t mind"),
        "text": _("By writing"),
        "talk": _("By voice or video"),
        "room": _("In a room, in person"),
    }
    TIME = {"": _("Any time"), **PARTS}
    COMPANY = {
        "": _("I honestly don’t know"),
        "peer": _("People who have been there"),
        "professional": _("Someone trained, to learn from"),
        "quiet": _("Somewhere I can just listen"),
    }

    @property
    def says_nothing(self) -> bool:
        """Whether no question was answered, so that there is nothing to suggest by."""
        return not (self.who or self.about or self.way or self.time or self.company)

    @classmethod
    def read(cls, given: QueryDict, *, known_tags: set, **_more) -> "Answers":
        """Read the answers; whatever nobody could have answered counts as not answered."""
        tags = {tag.key: tag for tag in every_tag().values() if tag.code in known_tags and tag.kind != "role"}
        chosen = {name: given.get(name, "") for name in ("who", "way", "time", "company")}
        return cls(
            who=chosen["who"] if chosen["who"] in cls.WHO else "",
            way=chosen["way"] if chosen["way"] in cls.WAY else "",
            time=chosen["time"] if chosen["time"] in cls.TIME else "",
            company=chosen["company"] if chosen["company"] in cls.COMPANY else "",
            about=tuple(tags[key] for key in given.getlist("about") if key in tags),
            unsafe="unsafe" in given,
            tags=tags,
        )
