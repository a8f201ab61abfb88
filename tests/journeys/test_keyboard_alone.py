"""Maya uses no mouse: Tab, Enter and letters, from the sign-in page to a reply."""

import pytest
from playwright.sync_api import expect

from tests.cast import PASSPHRASE
from tests.journeys.conftest import ways

pytestmark = pytest.mark.browser

FARTHEST = 120
# Where the keyboard is: what it would be called aloud, and whether it can be seen that it is there.
HERE = """() => {
  const one = document.activeElement;
  const look = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const label = one.labels && one.labels[0] ? one.labels[0].textContent : '';
  return {
    kind: one.localName,
    name: (one.getAttribute('aria-label') || label || one.textContent).replace(/\\s+/g, ' ').trim(),
    seen: (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2) || look.boxShadow !== 'none',
    inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def walk_to(page, name: str, kind: str | None = None) -> None:
    """Press Tab until the keyboard stands on something of this name, and can be seen at every step of the way."""
    passed = []
    for _step in range(FARTHEST):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here["kind"] == "body":
            continue
        passed.append(here["name"])
        assert here["seen"], f"nothing shows that the keyboard is on {here}"
        assert here["inside"], f"the keyboard is out of sight on {here}"
        if here["name"].startswith(name) and kind in (None, here["kind"]):
            return
    raise AssertionError(f"{name} cannot be reached; passed {passed}")


@ways("desktop", "desktop-without-script")
def test_from_signing_in_to_a_reply(enter, way):
    maya = enter(None, way)
    page = maya.page
    maya.open("/account/login/")

    # Help is the first stop of every page, past everything the second.
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)["name"] == "Need help now?"
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)["name"] == "Skip to main content"
    page.keyboard.press("Enter")

    walk_to(page, "Sign-in name", "input")
    page.keyboard.type("maya")
    walk_to(page, "Passphrase", "input")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/today/")

    walk_to(page, "Steadying Circle", "a")
    page.keyboard.press("Enter")
    expect(maya.heading("Steadying Circle", level=1)).to_be_visible()
    walk_to(page, "I think this is what I have", "a")
    page.keyboard.press("Enter")
    expect(maya.heading("I think this is what I have", level=1)).to_be_visible()

    walk_to(page, "Your reply", "textarea")
    page.keyboard.type("Yes. On the landing, every night, once everything is done.")
    walk_to(page, "Post reply", "button")
    page.keyboard.press("Enter")
    expect(page.locator("#post-2")).to_contain_text("every night, once everything is done.")

    # The menu of a post opens and closes without a mouse too.
    walk_to(page, "More for the post by Paper Boat", "button")
    page.keyboard.press("Enter")
    expect(maya.link("Change my words")).to_be_visible()
    page.keyboard.press("Escape")
    expect(maya.link("Change my words")).to_be_hidden()
    assert page.evaluate(HERE)["name"] == "More for the post by Paper Boat"

    # And help from anywhere: it is the first stop again.
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)["name"] == "Need help now?"
    page.keyboard.press("Enter")
    page.wait_for_url("**/help/")
