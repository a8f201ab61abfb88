"""Help stays on the device; nothing of a person does."""

import json
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db


def kept(response) -> dict:
    return json.loads(response.content.decode().split("const KEPT = ")[1].split(";\n")[0])


def test_the_manifest_can_carry_a_name_that_says_nothing(client):
    named = client.get("/manifest.webmanifest")
    assert named["Content-Type"] == "application/manifest+json"
    assert named.json()["name"] == "Hearth"
    assert client.get("/manifest.webmanifest?plain").json()["name"] == "Notes"


@pytest.mark.parametrize(("query", "picture"), [("", "mark"), ("?plain", "plain")])
def test_a_home_screen_gets_pictures_of_the_sizes_it_asks_for(client, query, picture):
    icons = client.get(f"/manifest.webmanifest{query}").json()["icons"]
    drawn = {icon["sizes"]: icon["src"] for icon in icons if icon["type"] == "image/png"}
    assert set(drawn) == {"192x192", "512x512"}
    assert all(f"/{picture}-" in address for address in drawn.values())
    assert picture == "mark" or "mark" not in str(icons)


@pytest.mark.parametrize("name", ["mark-192", "mark-512", "plain-192", "plain-512", "touch-180"])
def test_each_picture_is_as_large_as_it_says_and_light(name):
    drawn = Path(finders.find(f"ui/icons/{name}.png")).read_bytes()
    side = int(name.rsplit("-", 1)[1])
    assert struct.unpack(">II", drawn[16:24]) == (side, side)
    assert len(drawn) < 6_000


def test_the_worker_keeps_help_and_everything_it_names_can_be_fetched(client):
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    told = kept(response)
    assert told["help"] == ["/help/", "/help/grounding/", "/offline/"]
    for address in told["help"]:
        assert client.get(address).status_code == 200
    assert all(address.startswith("/static/ui/") for address in told["looks"])


def test_the_worker_is_the_same_for_everybody(client, signed_in, cast):
    visitor = client.get("/sw.js").content
    assert signed_in(cast.maya).get("/sw.js").content == visitor
    assert signed_in(cast.omar).get("/sw.js").content == visitor


def test_a_borrowed_device_gives_back_what_it_kept(signed_in, cast):
    client = signed_in(cast.maya)
    assert b"const BORROWED = false;" in client.get("/sw.js").content
    client.post("/account/devices/borrowed/")
    assert b"const BORROWED = true;" in client.get("/sw.js").content


def test_the_page_without_a_line_leads_to_help(client):
    text = client.get("/offline/").content.decode()
    assert "There is no connection just now" in text
    assert 'href="/help/grounding/"' in text
