"""Sofia was away, most of it unwell. One quiet screen; nothing counted, nothing asked, nothing lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ways

pytestmark = pytest.mark.browser

GROUP = "Steadying Circle"
GAP = re.compile(
    r"\b(\d+ (new|unread|missed|days?|weeks?|months?)|five months|away|missed|absen|streak|behind)\b", re.I
)


@ways()
def test_three_screens_and_home(enter, way):
    sofia = enter("sofia", way)
    # The first screen.
    sofia.reads("It is good that you are here. Nothing was expected of you, and nothing is now.")
    sofia.reads("What the group has agreed has changed.", "You go by Saltmarsh here.", "The next two meetings")
    sofia.reads("You can sit in without a word.")
    words = sofia.page.locator("body").inner_text()
    assert GAP.findall(words) == []
    assert sofia.page.locator("header .news").count() == 0
    circle = sofia.page.locator("section", has=sofia.heading(GROUP))
    circle.get_by_role("button", name="Keep it quiet for now").click()

    # The second: quiet is kept, and how to be here can be chosen.
    sofia.reads("Saved.")
    expect(sofia.page.locator("#id_quiet")).to_be_checked()
    sofia.page.get_by_label("I’m here to listen for now").check()
    sofia.press("Save")
    expect(sofia.page.get_by_label("I’m here to listen for now")).to_be_checked()
    assert sofia.page.get_by_label("Your name in this group").input_value() == "Saltmarsh"
    assert GAP.findall(sofia.page.locator("main").inner_text()) == []

    # The third: what the others agreed meanwhile, against what she had said yes to.
    sofia.open("/today/")
    sofia.follow("Read it when you like")
    sofia.reads("What changed since you said yes", "“We try not to give advice” has become “We ask before we advise”.")
    sofia.page.get_by_label("I’ve read this and will keep to it").check()
    sofia.press("Say yes")
    sofia.reads("Write something")
    sofia.misses("What we’ve agreed has changed.")

    sofia.open("/today/")
    sofia.misses("What the group has agreed has changed.")
    sofia.follow("Go on to Today")
    sofia.reads("Your groups", GROUP)
    assert GAP.findall(sofia.page.locator("main").inner_text()) == []

    # Her words are where she left them, hers to change or take back.
    sofia.open("/search/")
    assert sofia.open("/notices/") == 200
    sofia.misses("away", "miss you", "Welcome back")
