"""Finding a group: the public list, this week, suggestions.

The list is the page strangers ask for most, so it is asked for in plain words: building the question out of parts
costs more than answering it. A test compares it with `listed`, which is the rule.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext

from hearth.base.ids import from_key, key
from hearth.groups.models import Group, GroupTag
from hearth.groups.models.tag import tags_by_key
from hearth.home.forms import Answers, Search
from hearth.meetings.models import Meeting
from hearth.meetings.queries import spans

PAGE = 24
UNCONFIRMED_AFTER = 90


@dataclass(frozen=True, slots=True)
class Listing:
    """A group as a stranger meets it in a list: what it is for, when it meets next, who said so last.

    Plain values only, so that two listings that say the same are the same.
    """

    pk: int
    name: str
    purpose: str
    mode: str
    lead: str
    language: str
    town: str
    dye: int
    size: str
    shape: str
    days: int
    next_starts_at: datetime | None = None
    minutes: int = 0
    way: str = ""
    place: str = ""
    typing: bool = False
    rhythm: tuple[str, int] = ("weekly", 1)
    reasons: tuple[str, ...] = ()

    @property
    def unconfirmed(self) -> bool:
        return self.days >= UNCONFIRMED_AFTER


@dataclass
class Page:
    """One page of a list, soonest meeting first. `after` leads to the next, and is empty at the end."""

    listings: list[Listing]
    total: int = 0
    after: str = ""


def listed(now):
    """What the public list may show: listed, open, and confirmed within the last 120 days."""
    return Group.objects.listed().fresh(now)


# ── the list, in plain words ──────────────────────────────────────────────────────────────────────────────────

MAY_BE_SHOWN = """g.visibility = 'listed' AND g.closed_at IS NULL
   AND (g.confirmed_on > %s OR (g.confirmed_on IS NULL AND g.created_at > %s))"""
CHOICES = """
SELECT 'tag', t.code FROM groups_grouptag t JOIN groups_group g ON g.id = t.group_id WHERE {may_be_shown} GROUP BY t.code
UNION ALL SELECT 'language', g.language FROM groups_group g WHERE {may_be_shown} GROUP BY g.language
UNION ALL SELECT 'town', g.town FROM groups_group g WHERE {may_be_shown} AND g.town <> '' GROUP BY g.town
""".replace("{may_be_shown}", MAY_BE_SHOWN)
# The place of each group first, its words only for the few that are shown.
LIST = """
SELECT g.id, g.name, g.purpose, g.mode, g.lead, g.language, g.town, g.dye, g.answers, g.confirmed_on, g.created_at, p.total
  FROM (SELECT g.id, n.next_at, COUNT(*) OVER () AS total
          FROM groups_group g
          {join} JOIN (SELECT m.group_id, MIN(m.next_starts_at) AS next_at FROM meetings_meeting m
                       WHERE {meetings} GROUP BY m.group_id) n ON n.group_id = g.id
         WHERE {groups}
         ORDER BY CASE WHEN n.next_at IS NULL THEN 1 ELSE 0 END, n.next_at, g.id LIMIT {limit}) p
  JOIN groups_group g ON g.id = p.id
 ORDER BY CASE WHEN p.next_at IS NULL THEN 1 ELSE 0 END, p.next_at, g.id
"""
TAGGED = "g.id IN (SELECT t.group_id FROM groups_grouptag t WHERE t.code = %s)"
STARTING = "m.id IN (SELECT o.meeting_id FROM meetings_occurrence o WHERE {inside})"
SOONEST = """
SELECT m.group_id, m.next_starts_at, m.minutes, m.way, m.place, m.typing, m.rule FROM meetings_meeting m
 WHERE {meetings} AND m.group_id IN ({ids}) ORDER BY m.next_starts_at, m.id
