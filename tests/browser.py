"""A real Chromium for journeys and page tests: where it is, how it is started, what it must never do."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
NARROW = {"viewport": {"width": 320, "height": 640}}

# Without these Chromium looks up its maker's hosts at every start.
SILENT = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-dev-shm-usage",
]


def chromium_path() -> str | None:
    """Return where a Chromium is, or None."""
    for name in (os.environ.get("HEARTH_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        found = name and shutil.which(name)
        if found:
            return found
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return str(mac) if mac.exists() else None


@contextmanager
def opened():
    """Start Chromium, and end it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as machine:
        browser = machine.chromium.launch(executable_path=chromium_path(), args=SILENT)
        try:
            yield browser
        finally:
            browser.close()


class Watch:
    """Collects what a page must not do: ask another origin, break its policy, fail in a script."""

    def __init__(self, context, home: str):
        self.foreign: list[str] = []
        self.errors: list[str] = []
        context.on("request", lambda request: self._see(request.url, home))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("console", lambda line: line.type == "error" and self._hear(line.text))

    def _see(self, url: str, home: str) -> None:
        if not url.startswith((home, home.replace("http", "ws", 1), "data:", "blob:")):
            self.foreign.append(url)

    def _hear(self, text: str) -> None:
        # A page that answers 404, 409 or 422 on purpose is logged by the browser as a failed resource.
        if "Failed to load resource" not in text:
            self.errors.append(text)
