"""What the journeys share: browsers of their own for several people in one house, each watched to its end."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import DESKTOP, PHONE, Watch
from tests.pages.crawling import become

WAYS = {
    "phone": (PHONE, True),
    "desktop": (DESKTOP, True),
    "phone-without-script": (PHONE, False),
    "desktop-without-script": (DESKTOP, False),
}


def ways(*names: str):
    """Walk a journey once for each of these ways to look at a page."""
    return pytest.mark.parametrize("way", names or list(WAYS), ids=list(names or WAYS))


@dataclass
class Visitor:
    """One person at one device: the page in front of them and what the device remembers."""

    page: Page
    context: BrowserContext
    scripted: bool
    home: str

    def __getattr__(self, name: str):
        return getattr(self.page, name)

    def open(self, address: str) -> int:
        """Go somewhere by its address and return the status."""
        return self.page.goto(self.home + address).status

    def link(self, name: str, **more) -> Locator:
        return self.page.get_by_role("link", name=name, **more)

    def button(self, name: str, **more) -> Locator:
        return self.page.get_by_role("button", name=name, **more)

    def heading(self, name: str, **more) -> Locator:
        return self.page.get_by_role("heading", name=name, **more)

    def press(self, name: str) -> None:
        """Press the one button of this name on the page proper and wait for what comes of it."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state("domcontentloaded")

    def follow(self, name: str) -> None:
        """Follow the first link of this name on the page proper."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state("domcontentloaded")

    def reads(self, *words: str) -> None:
        """Expect words on the page proper."""
        for said in words:
            expect(self.page.locator("main")).to_contain_text(said)

    def misses(self, *words: str) -> None:
        for said in words:
            expect(self.page.locator("main")).not_to_contain_text(said)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def history(self) -> list[str]:
        """Every address and every title in the history of this tab, as somebody who borrows the device finds them."""
        line = self.context.new_cdp_session(self.page)
        entries = line.send("Page.getNavigationHistory")["entries"]
        line.detach()
        return [f"{entry['url']} {entry['title']}" for entry in entries]


@pytest.fixture
def enter(chromium, morning) -> Callable[..., Visitor]:
    """Let somebody in, in a browser of their own: `enter("maya", "phone")`, or `enter(None, …)` for a visitor.

    At the end no page may have asked another origin for anything, nor failed in a script.
    """
    opened = []

    def let_in(who: str | None, way: str = "phone", **more) -> Visitor:
        size, scripted = WAYS[way]
        context = chromium.new_context(
            **size,
            java_script_enabled=scripted,
            service_workers="block",
            locale="en-GB",
            timezone_id="Europe/London",
            **more,
        )
        context.set_default_timeout(15_000)
        opened.append((context, Watch(context, morning.url)))
        return Visitor(become(context, morning.url, who), context, scripted, morning.url)

    yield let_in
    for context, _watch in opened:
        context.close()
    assert [watch.foreign for _context, watch in opened if watch.foreign] == []
    assert [watch.errors for _context, watch in opened if watch.errors] == []


def go_in(visitor: Visitor, group: str) -> None:
    """From Today into one of one's groups."""
    visitor.open("/today/?all=1")
    visitor.page.locator("main").get_by_role("link", name=group, exact=True).first.click()
    expect(visitor.heading(group, level=1)).to_be_visible()


def reads_what_changed(visitor: Visitor) -> None:
    """Read what changed in what the group has agreed, and say yes to it."""
    visitor.follow("See what changed")
    visitor.reads("What changed since you said yes", "We ask before we advise.", "Everything else is as it was.")
    visitor.page.get_by_label("I’ve read this and will keep to it").check()
    visitor.press("Say yes")
