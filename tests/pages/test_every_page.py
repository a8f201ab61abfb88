"""Every page links lead to, as everyone of the cast: readable, reachable, at home on a small phone, alone with us."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser import DESKTOP, NARROW, PHONE, Watch
from tests.pages.crawling import become, walk

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false, elementRef: false,
}).then(found => found.violations.map(fault => `${fault.id}: ${fault.nodes[0].html.slice(0, 160)} (${fault.nodes.length}×)`))"""
CAST = [None, "maya", "ruth", "sam", "tess", "sofia"]
# Whoever comes after these sees the same pages, but for those that are about them and those that only they have.
THOROUGH = {None, "maya", "ruth"}
ABOUT_THEM = {"home:today.show"}
_looked_at: dict[bool, set[str]] = {}


def faults(page) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    page.evaluate(AXE)
    return page.evaluate(RUN, RULES)


@pytest.mark.parametrize("who", CAST, ids=lambda who: who or "visitor")
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone-light", "desktop-dark"])
def test_every_page_is_accessible_and_asks_nobody_else(chromium, house, who, size, scheme):
    context = chromium.new_context(**size, color_scheme=scheme, service_workers="block")
    watch = Watch(context, house.url)
    seen = _looked_at.setdefault(size is PHONE, set())
    wrong, routes = [], []
    try:
        page = become(context, house.url, who)
        for route in walk(page, house.url):
            routes.append(route)
            if who in THOROUGH or route in ABOUT_THEM or route not in seen:
                wrong += [f"{route}: {fault}" for fault in faults(page)]
            seen.add(route)
            wrong += [f"{route}: {fault}" for fault in shape_of(page)]
    finally:
        context.close()
    assert len(routes) > (8 if who is None else 15)
    assert not wrong, "\n".join(wrong)
    assert watch.foreign == []
    assert watch.errors == []


def shape_of(page) -> list[str]:
    """What every page has: one heading, one main part, help first, nothing wider than the screen."""
    told = page.evaluate(
        """() => ({
            h1: document.querySelectorAll('h1').length,
            main: document.querySelectorAll('main').length,
            first: document.querySelector('a[href], button, input, select, textarea')?.getAttribute('href'),
            title: document.title,
            over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            styled: document.querySelectorAll('[style]').length,
        })"""
    )
    wrong = []
    if told["h1"] != 1 or told["main"] != 1:
        wrong.append(f"{told['h1']} headings and {told['main']} main parts")
    if told["first"] != "/help/":
        wrong.append(f"help is not the first thing the keyboard finds, but {told['first']}")
    if told["over"] > 0:
        wrong.append(f"{told['over']} px wider than the screen")
    if not told["title"]:
        wrong.append("no title")
    return wrong


@pytest.mark.parametrize("who", ["maya", "ruth", None], ids=["member", "facilitator", "visitor"])
def test_every_page_fits_a_narrow_screen_with_large_text(chromium, house, who):
    context = chromium.new_context(**NARROW, service_workers="block")
    wrong = []
    try:
        page = become(context, house.url, who)
        for route in walk(page, house.url):
            page.evaluate("document.documentElement.style.fontSize = '160%'")
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                wrong.append(f"{route}: {over} px too wide")
    finally:
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ["maya", "ruth", None], ids=["member", "facilitator", "visitor"])
def test_every_page_can_be_read_without_a_script(chromium, house, who):
    context = chromium.new_context(**PHONE, java_script_enabled=False, service_workers="block")
    routes = []
    try:
        page = become(context, house.url, who)
        for route in walk(page, house.url):
            routes.append(route)
            assert page.locator("h1").count() == 1, route
            assert page.locator("main").inner_text().strip(), route
    finally:
        context.close()
    assert len(routes) > (8 if who is None else 15)


@pytest.mark.parametrize("who", ["maya", None], ids=["member", "visitor"])
def test_a_first_view_is_light(chromium, house, who):
    """At most 80 kB and ten requests for a first view, fonts included; a next view at most 8 kB of page."""
    context = chromium.new_context(**PHONE, service_workers="block")
    heavy = []
    try:
        routes = list(walk(become(context, house.url, who), house.url))
    finally:
        context.close()
    assert routes
    for path in ("/", "/groups/", "/help/") if who is None else ("/today/", "/groups/", "/notices/"):
        fresh = chromium.new_context(**PHONE, service_workers="block")
        try:
            page = become(fresh, house.url, who)
            line = fresh.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.setCacheDisabled", {"cacheDisabled": True})
            weights = []
            line.on("Network.loadingFinished", lambda told, weights=weights: weights.append(told["encodedDataLength"]))
            page.goto(house.url + path, wait_until="networkidle")
            if sum(weights) > 80_000 or len(weights) > 10:
                heavy.append(f"{path}: {sum(weights):.0f} bytes in {len(weights)} requests")
        finally:
            fresh.close()
    assert not heavy, "\n".join(heavy)