"""


class Where:
    """Conditions and their values, side by side, so that no value ever stands in the text of a question."""

    def __init__(self, condition: str, *values):
        self.parts, self.values = [condition], list(values)

    def also(self, condition: str, *values) -> None:
        self.parts.append(f"({condition})")
        self.values += values

    def among(self, column: str, values) -> None:
        self.also(f"{column} IN ({', '.join(['%s'] * len(values))})", *values)

    def __str__(self) -> str:
        return " AND ".join(self.parts)


def _rows(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _told(at: datetime):
    """An instant as this database keeps it."""
    return connection.ops.adapt_datetimefield_value(at)


def _instant(value) -> datetime | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _day(value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _may_be_shown(now: datetime) -> Where:
    since = now - timedelta(days=120)
    return Where(MAY_BE_SHOWN, connection.ops.adapt_datefield_value(since.date()), _told(since))


def known_choices(now) -> dict:
    """What the listed groups offer to choose from: one question."""
    found = defaultdict(list)
    for kind, value in _rows(CHOICES, _may_be_shown(now).values * 3):
        found[kind].append(value)
    return {"known_tags": set(found["tag"]), "languages": sorted(found["language"]), "towns": sorted(found["town"])}


def _fitting_meetings(search: Search, now: datetime, zone) -> Where:
    """Meetings that fit what somebody chose: how, when in their own zone, what they need."""
    meetings = Where("m.ended_on IS NULL AND m.next_starts_at >= %s", _told(now))
    ways = search.chosen("way")
    if ways:
        online = [way for way in ways if way != "room"] or [""]
        wanted = [f"m.way <> '' AND m.way IN ({', '.join(['%s'] * len(online))})"]
        wanted += ["m.typing"] if "text" in ways else []
        wanted += ["m.place <> 'online'"] if "room" in ways else []
        meetings.also(" OR ".join(wanted), *online)
    for need in search.chosen("access"):
        # A column of ours: `chosen` holds nothing but names of the form's own choices.
        meetings.also(f"m.{need}")
    if search.chosen("day") or search.chosen("time"):
        when = spans(now, zone, {int(day) for day in search.chosen("day")}, search.chosen("time"))
        inside = " OR ".join(["o.starts_at >= %s AND o.starts_at < %s"] * len(when))
        meetings.also(
            STARTING.format(inside=inside),
            *[_told(edge) for span in when for edge in span],
        )
    return meetings


def directory(search: Search, now: datetime, after: str = "") -> Page:
    """The public list of groups that fit, soonest meeting first, a page at a time: two questions."""
    meetings = _fitting_meetings(search, now, timezone.get_current_timezone())
    groups = _may_be_shown(now)
    if search.chosen("about"):
        codes = [tags_by_key()[tag].code for tag in search.chosen("about")]
        groups.also(" OR ".join([TAGGED] * len(codes)), *codes)
    for name, column in (("language", "g.language"), ("town", "g.town"), ("lead", "g.lead"), ("join", "g.mode")):
        if search.chosen(name):
            groups.among(column, search.chosen(name))
    for word in search.words.split():
        pattern = f"%{connection.ops.prep_for_like_query(word)}%"
        like = " OR ".join(f"LOWER(g.{column}) LIKE %s ESCAPE '\\'" for column in ("name", "purpose", "town"))
        groups.also(like, *[pattern] * 3)
    _begin_after(groups, after)
    sql = LIST.format(
        join="INNER" if search.narrows_meetings else "LEFT", meetings=meetings, groups=groups, limit=PAGE + 1
    )
    # One more than fits tells whether there is a next page.
    rows = _rows(sql, meetings.values + groups.values)
    soonest = _soonest([row[0] for row in rows[:PAGE]], meetings)
    page = [_listing(row, soonest.get(row[0]), now) for row in rows[:PAGE]]
    return Page(
        listings=page,
        total=rows[0][-1] if rows else 0,
        after=place_of(page[-1]) if len(rows) > PAGE else "",
    )


def _soonest(ids: list[int], meetings: Where) -> dict[int, tuple]:
    """The next fitting meeting of each group."""
    found: dict[int, tuple] = {}
    if ids:
        sql = SOONEST.format(meetings=meetings, ids=", ".join(str(int(pk)) for pk in ids))
        for group_id, *meeting in _rows(sql, meetings.values):
            found.setdefault(group_id, tuple(meeting))
    return found


def _listing(row: tuple, meeting: tuple | None, now: datetime) -> Listing:
    pk, name, purpose, mode, lead, language, town, dye, answers, confirmed_on, created_at, _total = row
    answers = json.loads(answers) if isinstance(answers, str) else answers
    confirmed = _day(confirmed_on) or _instant(created_at).date()
    listing = Listing(
        pk,
        name,
        purpose,
        mode,
        lead,
        language,
        town,
        dye,
        answers.get("size", ""),
        answers.get("shape", ""),
        (now.date() - confirmed).days,
    )
    if meeting is None:
        return listing
    starts_at, minutes, way, place, typing, rule = meeting
    return replace(
        listing,
        next_starts_at=_instant(starts_at),
        minutes=minutes,
        way=way,
        place=place,
        typing=bool(typing),
        rhythm=_rhythm(rule),
    )


@lru_cache(maxsize=500)
def _rhythm(rule: str) -> tuple[str, int]:
    return Meeting(rule=rule).rhythm


def place_of(listing: Listing) -> str:
    """Say where in the list a group stands, so that the next page begins after it whatever came in between."""
    minutes = int(listing.next_starts_at.timestamp() // 60) if listing.next_starts_at else 0
    return f"{key(minutes)}-{key(listing.pk)}"


def _begin_after(groups: Where, after: str) -> None:
    """Leave out what comes before a place in the list; a place nobody could have been given means the beginning."""
    try:
        minutes, group = after.split("-")
        at, pk = int(minutes, 36), from_key(group)
        moment = datetime.fromtimestamp(at * 60, UTC)
        next_minute = moment + timedelta(minutes=1)
    except (ValueError, OverflowError, OSError):
        return
    if at == 0:
        groups.also("n.next_at IS NULL AND g.id > %s", pk)
        return
    first, later = _told(moment), _told(next_minute)
    groups.also(
        "n.next_at IS NULL OR n.next_at >= %s OR (n.next_at >= %s AND n.next_at < %s AND g.id > %s)",
        later,
        first,
        later,
        pk,
    )


def this_week(now: datetime, count: int = 4) -> list[Listing]:
    """The groups that meet next, within seven days."""
    soon = now + timedelta(days=7)
    listings = directory(Search(), now).listings
    return [listing for listing in listings if listing.next_starts_at and listing.next_starts_at < soon][:count]


def listing_of(group: Group, meeting: Meeting | None, now: datetime) -> Listing:
    """A group and perhaps a meeting, as they stand in a list."""
    answers = (group.answers.get("size", ""), group.answers.get("shape", ""))
    about = (group.pk, group.name, group.purpose, group.mode, group.lead, group.language, group.town, group.dye)
    listing = Listing(*about, *answers, group.days_unconfirmed(now))
    if meeting is None:
        return listing
    return replace(
        listing,
        next_starts_at=meeting.next_starts_at,
        minutes=meeting.minutes,
        way=meeting.way,
        place=meeting.place,
        typing=meeting.typing,
        rhythm=meeting.rhythm,
    )


# Parts people play beside somebody else: groups of theirs are never suggested to those who come for themselves.
BESIDE_SOMEBODY = {"carer", "family-partner", "friend", "caring-strain"}
SUGGESTED = 3


def suggestions(answers: Answers, now: datetime) -> list[Listing]:
    """Up to three groups with the reasons for each, from the answers alone. Nothing else is known or asked."""
    reasons = defaultdict(list)
    points: dict = defaultdict(int)
    tagged = defaultdict(set)
    for group_id, code in GroupTag.objects.filter(group__in=listed(now)).values_list("group", "code"):
        tagged[group_id].add(code)
    leads = dict(listed(now).values_list("pk", "lead"))
    fits = {part: set(meetings.values_list("group", flat=True)) for part, meetings in _wished(answers, now).items()}
    for group_id, lead in leads.items():
        codes = tagged[group_id]
        beside = bool(codes & BESIDE_SOMEBODY)
        if beside != (answers.who == "someone") and not (beside and "lived-experience" in codes):
            if answers.who:
                continue
        if beside and answers.who == "someone":
            points[group_id] += 2
            reasons[group_id].append(gettext("For people who care about somebody"))
        shared = [tag for tag in answers.about if tag.code in codes]
        if shared:
            points[group_id] += 3 * len(shared)
            reasons[group_id].append(gettext("About: %(what)s") % {"what": ", ".join(tag.label for tag in shared)})
        for part, says in _says(answers).items():
            if group_id in fits[part]:
                points[group_id] += 2
                reasons[group_id].append(says)
        if answers.company and answers.company in {lead, "peer" if lead == Group.Lead.BOTH else ""}:
            points[group_id] += 1
            reasons[group_id].append(str(Group.Lead(lead).label))
    best = sorted((group_id for group_id in points if points[group_id]), key=lambda pk: (-points[pk], pk))[:SUGGESTED]
    rows = {group.pk: group for group in listed(now).filter(pk__in=best)}
    coming: dict[int, Meeting] = {}
    for meeting in Meeting.objects.coming(now).filter(group__in=best):
        coming.setdefault(meeting.group_id, meeting)
    return [replace(listing_of(rows[pk], coming.get(pk), now), reasons=tuple(reasons[pk])) for pk in best]


def _wished(answers: Answers, now: datetime) -> dict:
    """The meetings that fit each thing somebody wished for, asked only where they wished something."""
    meetings = Meeting.objects.coming(now).order_by()
    wished = {}
    if answers.way:
        wished["way"] = meetings.held(["audio", "video"] if answers.way == "talk" else [answers.way])
    if answers.time:
        wished["time"] = meetings.at(spans(now, timezone.get_current_timezone(), parts=[answers.time]))
    if answers.company == "quiet":
        wished["quiet"] = meetings.held(["text"])
    return wished


def _says(answers: Answers) -> dict:
    says = {}
    if answers.way:
        says["way"] = str(answers.WAY[answers.way])
    if answers.time:
        says["time"] = str(answers.TIME[answers.time])
    if answers.company == "quiet":
        says["quiet"] = gettext("You can be there without a word")
    return says
