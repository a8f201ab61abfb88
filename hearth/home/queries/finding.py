"""Finding a group: the public list, this week, suggestions."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.utils import timezone
from django.utils.translation import gettext

from hearth.base.ids import from_key, key
from hearth.groups.models import Group, GroupTag
from hearth.groups.models.tag import every_tag, tags_by_key
from hearth.home.forms import Answers, Search
from hearth.meetings.models import Meeting
from hearth.meetings.queries import spans

PAGE = 24
UNCONFIRMED_AFTER = 90


@dataclass
class Listing:
    """A group as a stranger meets it in a list: what it is for, when it meets next, who said so last."""

    group: Group
    meeting: Meeting | None = None
    tags: list = field(default_factory=list)
    reasons: list = field(default_factory=list)
    days: int = 0

    @property
    def starts_at(self):
        return self.meeting.next_starts_at if self.meeting else None

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


def known_choices(now) -> dict:
    """What the listed groups offer to choose from."""
    groups = listed(now)
    places = list(groups.values_list("language", "town").distinct())
    return {
        "known_tags": set(GroupTag.objects.filter(group__in=groups).values_list("code", flat=True).distinct()),
        "languages": sorted({language for language, _town in places}),
        "towns": sorted({town for _language, town in places if town}),
    }


def fitting_meetings(search: Search, now, zone):
    """Meetings that fit what somebody chose: how, when in their own zone, what they need."""
    meetings = Meeting.objects.coming(now).order_by()
    if search.chosen("way"):
        meetings = meetings.held(search.chosen("way"))
    if search.chosen("access"):
        meetings = meetings.with_access(search.chosen("access"))
    if search.chosen("day") or search.chosen("time"):
        weekdays = {int(day) for day in search.chosen("day")}
        meetings = meetings.at(spans(now, zone, weekdays, search.chosen("time")))
    return meetings


def directory(search: Search, now: datetime, after: str = "") -> Page:
    """The public list of groups that fit, soonest meeting first, a page at a time."""
    meetings = fitting_meetings(search, now, timezone.get_current_timezone())
    soonest = meetings.filter(group=OuterRef("pk")).order_by("next_starts_at")
    groups = listed(now).annotate(next_at=Subquery(soonest.values("next_starts_at")[:1]))
    if search.narrows_meetings:
        groups = groups.exclude(next_at=None)
    if search.chosen("about"):
        groups = groups.about([tags_by_key()[tag].code for tag in search.chosen("about")])
    for name in ("language", "town", "lead"):
        if search.chosen(name):
            groups = groups.filter(**{f"{name}__in": search.chosen(name)})
    if search.chosen("join"):
        groups = groups.filter(mode__in=search.chosen("join"))
    for word in search.words.split():
        groups = groups.filter(Q(name__icontains=word) | Q(purpose__icontains=word) | Q(town__icontains=word))
    groups = groups.annotate(total=Window(Count("*")))
    groups = beyond(groups, after).order_by(F("next_at").asc(nulls_last=True), "pk")
    # One more than fits tells whether there is a next page.
    found = list(groups.defer("questions", "eligibility")[: PAGE + 1])
    page = found[:PAGE]
    return Page(
        listings=dressed(page, meetings, now),
        total=found[0].total if found else 0,
        after=place_of(page[-1]) if len(found) > PAGE else "",
    )


def dressed(groups: list[Group], meetings, now) -> list[Listing]:
    """Give each group its next fitting meeting and its tags: two questions, however many groups."""
    ids = [group.pk for group in groups]
    coming: dict = {}
    for meeting in meetings.filter(group__in=ids).order_by("next_starts_at", "pk"):
        coming.setdefault(meeting.group_id, meeting)
    tags = defaultdict(list)
    for group_id, code in GroupTag.objects.filter(group__in=ids).values_list("group", "code"):
        tags[group_id].append(every_tag().get(code))
    return [
        Listing(group, coming.get(group.pk), [tag for tag in tags[group.pk] if tag], days=group.days_unconfirmed(now))
        for group in groups
    ]


def place_of(group: Group) -> str:
    """Say where in the list a group stands, so that the next page begins after it whatever came in between."""
    minutes = int(group.next_at.timestamp() // 60) if group.next_at else 0
    return f"{key(minutes)}-{key(group.pk)}"


def beyond(groups, after: str):
    """Only what comes after a place in the list; a place nobody could have been given means the beginning."""
    try:
        minutes, group = after.split("-")
        at, pk = int(minutes, 36), from_key(group)
        moment = datetime.fromtimestamp(at * 60, UTC)
    except (ValueError, OverflowError, OSError):
        return groups
    if at == 0:
        return groups.filter(next_at=None, pk__gt=pk)
    later = moment + timedelta(minutes=1)
    same = Q(next_at__gte=moment, next_at__lt=later, pk__gt=pk)
    return groups.filter(same | Q(next_at__gte=later) | Q(next_at=None))


def this_week(now: datetime, count: int = 4) -> list[Listing]:
    """The next meetings of listed groups, one for each group."""
    soon = Meeting.objects.coming(now).filter(group__in=listed(now), next_starts_at__lt=now + timedelta(days=7))
    found: dict = {}
    for meeting in soon.select_related("group")[: count * 4]:
        found.setdefault(meeting.group_id, meeting)
    return [Listing(meeting.group, meeting) for meeting in list(found.values())[:count]]


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
    listings = dressed([rows[pk] for pk in best], Meeting.objects.coming(now).order_by(), now)
    for listing in listings:
        listing.reasons = reasons[listing.group.pk]
    return listings


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
