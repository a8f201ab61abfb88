"""The generated pages are the rules as they are today."""

import os

import pytest
from django.utils import translation

from tests.house import maps
from tests.house.reading import ROOT

WRITING = os.environ.get("HEARTH_WRITE_MAPS") == "1"


def compare(name: str, now: str) -> None:
    path = ROOT / "docs" / name
    if WRITING:
        path.write_text(now)
    assert path.exists() and path.read_text() == now, f"docs/{name} is out of date: run bin/check --maps"


def test_the_permission_map_is_true(cast):
    with translation.override("en-gb"):
        compare("permission-map.md", maps.permission_map(cast))


def test_the_event_map_is_true():
    compare("event-map.md", maps.event_map())


def test_the_privacy_map_is_true():
    with translation.override("en-gb"):
        compare("privacy-map.md", maps.privacy_map())


def test_a_superuser_has_no_skeleton_key(cast):
    """Django would say yes to every active superuser; the house asks its own rules."""
    from hearth.base import permissions

    stranger = cast.omar
    stranger.is_superuser = True
    opened = [
        permission.name_in_full
        for permission in permissions.every_permission()
        if permissions.may(stranger, permission, cast.thing_for(permission))
    ]
    stranger = type(stranger).objects.get(pk=stranger.pk)
    assert opened == [
        permission.name_in_full
        for permission in permissions.every_permission()
        if permissions.may(stranger, permission, cast.thing_for(permission))
    ]


@pytest.mark.parametrize("name", ["permission-map.md", "event-map.md", "privacy-map.md"])
def test_the_page_exists(name):
    assert (ROOT / "docs" / name).exists()
