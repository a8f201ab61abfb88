"""Pictures of the demo house, as people meet it: `bin/shots` writes docs/shots/.

bin/shots              all of them
bin/shots thread help  those whose names begin so
"""

import sys
from pathlib import Path

from tests.browser import DESKTOP, PHONE, opened
from tests.pages.crawling import become
from tests.served import serve_demo_house

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "shots"
SIZES = {"390": PHONE, "1280": DESKTOP}

CIRCLE = ".linklist a:has-text('Steadying Circle')"
# Name, who looks, where they go: an address, or what they press on the page before.
PICTURES = [
    ("welcome", None, ["/"]),
    ("directory", None, ["/groups/"]),
    ("leaflet", None, ["/groups/", "a.big-link >> nth=1"]),
    ("help", None, ["/help/"]),
    ("today", "maya", ["/today/"]),
    ("group", "maya", ["/today/", CIRCLE]),
    ("thread", "noor", ["/today/", CIRCLE, "text=How do you tell a new manager"]),
    ("facilitator", "ruth", ["/today/"]),
    ("returning", "sofia", ["/today/"]),
    ("desk", "sam", ["/desk/"]),
]
# Each picture by day and by night would be twice the weight for half the news.
SCHEMES = {"1280": ["light"], "390": ["light", "dark"]}


def take(browser, home: str, name: str, who: str | None, steps: list[str]) -> None:
    for size, screen in SIZES.items():
        for scheme in SCHEMES[size]:
            context = browser.new_context(**screen, color_scheme=scheme, service_workers="block", locale="en-GB")
            try:
                page = become(context, home, who)
                for step in steps:
                    if step.startswith("/"):
                        page.goto(home + step)
                    else:
                        page.locator(step).first.click()
                        page.wait_for_load_state()
                page.evaluate("document.fonts.ready")
                page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png")
            finally:
                context.close()
    print(name)


def main(wanted: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serve_demo_house() as house, opened() as browser:
        for name, who, steps in PICTURES:
            if not wanted or name.startswith(tuple(wanted)):
                take(browser, house.url, name, who, steps)


if __name__ == "__main__":
    main(sys.argv[1:])
