"""The worker's round: take a letter, hand it over, write down what became of it; one after the other."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from hearth.base.permissions import require
from hearth.delivery import email, webpush
from hearth.delivery.actions import letters
from hearth.delivery.models import Letter
from hearth.delivery.outcomes import Outcome, again
from hearth.delivery.permissions import Can

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
# Sender, recipient, announcement, text, acknowledgement: what may each take the whole time-out of the mail server.
STEPS_OF_A_LETTER = 5
# A round shares its worker with other duties, and must not be in the way when the house is shut for the night.
ROUND = timedelta(seconds=5)

# What makes the bag for a channel. A bag has ready(), hand_over(letter, now=…) and close().
WAYS: Mapping[str, Callable] = {Letter.Channel.EMAIL: email.MailBag, Letter.Channel.PUSH: webpush.PushBag}


def carry(*, now: datetime, by, urgent_only: bool = False, ways: Mapping[str, Callable] = WAYS) -> int:
    """Hand over what is due, urgent letters first, for a few seconds; return how many were handed over.

    Any number of workers may be on their rounds at once.
    """
    require(by, Can.CARRY)
    if connection.in_atomic_block:
        raise RuntimeError("A round talks to the network; it must not hold the database meanwhile.")
    started = time.monotonic()

    def instant() -> datetime:
        # A long round must not judge its last letters by the time of its beginning.
        return now + timedelta(seconds=time.monotonic() - started)

    if Letter.objects.past_help(now).exists():
        letters.give_up(now=now, by=by)
    lease = max(LEASE, STEPS_OF_A_LETTER * timedelta(seconds=settings.EMAIL_TIMEOUT or 0))
    handed_over = 0
    bags = {}
    open_ways = set(ways)
    try:
        while instant() < now + ROUND:
            # Looking costs no write lock, so that an idle worker disturbs nobody.
            first = Letter.objects.next_in_line(instant(), open_ways, urgent_only)
            if first is None:
                break
            if first.channel not in bags:
                bags[first.channel] = ways[first.channel]()
            bag = bags[first.channel]
            # Opened before a letter is taken: a server that is down then costs no letter one of its tries, and the
            # time it takes to greet us is not taken from the lease.
            shut = safely(bag.ready)
            if shut:
                letters.hold(channel=first.channel, reason=shut.reason, now=instant(), by=by)
                open_ways.discard(first.channel)
                continue
            letter = letters.take(letter_id=first.id, until=instant() + lease, now=instant(), by=by)
            if letter is None:
                continue
            outcome = safely(bag.hand_over, letter, now=instant())
            letters.settle(letter=letter, outcome=outcome, now=instant(), by=by)
            handed_over += outcome.state == Letter.State.SENT
            if outcome.closed:
                letters.hold(channel=letter.channel, reason=outcome.reason, now=instant(), by=by)
                open_ways.discard(letter.channel)
    finally:
        for bag in bags.values():
            bag.close()
    return handed_over


def safely(step: Callable, *arguments, **named) -> Outcome | None:
    """A letter that cannot even be read must not stop the line for the ones behind it."""
    try:
        return step(*arguments, **named)
    except Exception as wrong:
        # The name of the error only: its message may quote an address or the letter.
        logger.error("A letter broke the hand that held it: %s", type(wrong).__name__)
        return again(type(wrong).__name__[:60])
