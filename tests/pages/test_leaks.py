"""What an unkind reader tries across rooms: nonsense in addresses, pages in caches, keys in logs, lists of names."""

import pytest
from django.test import Client
from django.urls import reverse

from hearth.base.ids import key
from hearth.ui.environment import static
from tests.cast import signed_in
from tests.furnishing import furnish
from tests.pages.test_doors import LOOKED_AT, address

# The last minute there is, days before the first and after the last, and what is no place at all.
NONSENSE = [
    f"{key(4223371679)}-1",
    "00010101T000000+2359-1",
    "20261125T104700-1",
    "9" * 5000,
    "-1",
    "\x00",
    "é",
    "<script>",
    "../..",
]


@pytest.fixture
def room(cast):
    return furnish(cast, cast.circle, cast.in_circle["maya"], cast.in_circle["ruth"])


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_in_an_address_breaks_no_page(cast, room, nonsense):
    client = signed_in(Client(), cast.ruth)
    everything = dict.fromkeys(["before", "page", "q", "post", "quote", "next", "country", "about"], nonsense)
    for name, pattern in LOOKED_AT:
        for asked in (everything, {"after": nonsense}):
            answer = client.get(address(name, pattern, room.keys), asked)
            assert answer.status_code < 500, f"{name}?{sorted(asked)}={nonsense[:40]!r}"


@pytest.mark.parametrize("until", ["0001-01-01T00:00+23:59", "9999-12-31T23:59-23:59", "\x00", ""])
def test_no_instant_breaks_what_is_sent_back(cast, until):
    client = signed_in(Client(), cast.maya)
    assert client.post(reverse("notices:bell.see"), {"until": until}).status_code == 303


@pytest.mark.parametrize(
    ("where", "sent"),
    [
        ("people:ways_back.edit", {"passphrase": "juniper kettle orbit", "words": "lantern orbit mitten boat"}),
        ("account_signup", {"password1": "juniper kettle orbit", "page": "sealed-four-words-in-here"}),
    ],
)
@pytest.mark.django_db
def test_a_form_that_waited_too_long_gives_no_keys_back(where, sent):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse(where), sent)
    assert answer.status_code == 403
    for secret in sent.values():
        assert secret not in answer.content.decode()


@pytest.mark.django_db
def test_every_answer_says_what_a_browser_may_do_with_it():
    client = Client()
    for path in ("/", "/nothing-here/", "/robots.txt", "/static/nothing.css", "/exit/", static("ui/icons.svg")):
        answer = client.get(path)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
