"""Promises about data, declared beside the schema and tested for completeness.

Each app's `privacy.py` holds a list `promises`. A model field that no promise names fails the suite.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


class Data(Enum):
    """The classes of data of the house, from public to secret."""

    PUBLIC = "public"
    ACCOUNT = "account"
    MEMBERSHIP = "membership"
    WORDS = "words"
    INTIMATE = "intimate"
    CARE = "care and safety"
    SECRET = "secret"  # noqa: S105 – a class of data, not a password
    TRACE = "trace"
    PLUMBING = "plumbing"


@dataclass(frozen=True)
class Promise:
    """What we promise about one model.

    fields: every concrete field by name and class. export(person) yields dicts of the person's own data;
    erase(person) removes or unnames it. `why_kept` is the sentence shown to members when a row outlives them.
    `order`: erasure runs from low to high, so that words go before the account they hang on.
    """

    model: type
    fields: dict[str, Data]
    title: object = ""
    export: Callable | None = None
    erase: Callable | None = None
    retention: timedelta | None = None
    why_kept: object = ""
    order: int = 50
    extra: dict = field(default_factory=dict)


def every_promise() -> Iterator[Promise]:
    """Yield the promises of every installed app of ours."""
    for config in apps.get_app_configs():
        if config.name.startswith("hearth.") and module_has_submodule(config.module, "privacy"):
            if config.name != "hearth.base":
                yield from import_module(f"{config.name}.privacy").promises


def export_of(person) -> dict[str, list[dict]]:
    """Gather everything that is the person's own, section by section, in the order of the promises."""
    sections: dict[str, list[dict]] = {}
    for promise in sorted(every_promise(), key=lambda promise: promise.order):
        if promise.export:
            rows = list(promise.export(person))
            if rows:
                sections.setdefault(str(promise.title), []).extend(rows)
    return sections


def erase(person) -> None:
    """Run every erasure, words first and the account last. Call inside the action that erases a person."""
    for promise in sorted(every_promise(), key=lambda promise: promise.order):
        if promise.erase:
            promise.erase(person)
