"""Every way into the house has a declared rule."""

import pytest
from django.urls import get_resolver

from hearth.base.http import Open

# Pages of the sign-in library, dressed by us and guarded by it.
LIBRARIES = ("allauth.", "django.views.")


def routes(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        where = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, where)
        else:
            yield where, pattern.callback


ROUTES = [(where, view) for where, view in routes() if not view.__module__.startswith(LIBRARIES)]


@pytest.mark.parametrize(("where", "view"), ROUTES, ids=[where for where, _view in ROUTES])
def test_every_route_declares_whom_it_is_open_to(where, view):
    assert isinstance(getattr(view, "open_to", None), Open), f"{where}: say open_to(…)"


@pytest.mark.parametrize(("where", "view"), ROUTES, ids=[where for where, _view in ROUTES])
def test_a_route_is_looked_at_or_posted_to_and_nothing_else(where, view):
    assert view.methods & {"GET", "POST"}
    assert not view.methods - {"GET", "HEAD", "POST"}
