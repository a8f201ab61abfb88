"""Times as people say them, in the reader's zone and language."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from hearth.base import clock


def local(instant: datetime) -> datetime:
    return timezone.localtime(instant)


def clock_time(instant: datetime) -> str:
    """Say the time of day: 19:30."""
    return local(instant).strftime("%H:%M")


def day(instant: datetime) -> str:
    """Say the day: today, yesterday, tomorrow, Thursday, 12 November, 12 November 2025."""
    return _day(local(instant).date(), local(clock.now()).date(), translation.get_language())


@lru_cache(maxsize=2000)
def _day(then: date, today: date, _language: str) -> str:
    apart = (then - today).days
    if apart == 0:
        return gettext("today")
    if apart == -1:
        return gettext("yesterday")
    if apart == 1:
        return gettext("tomorrow")
    if -7 < apart < 7:
        return date_format(then, "l")
    return day_of_year(then)


def day_of_year(then: date) -> str:
    """Say a day of the calendar, which has no hour and no zone: 12 November, 12 November 2025."""
    return date_format(then, "j F" if then.year == local(clock.now()).year else "j F Y")


def weekday(instant: datetime) -> str:
    """Say the day of the week in the reader's zone: Thursday."""
    return date_format(local(instant).date(), "l")


def moment(instant: datetime) -> str:
    """Say day and time: yesterday at 08:10."""
    return gettext("%(day)s at %(time)s") % {"day": day(instant), "time": clock_time(instant)}


def when(instant: datetime, say=moment):
    """Say an instant, with the exact one for machines."""
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(timespec="minutes"), say(instant))


def ahead(instant: datetime) -> str:
    """Say how far ahead something is, roughly: in about 50 minutes, in about 3 hours, on Thursday at 19:30."""
    minutes = int((instant - clock.now()).total_seconds() // 60)
    if minutes < 1:
        return gettext("now")
    if minutes < 90:
        return ngettext("in about %(count)d minute", "in about %(count)d minutes", minutes) % {"count": minutes}
    if minutes < 12 * 60:
        hours = round(minutes / 60)
        return ngettext("in about %(count)d hour", "in about %(count)d hours", hours) % {"count": hours}
    return moment(instant)


def span(hours: int) -> str:
    """Say a promised stretch of time: 4 hours, a day, 3 days."""
    if hours < 24:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = round(hours / 24)
    return gettext("a day") if days == 1 else ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def zone_name() -> str:
    """The zone times are shown in, as it can be read: Europe/London."""
    return timezone.get_current_timezone_name().replace("_", " ")


for_templates = {
    "ahead": ahead,
    "clock_time": clock_time,
    "day": day,
    "day_of_year": day_of_year,
    "moment": moment,
    "span": span,
    "weekday": weekday,
    "when": when,
    "zone_name": zone_name,
}
