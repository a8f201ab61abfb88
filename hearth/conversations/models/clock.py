"""The reply clock: by when somebody should have heard someone else.

A first answer is what brings people back, and its lack what drives them off, so every thread has a time by which
one is due, and people who are told when it is not there. The lengths are a choice, not a finding: first posts
soonest (two waking hours, the time after which newcomers to such places rarely write again), someone who wants to
be heard within half a day, good news and what helped within one. They run only while people of the group are
usually awake: a post at three in the morning is not late at eight, and greeters are not woken for it.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

WITHIN = {
    "listen": timedelta(hours=4),
    "anyone": timedelta(hours=8),
    "ideas": timedelta(hours=8),
    "helped": timedelta(hours=24),
    "good_news": timedelta(hours=24),
}
FIRST = timedelta(hours=2)
AWAKE = time(8)
ASLEEP = time(22)


def within(intent: str, *, is_first: bool) -> timedelta:
    """How many waking hours a reply may take."""
    return FIRST if is_first else WITHIN[intent]


def waking(start: datetime, length: timedelta, zone: str) -> datetime:
    """The instant at which `length` of waking time in the zone has passed since `start`."""
    try:
        tz = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        tz = ZoneInfo(settings.TIME_ZONE)
    utc = start.tzinfo
    day = start.astimezone(tz).date()
    while True:
        # Compared in the zone of `start`, so that a day on which the clocks change has the hours it really has.
        opens = datetime.combine(day, AWAKE, tz).astimezone(utc)
        closes = datetime.combine(day, ASLEEP, tz).astimezone(utc)
        begin = max(start, opens)
        if begin < closes:
            if begin + length <= closes:
                return begin + length
            length -= closes - begin
        day += timedelta(days=1)
