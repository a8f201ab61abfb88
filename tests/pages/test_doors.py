"""Every route × everyone of the cast: who gets in, who is sent to sign in, for whom the page does not exist."""

import os

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.cast import signed_in
from tests.furnishing import furnish
from tests.house.reading import ROOT

# What a parameter of an address is when it names no row.
PLAIN = {
    "slug": "privacy",
    "part": "look",
    "form": "json",
    "handle": "0" * 16,
    "token": "nobody-has-this-token",
    "charter": "peer-circle",
    "kind": "concerns",
    "key": None,
    "subscription": 1,
    "keepsake": 1,
}
SAID = {
    200: "in",
    302: "→",
    303: "→",
    403: "not this",
    404: "·",
    401: "sign in",
    405: "post",
    409: "not now",
    422: "form",
}
LIBRARIES = ("allauth.", "django.views.")


def our_routes(resolver=None, space=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from our_routes(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name and not pattern.callback.__module__.startswith(LIBRARIES):
            yield space + pattern.name, pattern


def address(name: str, pattern, keys: dict) -> str:
    wanted = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
    kwargs = {}
    for parameter in wanted:
        if parameter in keys:
            kwargs[parameter] = keys[parameter]
        elif parameter in PLAIN:
            kwargs[parameter] = PLAIN[parameter]
        else:
            raise KeyError(f"{name}: say in tests/furnishing.py what {parameter!r} is")
    if name.startswith("safety:desk") and kwargs.get("kind") == "concerns":
        kwargs["item"] = keys["concern"]
    return reverse(name, kwargs=kwargs)


ROUTES = sorted((name, pattern) for name, pattern in our_routes() if not name.startswith("workshop:"))
LOOKED_AT = [(name, pattern) for name, pattern in ROUTES if "GET" in pattern.callback.methods]
# Doors that exist for strangers too: the leaflet, and the ways in from it.
FOR_STRANGERS = {"home:group.show", "groups:joining.edit", "groups:agreement.show"}
# What stewards and responders see by their duty: that a group is there and who looks after it, and their desk.
BY_DUTY = ("groups:care.", "safety:desk.")
ABOUT_A_GROUP = {
    "group",
    "thread",
    "post",
    "membership",
    "question",
    "invitation",
    "task",
    "ban",
    "concern",
    "report",
    "item",
    "notice",
}


def parameters(pattern) -> set[str]:
    return set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)


@pytest.fixture
def rooms(cast):
    return {
        "circle": furnish(cast, cast.circle, cast.in_circle["maya"], cast.in_circle["ruth"]),
        "hidden": furnish(cast, cast.hidden, cast.in_hidden["noor"], cast.in_hidden["ruth"]),
    }


def doors(cast, room) -> dict[str, dict[str, int]]:
    """Knock at every door as everyone and note the answer."""
    found = {}
    for who, person in {"visitor": None, **cast.people()}.items():
        client = Client()
        if person is not None:
            signed_in(client, person)
        for name, pattern in LOOKED_AT:
            answer = client.get(address(name, pattern, room.keys))
            found.setdefault(name, {})[who] = answer.status_code
    return found


def test_every_route_leads_somewhere_and_fails_nobody(cast, rooms):
    for room in rooms.values():
        for name, answers in doors(cast, room).items():
            assert not [who for who, status in answers.items() if status >= 500], name


def test_the_door_map_is_true(cast, rooms):
    people = ["visitor", *cast.people()]
    lines = [
        "# Who gets in where",
        "",
        "Written by `bin/check --maps`: every page asked for as everyone of the cast, about the circle. Maya wrote, Noor",
        "is a member, Ruth looks after it; Omar belongs elsewhere; Sam is a responder, Tess a steward.",
        "*in*: the page; → : sent on (to sign in, or back); *not this*: seen, but not theirs to do; · : does not exist.",
        "",
        f"| | {' | '.join(name.title() for name in people)} |",
        "|---" * (len(people) + 1) + "|",
    ]
    for name, answers in sorted(doors(cast, rooms["circle"]).items()):
        lines.append(f"| {name} | {' | '.join(SAID.get(answers[who], str(answers[who])) for who in people)} |")
    now = "\n".join(lines) + "\n"
    path = ROOT / "docs" / "door-map.md"
    if os.environ.get("HEARTH_WRITE_MAPS") == "1":
        path.write_text(now)
    assert path.read_text() == now, "docs/door-map.md is out of date: run bin/check --maps"


@pytest.mark.parametrize("where", ["circle", "hidden"])
def test_a_stranger_finds_nothing_behind_any_door_of_a_group(cast, rooms, where):
    """There is something to find: the same pages answer those inside."""
    room = rooms[where]
    found = doors(cast, room)
    strangers = ["omar", "tess"] + (["maya"] if where == "hidden" else [])
    open_inside = 0
    for name, pattern in LOOKED_AT:
        if not parameters(pattern) & ABOUT_A_GROUP or (name in FOR_STRANGERS and where == "circle"):
            continue
        open_inside += found[name]["ruth"] == 200 or found[name]["noor"] == 200
        for stranger in strangers:
            if stranger == "tess" and name.startswith(BY_DUTY):
                continue
            assert found[name][stranger] in {404, 302, 303}, (name, stranger)
            if found[name][stranger] in {302, 303}:
                assert name.startswith(("safety:", "people:")), (name, stranger)
    assert open_inside > 10


@pytest.mark.parametrize("where", ["circle", "hidden"])
def test_no_page_shows_a_stranger_a_word_from_inside(cast, rooms, where):
    room = rooms[where]
    secrets = room.words() | ({room.group.name} if where == "hidden" else set())
    strangers = {"visitor": None, "omar": cast.omar, "tess": cast.tess}
    if where == "hidden":
        strangers["maya"] = cast.maya
    for who, person in strangers.items():
        client = Client()
        if person is not None:
            signed_in(client, person)
        for name, pattern in LOOKED_AT:
            if who == "tess" and name.startswith(BY_DUTY):
                continue
            body = client.get(address(name, pattern, room.keys)).content.decode(errors="replace")
            assert not [secret for secret in secrets if secret in body], (name, who)
    inside = signed_in(Client(), cast.ruth)
    seen = "".join(
        inside.get(address(name, pattern, room.keys)).content.decode(errors="replace") for name, pattern in LOOKED_AT
    )
    assert room.words() <= {secret for secret in room.words() if secret in seen}, "there was something to find"


@pytest.mark.parametrize("where", ["circle", "hidden"])
def test_a_stranger_can_do_nothing_to_a_group_and_is_told_nothing(cast, rooms, where):
    room = rooms[where]
    deeds = [(name, pattern) for name, pattern in ROUTES if "POST" in pattern.callback.methods]
    for person in (cast.omar, cast.tess):
        client = signed_in(Client(), person)
        for name, pattern in deeds:
            if not parameters(pattern) & ABOUT_A_GROUP or (name in FOR_STRANGERS and where == "circle"):
                continue
            if person == cast.tess and name.startswith(BY_DUTY):
                continue
            answer = client.post(address(name, pattern, room.keys))
            assert answer.status_code == 404, (name, person)


def test_a_signed_out_deed_is_never_done_and_never_an_error(cast, rooms):
    client = Client()
    for name, pattern in ROUTES:
        if "POST" in pattern.callback.methods:
            answer = client.post(address(name, pattern, rooms["circle"].keys))
            assert answer.status_code < 500, name


def test_a_form_without_its_token_is_refused_at_every_door(cast, rooms):
    client = Client(enforce_csrf_checks=True)
    signed_in(client, cast.maya)
    for name, pattern in ROUTES:
        if "POST" in pattern.callback.methods and name != "notices:stop.edit":
            answer = client.post(address(name, pattern, rooms["circle"].keys), {"body": "Words I would hate to lose."})
            assert answer.status_code == 403, name
            assert "Words I would hate to lose." in answer.content.decode(), name


def test_a_broken_key_is_not_found(client):
    for broken in ("0", "zzzzzzzzzzzzz", "ABC", "00a", "-1"):
        assert client.get(f"/threads/{broken}/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("conversations:threads.show", args=["../etc"])
