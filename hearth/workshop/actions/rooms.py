"""The rooms of the demo house: groups, what they agreed, who belongs to them, when they meet, who is at the door."""

from datetime import datetime, timedelta

from hearth.base.permissions import HEARTH
from hearth.groups.models import (
    AgreementAcceptance,
    AgreementVersion,
    Group,
    GroupTag,
    JoinRequest,
    Membership,
    WelcomeTask,
)
from hearth.meetings.actions.meetings import renew
from hearth.meetings.models import Meeting
from hearth.workshop.queries import known_id, read

WELCOME_WITHIN = timedelta(hours=24)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def furnish(now: datetime, people: dict) -> tuple[dict[str, Group], dict[tuple[str, str], Membership]]:
    """Groups with what they agreed, who belongs to them and when they meet."""
    entries = read("groups")
    stays = read("members")
    oldest = {
        entry["key"]: max(stay["joined_days_ago"] for stay in stays if stay["group"] == entry["key"])
        for entry in entries
    }
    groups = {}
    for place, entry in enumerate(entries):
        opened = now - timedelta(days=oldest[entry["key"]] + 3)
        started = entry.get("started_days_ago")
        groups[entry["key"]] = Group(
            id=known_id("group", entry["key"]),
            **{
                name: entry[name]
                for name in (
                    "name",
                    "purpose",
                    "lead",
                    "mode",
                    "visibility",
                    "place",
                    "town",
                    "language",
                    "zone",
                    "capacity",
                    "audience",
                    "answers",
                    "questions",
                    "answer_within_hours",
                    "eligibility",
                )
            },
            dye=place % 8 + 1,
            created_at=opened,
            confirmed_on=(now - timedelta(days=known_id("confirmed", entry["key"]) % 60)).date(),
            starts_on=(now - timedelta(days=started)).date() if started else None,
        )
    Group.objects.bulk_create(groups.values())
    GroupTag.objects.bulk_create(
        GroupTag(group=groups[entry["key"]], code=code) for entry in entries for code in entry["tags"]
    )
    members = {
        (stay["group"], stay["person"]): Membership(
            id=known_id("membership", stay["group"], stay["person"]),
            group=groups[stay["group"]],
            person=people[stay["person"]],
            role=stay["role"],
            name=stay["name"],
            pattern=stay["pattern"],
            dye=stay["dye"],
            pronouns=stay["pronouns"],
            about=stay["about"],
            listening=stay["listening"],
            wants_companion=stay["companion"],
            joined_at=now - timedelta(days=stay["joined_days_ago"]),
            seen_at=now - timedelta(days=stay["seen_days_ago"]),
        )
        for stay in stays
    }
    Membership.objects.bulk_create(members.values())
    _agreements(now, entries, groups, members)
    _meetings(now, entries, groups)
    return groups, members


def _agreements(now: datetime, entries: list[dict], groups: dict, members: dict) -> None:
    """Versions in force over time, and who accepted which: some have not yet seen the newest."""
    versions, acceptances = [], []
    for entry in entries:
        key, group = entry["key"], groups[entry["key"]]
        inside = {person: member for (of, person), member in members.items() if of == key}
        chair = next(member for member in inside.values() if member.role == Membership.Role.FACILITATOR)
        stages = [(entry.get("agreement_v1", entry["agreement"]), "", group.created_at, set())]
        if "agreement_v1" in entry:
            changed = now - timedelta(days=entry["agreement_days_ago"])
            stages.append((entry["agreement"], entry["agreement_change"], changed, set(entry["agreement_waiting"])))
        for number, (points, change, since, waiting) in enumerate(stages, start=1):
            until = stages[number][2] if number < len(stages) else now
            version = AgreementVersion(
                id=known_id("agreement", key, str(number)),
                group=group,
                number=number,
                points=points,
                change=change,
                published_at=since,
                by=chair,
            )
            versions.append(version)
            acceptances += [
                AgreementAcceptance(membership=member, version=version, at=max(member.joined_at, since))
                for person, member in inside.items()
                if person not in waiting and member.joined_at <= until
            ]
    AgreementVersion.objects.bulk_create(versions)
    AgreementAcceptance.objects.bulk_create(acceptances)


def _meetings(now: datetime, entries: list[dict], groups: dict) -> None:
    meetings = []
    for entry in entries:
        for number, regular in enumerate(entry["meetings"]):
            meeting = Meeting(
                id=known_id("meeting", entry["key"], str(number)),
                group=groups[entry["key"]],
                title=regular["title"],
                rule=_rule(regular["weekday"]),
                at=datetime.strptime(regular["time"], "%H:%M").time(),  # noqa: DTZ007 – a wall-clock time, no instant
                zone=entry["zone"],
                minutes=regular["minutes"],
                place=regular["place"],
                way=regular["format"],
                venue=regular["venue"],
                access=regular["access"],
                **{name: regular[name] for name in ("typing", "captions", "step_free", "hearing_loop")},
                begins_on=groups[entry["key"]].created_at.date(),
            )
            meetings.append(meeting)
    Meeting.objects.bulk_create(meetings)
    renew(now=now, by=HEARTH)


def _rule(days) -> str:
    """Write a recurrence rule; the data name weekdays (0 is Monday) or give a rule themselves."""
    if isinstance(days, str):
        return days
    days = days if isinstance(days, list) else [days]
    return f"FREQ=WEEKLY;BYDAY={','.join(DAYS[day] for day in days)}"


def open_doors(now: datetime, people: dict, groups: dict, members: dict) -> None:
    """People at the door, and newcomers somebody has or has not yet welcomed."""
    joining = read("care")
    requests = []
    for asked in joining["requests"]:
        group, asked_at = groups[asked["group"]], now - timedelta(hours=asked["hours_ago"])
        requests.append(
            JoinRequest(
                id=known_id("request", asked["group"], asked["person"]),
                group=group,
                person=people[asked["person"]],
                persona=asked["persona"],
                answers=asked["answers"],
                asked_at=asked_at,
                answer_by=asked_at + timedelta(hours=group.answer_within_hours),
            )
        )
    JoinRequest.objects.bulk_create(requests)
    tasks = []
    for welcome in joining["welcomes"]:
        newcomer = members[welcome["group"], welcome["person"]]
        greeter = members[welcome["group"], welcome["claimed_by"]] if welcome["claimed_by"] else None
        written = bool(welcome["words"])
        soon = newcomer.joined_at + timedelta(minutes=40)
        tasks.append(
            WelcomeTask(
                id=known_id("welcome", welcome["group"], welcome["person"]),
                membership=newcomer,
                created_at=newcomer.joined_at,
                due_at=newcomer.joined_at + WELCOME_WITHIN,
                claimed_by=greeter,
                claimed_at=min(soon, now) if greeter else None,
                done_at=soon + timedelta(hours=1) if written else None,
                done_by=greeter if written else None,
                words=welcome["words"],
            )
        )
    WelcomeTask.objects.bulk_create(tasks)
