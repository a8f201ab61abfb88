"""Whom to call, in every country: read once from `data/crisis_lines.json`, then answered from memory alone.

This must answer when the database does not. Nothing here asks for a row, and nothing remembers who looked.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel import Locale, UnknownLocaleError

FILE = Path(__file__).parent.parent / "data" / "crisis_lines.json"

# A number older than this may have gone; the suite warns, and the page shows its date in any case.
STALE_AFTER_DAYS = 180

YOUNG = {"youth", "children"}
# Said of nearly every line, so that it tells nobody anything about this one.
ANYBODY = {"general", "unspecified", "adults"}
ROUND_THE_CLOCK = "24/7"


@dataclass(frozen=True, slots=True)
class Line:
    """One service that listens, and the ways to reach it. `dial` and `text` are what a telephone needs."""

    id: str
    name: str
    phone: str
    dial: str
    press: str
    sms: str
    text: str
    keyword: str
    textphone: str
    chat: str
    web: str
    hours: str
    scope: str
    audience: tuple[str, ...]
    languages: tuple[str, ...]
    verified: bool
    checked_on: date

    @property
    def is_general(self) -> bool:
        """Whether the line is for anybody."""
        return not set(self.audience) - ANYBODY - (YOUNG if "adults" in self.audience else set())

    @property
    def is_for_young(self) -> bool:
        return not self.is_general and bool(YOUNG & set(self.audience))

    @property
    def is_for_some(self) -> bool:
        return not self.is_general and not self.is_for_young

    @property
    def is_always_open(self) -> bool:
        return self.hours == ROUND_THE_CLOCK

    @property
    def is_everywhere(self) -> bool:
        """Whether the line serves the whole country, rather than a part of it."""
        return self.scope == "national"


@dataclass(frozen=True, slots=True)
class Country:
    """The numbers of one country. `emergency` reaches every service; `services` is for where there is no such one."""

    code: str
    name: str
    emergency: tuple[str, ...]
    services: tuple[tuple[str, str], ...]
    also: tuple[str, ...]
    is_sure: bool
    directory: str
    scheme: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]

    def lines_for(self, language: str) -> list[Line]:
        """The lines in the order in which to offer them: for anybody, in the reader's language, open now, certain."""
        spoken = language.split("-")[0].lower()

        def order(line: Line):
            known = line.languages
            fits = 0 if spoken in known else 1 if not known else 2
            return (
                not line.is_general,
                fits,
                not line.verified,
                not line.is_always_open,
                not line.is_everywhere,
                not line.dial,
            )

        return sorted(self.lines, key=order)


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that is known about whom to call."""

    checked_on: date
    countries: Mapping[str, Country]
    directories: tuple[tuple[str, str], ...]

    def country(self, code: str) -> Country | None:
        return self.countries.get(code.upper())

    def is_stale(self, today: date) -> bool:
        return (today - self.checked_on).days > STALE_AFTER_DAYS


def digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit())


def _secure(address: str | None) -> str:
    """Only pages that nobody on the way can read: what is looked up here is nobody's business."""
    return address if address and address.startswith("https://") else ""


def _line(row: dict) -> Line:
    return Line(
        id=row["id"],
        name=row["name"],
        phone=row["phone"] or "",
        dial=row["dial"] or "",
        press=row["press"] or "",
        sms=row["sms"] or "",
        text=digits(row["sms"] or ""),
        # Two keywords in two languages cannot be filled in for anybody.
        keyword=row["sms_keyword"] if (row["sms_keyword"] or "").isalnum() else "",
        textphone=row["tty"] or "",
        chat=_secure(row["chat_url"]),
        web=_secure(row["web"]),
        hours=row["hours"] or "",
        scope=row["scope"],
        audience=tuple(row["audience"]),
        languages=tuple(row["languages"] or ()),
        verified=row["verified"],
        checked_on=date.fromisoformat(row["date_seen"]),
    )


def _country(row: dict, given_up: set[str], scheme: tuple) -> Country:
    numbers = {service: tuple(called) for service, called in row["emergency"]["numbers"].items() if called}
    of_each = list(numbers.values())
    for_all = tuple(number for number in of_each[0] if all(number in called for called in of_each)) if of_each else ()
    lines = [_line(line) for line in row["lines"] if line["show_by_default"]]
    return Country(
        code=row["iso"],
        name=row["name"],
        emergency=for_all,
        services=() if for_all else tuple((service, called[0]) for service, called in numbers.items()),
        also=tuple(row["emergency"]["also_recognised"]),
        is_sure=row["emergency"]["confidence"] != "low",
        directory=_secure(row["directory_url"]),
        scheme=() if lines else scheme,
        lines=tuple(line for line in lines if not {digits(line.dial), line.text} & given_up),
    )


def read(path: Path = FILE) -> Book:
    """Read the whole book and keep of it only what is shown. Raises KeyError or ValueError when it is damaged."""
    told = json.loads(path.read_text(encoding="utf-8"))
    given_up: dict[str, set[str]] = {}
    for old in told["superseded_numbers"]:
        given_up.setdefault(old["iso"], set()).add(digits(old["number"]))
    schemes = {
        code: tuple(region["numbers"].items()) for region in told["regional_schemes"] for code in region["countries"]
    }
    countries = (
        _country(row, given_up.get(row["iso"], set()), schemes.get(row["iso"], ())) for row in told["countries"]
    )
    return Book(
        checked_on=date.fromisoformat(told["generated"]),
        countries=MappingProxyType({country.code: country for country in countries}),
        directories=tuple((each["name"], each["url"]) for each in told["global_directories"]),
    )


# When the house opens, not when somebody needs it.
BOOK = read()


@cache
def country_names(language: str) -> list[tuple[str, str]]:
    """Every country of the book with its name in that language, in the order of the names."""
    spoken = language.split("-")[0].lower()
    try:
        known = {} if spoken == "en" else Locale.parse(spoken).territories
    except (ValueError, UnknownLocaleError):
        known = {}
    named = [(code, known.get(code, country.name)) for code, country in BOOK.countries.items()]
    return sorted(named, key=lambda pair: pair[1].casefold())


def country_of_languages(accepted: str) -> str:
    """Return the country a browser's languages speak of, or "" when that is not clear.

    American English says nothing: it is what many browsers ask for anywhere in the world.
    """
    for tag in accepted.split(","):
        parts = tag.split(";")[0].strip().replace("_", "-").split("-")
        region = parts[-1].upper()
        if len(parts) > 1 and len(region) == 2 and region in BOOK.countries:
            return "" if (parts[0].lower(), region) == ("en", "US") else region
    return ""
