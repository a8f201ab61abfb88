"""What the house tells about itself: the data it promises about, and what a device may keep of it."""

from hashlib import sha256

from hearth.base.privacy import Data, every_promise
from hearth.ui.environment import static, url

# Whatever a person cannot be told anything about: how the house is held together.
NOT_TOLD = {Data.PLUMBING, Data.PUBLIC}


def promised() -> list[dict]:
    """One line for each kind of data about people, as the rooms promise it: what, how long, why it outlives them."""
    told: dict[str, dict] = {}
    for promise in sorted(every_promise(), key=lambda promise: promise.order):
        classes = [kind for kind in Data if kind in set(promise.fields.values()) - NOT_TOLD]
        if not (promise.title and classes):
            continue
        line = told.setdefault(
            str(promise.title), {"classes": [], "exported": False, "erased": False, "days": 0, "why_kept": []}
        )
        line["classes"] += [kind for kind in classes if kind not in line["classes"]]
        line["exported"] |= promise.export is not None
        line["erased"] |= promise.erase is not None
        line["days"] = max(line["days"], promise.retention.days if promise.retention else 0)
        line["why_kept"] += [promise.why_kept] if promise.why_kept else []
    return [{"title": title, **line} for title, line in told.items()]


def kept_offline() -> dict:
    """Addresses a device keeps: help without a line, and what it takes to show it. Never a page of a person.

    The version follows from the addresses of the looks, which carry a hash of what they hold.
    """
    looks = [
        static(path)
        for path in (
            "ui/css/house.css",
            "ui/js/house.js",
            "ui/icons.svg",
            "ui/icons/mark.svg",
            "ui/fonts/atkinson-next-latin.woff2",
            "ui/fonts/vollkorn-600-latin.woff2",
        )
    ]
    return {
        "help": [url("safety:crisis.show"), url("safety:crisis.grounding"), url("home:shell.offline")],
        "looks": looks,
        "version": sha256("".join(looks).encode()).hexdigest()[:12],
    }
