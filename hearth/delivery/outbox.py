"""Where the rest of the house leaves its letters.

A letter is written in the transaction of the deed it tells of: both happen, or neither. What is written here says
who it is for and what to say; when and how often the network is tried is the worker's business.

The `key` names kind, target and occasion ("reminder:<person>:<meeting>:day-before"): a letter with a key that has
been used is not written again, so callers may be run twice. `key` may not name an address.
"""

import hashlib
import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext

from hearth.base import clock
from hearth.base.permissions import HEARTH
from hearth.delivery import webpush
from hearth.delivery.actions import letters
from hearth.delivery.models import Letter, RefusedAddress

__all__ = ["NotALetter", "forget", "is_refused", "post_email", "post_push", "trust", "withdraw"]

# Older news than this would only puzzle; callers whose letters are useless sooner say so.
USEFUL_FOR = timedelta(days=3)
LONGEST_TEXT = 100_000

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What a mail program would fetch or run on opening: it would tell somebody when and where a letter was read.
_REACHES_OUT = re.compile(
    r"<\s*(?:img|script|link|iframe|frame|object|embed|video|audio|source|form|svg|base|meta\s+http-equiv)\b"
    r"|<[^>]*\s(?:src|srcset|background|poster)\s*=|url\s*\(|@import",
    re.IGNORECASE,
)


class NotALetter(ValueError):
    """The caller asked for something no letter of this house may be. A mistake in our code, not of a person."""


def post_email(
    *,
    address: str,
    subject: str,
    text: str,
    key: str,
    html: str = "",
    unsubscribe_url: str = "",
    urgent: bool = False,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> Letter:
    """Write an e-mail to one address. There is no way to name a second one, a copy, a sender or a header.

    unsubscribe_url: a page of this house that unsubscribes by one POST without sign-in; give it with everything
    a person did not ask for that minute. Subjects name no group, no person and no condition.
    """
    check_address(address)
    if _CONTROL.search(subject) or not 0 < len(subject) <= 200:
        raise NotALetter("A subject is one line of at most 200 characters.")
    if not text or len(text) > LONGEST_TEXT or len(html) > LONGEST_TEXT:
        raise NotALetter("A letter says something in plain text, and does not go on for ever.")
    if _REACHES_OUT.search(html):
        raise NotALetter("A letter shows no pictures and fetches nothing.")
    if unsubscribe_url and not is_ours(unsubscribe_url):
        raise NotALetter("Unsubscribing leads to this house and nowhere else.")
    return post(
        Letter(
            channel=Letter.Channel.EMAIL,
            address=address,
            subject=subject,
            text=text,
            html=html,
            unsubscribe_url=unsubscribe_url,
        ),
        key=key,
        urgent=urgent,
        not_before=not_before,
        expires_at=expires_at,
        now=now,
    )


def post_push(
    *,
    endpoint: str,
    p256dh: str,
    auth: str,
    key: str,
    language: str | None = None,
    urgent: bool = False,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> Letter:
    """Write a knock on one browser. What it says is always the same sentence, in the reader's language.

    Raises `webpush.BadSubscription` for what no known push service gave out.
    """
    webpush.check_subscription(endpoint=endpoint, p256dh=p256dh, auth=auth)
    with translation.override(language or settings.LANGUAGE_CODE):
        # A lock screen lies on a kitchen table: it may say that something waits, never what.
        sentence = gettext("Hearth: something is waiting")
    return post(
        Letter(channel=Letter.Channel.PUSH, address=endpoint, push_key=p256dh, push_secret=auth, text=sentence),
        key=key,
        urgent=urgent,
        not_before=not_before,
        expires_at=expires_at,
        now=now,
    )


def post(letter: Letter, *, key: str, urgent: bool, not_before, expires_at, now) -> Letter:
    if not connection.in_atomic_block:
        raise RuntimeError("A letter is written in the transaction of the deed it tells of.")
    if not key or "@" in key or "://" in key:
        raise NotALetter("A key names kind, target and occasion, never an address.")
    now = now or clock.now()
    letter.key = digest(letter.channel, key)
    letter.message_id = f"<{letter.key[:40]}@{urlsplit(settings.BASE_URL).hostname}>"
    letter.urgent = urgent
    letter.written_at = now
    letter.due_at = max(not_before or now, now)
    letter.expires_at = expires_at or letter.due_at + USEFUL_FOR
    if letter.expires_at <= letter.due_at and not_before:
        raise NotALetter("A letter that may not go before it is useless would never go.")
    return letters.write(letter=letter, by=HEARTH)


def withdraw(*, key: str) -> bool:
    """Take back the e-mails and knocks of this key that nobody has begun to carry; say whether there were any."""
    taken = [letters.withdraw(key=digest(channel, key), by=HEARTH) for channel in Letter.Channel.values]
    return any(taken)


def is_refused(address: str) -> bool:
    """Answer whether the mail server of this address told us lately that nobody lives there."""
    return RefusedAddress.objects.filter(digest=letters.digest_of(address)).exists()


def trust(*, address: str) -> None:
    """Write to a refused address again: its owner has just shown that they read it."""
    letters.trust(address=address, by=HEARTH)


def forget(*, address: str) -> None:
    """Delete all letters to an address or endpoint, carried or not, and what is known about it."""
    letters.forget(address=address, by=HEARTH)


# ── what a letter may be ──────────────────────────────────────────────────────────────────────────────────
def check_address(address: str) -> None:
    """Raise NotALetter unless this is exactly one plain e-mail address."""
    local, _at, _domain = address.rpartition("@")
    if len(address) > 254 or not local.isascii() or re.search(r"[\s,;<>\"\\]", address) or _CONTROL.search(address):
        raise NotALetter("A letter goes to one plain address.")
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise NotALetter("A letter goes to one plain address.") from wrong


def is_ours(url: str) -> bool:
    return url.startswith(settings.BASE_URL + "/") and len(url) <= 500 and not re.search(r"[\s<>,\x00-\x1f]", url)


def digest(channel: str, key: str) -> str:
    return hashlib.sha256(f"{channel}\0{key}".encode()).hexdigest()
