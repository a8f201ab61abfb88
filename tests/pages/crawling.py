"""Walks the demo house as one person, one page of every kind, the way links lead."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page

# Files and addresses that are not pages.
NOT_PAGES = {"home:shell.worker", "home:shell.manifest", "home:robots.show", "people:exports.create"}
WORKSHOP = "workshop"
MOST = 120


def become(context: BrowserContext, home: str, who: str | None) -> Page:
    """Open a page, signed in as someone of the cast or as nobody."""
    page = context.new_page()
    if who is None:
        page.goto(f"{home}/")
    else:
        page.goto(f"{home}/workshop/")
        page.locator(f'[data-person="{who}"] button').first.click()
        page.wait_for_url(lambda url: "/workshop/" not in url)
    return page


def walk(page: Page, home: str) -> Iterator[str]:
    """Yield the address of each page after opening it: one for every route that links lead to."""
    waiting = deque([urlsplit(page.url).path])
    seen: set[str] = set()
    while waiting and len(seen) < MOST:
        address = waiting.popleft()
        route = route_of(address)
        if route is None or route in seen:
            continue
        seen.add(route)
        response = page.goto(home + address)
        if response is None or response.status != 200:
            raise AssertionError(f"{route} answered {response.status if response else 'nothing'} where a link leads")
        yield route
        found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        waiting.extend(link for link in found if link.startswith("/"))


def route_of(address: str) -> str | None:
    """Return the name of the route behind an address, None for what is no page of ours."""
    path = urlsplit(address).path
    try:
        match = resolve(path)
    except Resolver404:
        return None
    name = match.view_name
    if name in NOT_PAGES or path.startswith("/static/") or name.startswith(WORKSHOP):
        return None
    # One page of text for each slug counts as a page of its own.
    return name + "".join(f" {value}" for value in match.kwargs.values() if isinstance(value, str))
