"""Maya takes everything along, leaves one group, then the house. Afterwards nobody finds that she was here."""

import json

import pytest
from playwright.sync_api import expect

from tests.cast import PASSPHRASE
from tests.journeys.conftest import go_in, ways

pytestmark = pytest.mark.browser

WORDS = "I just don’t want to be the one who moves her into the past tense."
OTHER_WORDS = "I have practised this message"


def take_a_copy(visitor, name: str) -> str:
    visitor.open("/account/export/")
    visitor.follow(name)
    if visitor.path == "/account/reauthenticate/":
        visitor.reads("Is it you?")
        visitor.page.locator("#id_password").fill(PASSPHRASE)
        visitor.press("Go on")
    with visitor.page.expect_download() as coming:
        visitor.button("Take it").click()
    file = coming.value
    assert file.suggested_filename in {"my-things.json", "my-things.html"}
    with open(file.path(), encoding="utf-8") as copy:
        return copy.read()


def sign_in(visitor) -> None:
    visitor.page.get_by_label("Sign-in name or e-mail address").fill("maya")
    visitor.page.locator("#id_password").fill(PASSPHRASE)
    visitor.press("Sign in")


def look_for(visitor, words: str) -> None:
    visitor.open("/search/")
    visitor.page.get_by_label("Words to look for").fill(words)
    visitor.press("Find")


@ways("phone", "desktop-without-script")
def test_everything_goes_along_and_nothing_stays(enter, way):
    maya, farah, helen = enter("maya", way), enter("farah", way), enter("helen", way)

    told = json.dumps(json.loads(take_a_copy(maya, "For a machine")), ensure_ascii=False)
    assert "Second Cup" in told and "Paper Boat" in told
    assert WORDS in told and OTHER_WORDS in told
    # Nobody else’s words go along.
    assert "Like a taxi with both doors open" not in told
    page = take_a_copy(maya, "To read")
    assert WORDS in page and "<script" not in page and "http" not in page

    look_for(farah, "nail bar")
    farah.reads("Second Cup", "nail bar")
    go_in(maya, "Second Winter")
    group = maya.path
    maya.follow("Leave")
    maya.reads("Nobody is told why, and nobody asks.")
    maya.page.get_by_label("Take it with me").check()
    maya.press("Leave")
    maya.page.wait_for_url(lambda address: "/leave/" not in address)
    look_for(farah, "nail bar")
    farah.reads("Nothing in your groups holds all of these words.")
    # She is in her other group as before, and finds the leaflet of this one, as everybody does.
    maya.open("/today/?all=1")
    maya.misses("Second Winter")
    maya.reads("Steadying Circle")
    maya.open(group)
    maya.reads("What your first meeting is like")
    maya.misses("Write something")

    # Three steps: what it means, what becomes of the words, the word that does it.
    look_for(helen, "practised this message")
    helen.reads("Paper Boat")
    maya.open("/account/")
    maya.follow("Leave")
    maya.reads("you owe nobody a reason")
    maya.follow("Erase my account")
    expect(maya.page.get_by_label("Take it away: every word I wrote is withdrawn")).to_be_checked()
    maya.press("Erase my account")
    maya.page.get_by_label("Type ERASE to go ahead").fill("erase")
    maya.press("Erase my account")
    maya.reads("It is erased", "The door stays open, under whatever name you like.")

    maya.open("/today/")
    assert maya.path == "/account/login/"
    sign_in(maya)
    expect(maya.page.get_by_role("alert")).to_be_visible()
    assert maya.path == "/account/login/"

    look_for(helen, "practised this message")
    helen.reads("Nothing in your groups holds all of these words.")
    go_in(helen, "Steadying Circle")
    helen.misses("Paper Boat", "I have practised this message")
    helen.follow("People")
    helen.misses("Paper Boat")


@ways("phone")
def test_the_same_name_and_passphrase_open_the_door_while_the_account_is_there(enter, way):
    """What the journey above finds closed is open before."""
    maya = enter(None, way)
    maya.open("/account/login/")
    sign_in(maya)
    maya.reads("Paper Boat")
