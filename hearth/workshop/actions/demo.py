"""Filling an empty house with invented people, so that a developer meets a lived-in place.

Everything comes from `data/demo`: who people are, where they belong, what they wrote and how long ago. The same
data give the same ids, so that an address copied from one seeded house opens in the next. Rows are written in bulk:
the deeds members do would announce tens of thousands of facts about people who do not exist.
"""

import base64
import hashlib
import json
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from hearth.base import clock, markup
from hearth.base.http import Refusal
from hearth.base.ids import LARGEST
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.conversations.models import Post, ReadMark, Response, Thread
from hearth.groups.models import (
    AgreementAcceptance,
    AgreementVersion,
    Group,
    GroupTag,
    JoinRequest,
    Membership,
    WelcomeTask,
)
from hearth.meetings.models import Meeting
from hearth.people.models import Person
from hearth.workshop.permissions import Can

DATA = Path(__file__).parent.parent / "data" / "demo"
# Everyone of the cast signs in with it, in development only; production does not even have this module.
PASSPHRASE = "juniper kettle orbit lantern"  # noqa: S105 – known on purpose, as the people are invented
REPLY_WITHIN = timedelta(hours=4)
WELCOME_WITHIN = timedelta(hours=24)
LANGUAGES = {"en": "en-gb"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NIGHT_GROUPS = {"night-watch"}
GLIMPSE = 200
AS_TOLD = timedelta(hours=18)
# Whoever has belonged longer than this wrote here before the data begin.
NEWCOMER = timedelta(days=60)


class HouseIsLivedIn(Refusal):
    sentence = _("There are people in this house already. Fill it again with --again, which empties it first.")


def read(name: str):
    """Return one file of the demo data."""
    return json.loads((DATA / f"{name}.json").read_text())


def conversations() -> dict[str, list[dict]]:
    """Return the threads by the key of their group."""
    return {path.stem: json.loads(path.read_text()) for path in sorted((DATA / "threads").glob("*.json"))}


def known_id(*parts: str) -> int:
    """Return the same id for the same thing in every seeded house."""
    return int.from_bytes(hashlib.sha256("/".join(parts).encode()).digest()[:8]) & LARGEST or 1


def empty(*, by) -> None:
    """Take everyone and everything out of the house."""
    require(by, Can.FILL_HOUSE)
    call_command("flush", interactive=False, verbosity=0)


@deed
def fill(*, by) -> dict[str, int]:
    """Fill an empty house and return how many of each there are now.

    Raises HouseIsLivedIn when anyone has an account.
    """
    require(by, Can.FILL_HOUSE)
    if Person.objects.exists():
        raise HouseIsLivedIn
    now = clock.now()
    people = _people(now)
    groups, members = _groups(now, people)
    _joining(now, people, groups, members)
    posts = _conversations(now, groups, members)
    return {"people": len(people), "groups": len(groups), "memberships": len(members), **posts}


# ── people ────────────────────────────────────────────────────────────────────────────────────────────────────


def _people(now: datetime) -> dict[str, Person]:
    """Everyone, with the day they came and the day they were last here."""
    stays: dict[str, list[dict]] = {}
    for member in read("members"):
        stays.setdefault(member["person"], []).append(member)
    leading = {m["person"] for m in read("members") if m["role"] in {"facilitator", "co_facilitator"}}
    passphrase = make_password(PASSPHRASE)
    people = {}
    for entry in read("people"):
        mine = stays.get(entry["key"], [])
        first = max((stay["joined_days_ago"] for stay in mine), default=800)
        last = min((stay["seen_days_ago"] for stay in mine), default=0)
        look = known_id("look", entry["key"])
        people[entry["key"]] = Person(
            id=known_id("person", entry["key"]),
            sign_in_name=entry["sign_in"],
            display_name=entry["display_name"],
            # Hashing one passphrase takes longer than writing all the rows: the cast shares it, others have none.
            password=passphrase if entry.get("cast") else make_password(None),
            pattern=look % 8 + 1,
            dye=look // 8 % 8 + 1,
            language=LANGUAGES.get(entry["language"], entry["language"]),
            zone=entry["zone"],
            country=entry["country"],
            house_role=entry.get("house_role", ""),
            adult_attested_at=now - timedelta(days=first),
            joined_at=now - timedelta(days=first),
            seen_on=(now - timedelta(days=last)).date(),
        )
    Person.objects.bulk_create(people.values())
    Authenticator.objects.bulk_create(
        Authenticator(
            user=person,
            type=Authenticator.Type.TOTP,
            data={"secret": encrypt(second_factor(key))},
            created_at=person.joined_at,
        )
        for key, person in people.items()
        if key in leading or person.house_role
    )
    return people


def second_factor(key: str) -> str:
    """The authenticator secret of someone who looks after others here; known, since these people are invented."""
    return base64.b32encode(hashlib.sha256(f"second-factor/{key}".encode()).digest()[:20]).decode()


# ── groups ────────────────────────────────────────────────────────────────────────────────────────────────────


def _groups(now: datetime, people: dict) -> tuple[dict[str, Group], dict[tuple[str, str], Membership]]:
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
            meeting.next_starts_at = meeting.starts_after(now)[0]
            meetings.append(meeting)
    Meeting.objects.bulk_create(meetings)


def _rule(days) -> str:
    """Write a recurrence rule; the data name weekdays (0 is Monday) or give a rule themselves."""
    if isinstance(days, str):
        return days
    days = days if isinstance(days, list) else [days]
    return f"FREQ=WEEKLY;BYDAY={','.join(DAYS[day] for day in days)}"


def _joining(now: datetime, people: dict, groups: dict, members: dict) -> None:
    """People at the door, and newcomers somebody has or has not yet welcomed."""
    joining = read("joining")
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


# ── conversations ─────────────────────────────────────────────────────────────────────────────────────────────


def believable(instant: datetime, now: datetime, zone: str, by_night: bool) -> datetime:
    """Move an instant into the hours people are up, keeping the order of all instants.

    The data say how long ago something was written, and a house may be filled at any hour: without this, filling
    it at four in the morning would make everyone write at four in the morning. The last hours stay as told, because
    stories hang on them.
    """
    if now - instant < AS_TOLD:
        return instant
    # The day is squeezed: by day into 07:12–00:30, in the night rooms into 22:00–06:00.
    begins, opens, length = (12, 22.0, 8.0) if by_night else (4, 7.2, 17.3)
    day = (instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(hours=begins)).date()

    def at(hours: float, days: int = 0) -> datetime:
        wall = datetime.combine(day, time(), ZoneInfo(zone)) + timedelta(days=days, hours=hours)
        return wall.astimezone(instant.tzinfo)

    # Shares of the real day, so that the nights when clocks change keep the order too.
    share = (instant - at(begins)) / (at(begins, days=1) - at(begins))
    return at(opens) + share * timedelta(hours=length)


def _conversations(now: datetime, groups: dict, members: dict) -> dict[str, int]:
    """Threads, replies and responses, with every counter as publishing would have left it."""
    threads, posts, responses = [], [], []
    for key, entries in conversations().items():
        opened: set[str] = set()
        for entry in sorted(entries, key=lambda entry: -entry["hours_ago"]):
            thread, said = _thread(now, key, groups[key], entry, members)
            newcomer = now - members[key, entry["author"]].joined_at < NEWCOMER
            thread.is_first = newcomer and entry["author"] not in opened
            opened.add(entry["author"])
            threads.append(thread)
            posts += said
            responses += _responses(key, entry, said, members)
    Thread.objects.bulk_create(threads)
    Post.objects.bulk_create(posts)
    Response.objects.bulk_create(responses)
    marks = _read_marks(now, threads, posts, members)
    ReadMark.objects.bulk_create(marks)
    return {"threads": len(threads), "posts": len(posts), "responses": len(responses), "read_marks": len(marks)}


def _thread(now: datetime, key: str, group: Group, entry: dict, members: dict) -> tuple[Thread, list[Post]]:
    """One thread and what was said in it, in order."""
    by_night = key in NIGHT_GROUPS
    asked = now - timedelta(hours=entry["hours_ago"])
    lines = [entry, *entry["replies"]]
    instants = [asked, *(asked + timedelta(hours=reply["hours_after"]) for reply in entry["replies"])]
    instants = [believable(at, now, group.zone, by_night) for at in instants]
    for place in range(1, len(instants)):
        instants[place] = max(instants[place], instants[place - 1] + timedelta(minutes=1))
    author = members[key, entry["author"]]
    posts = [
        Post(
            id=known_id("post", line["key"]),
            thread_id=known_id("thread", entry["key"]),
            group=group,
            author=members[key, line["author"]],
            anonymous=line.get("anonymous", False),
            seq=seq,
            is_opening=seq == 1,
            body="" if line.get("withdrawn") else markup.tidy(line["body"]),
            html="" if line.get("withdrawn") else markup.render(markup.tidy(line["body"])),
            notes=line["notes"],
            fold=line.get("fold", ""),
            quoted_id=known_id("post", line["quotes"]) if line.get("quotes") else None,
            created_at=at,
            edited_at=at + timedelta(minutes=6) if line.get("edited") else None,
            withdrawn_at=at + timedelta(minutes=50) if line.get("withdrawn") else None,
        )
        for seq, (line, at) in enumerate(zip(lines, instants, strict=True), start=1)
    ]
    answers = [post for post in posts[1:] if post.author_id != author.pk]
    thread = Thread(
        id=known_id("thread", entry["key"]),
        group=group,
        author=author,
        anonymous=entry["anonymous"],
        title=entry["title"],
        intent=entry["intent"],
        notes=entry["notes"],
        fold=entry["fold"],
        glimpse="" if entry["notes"] or entry["fold"] else _glimpse(posts[0].body),
        created_at=instants[0],
        last_post_at=instants[-1],
        last_seq=len(posts),
        reply_count=len(posts) - 1,
        reply_due_at=instants[0] + REPLY_WITHIN,
        first_reply_at=answers[0].created_at if answers else None,
        version=len(posts),
    )
    return thread, posts


def _glimpse(body: str) -> str:
    """The first words, cut between words."""
    line = " ".join(body.split())
    return line if len(line) <= GLIMPSE else line[:GLIMPSE].rsplit(" ", 1)[0] + "…"


def _responses(key: str, entry: dict, posts: list[Post], members: dict) -> list[Response]:
    """Worded answers, each given some while after the words it answers."""
    return [
        Response(
            post=post,
            by=members[key, given["by"]],
            kind=given["kind"],
            only_author=given["only_author"],
            at=_soon_after(post, members[key, given["by"]]),
        )
        for line, post in zip([entry, *entry["replies"]], posts, strict=True)
        for given in line["responses"]
    ]


def _soon_after(post: Post, member: Membership) -> datetime:
    """Some minutes or hours after the words, while the one who answers was still in."""
    later = post.created_at + timedelta(minutes=7 + known_id(str(post.pk), str(member.pk)) % 240)
    return max(post.created_at, min(later, member.seen_at))


def _read_marks(now: datetime, threads: list[Thread], posts: list[Post], members: dict) -> list[ReadMark]:
    """How far each member has read: everything that stood there when they were last in."""
    said: dict[int, list[Post]] = {}
    for post in posts:
        said.setdefault(post.thread_id, []).append(post)
    inside: dict[int, list[Membership]] = {}
    for member in members.values():
        inside.setdefault(member.group_id, []).append(member)
    marks = []
    for thread in threads:
        for member in inside[thread.group_id]:
            read_to = sum(
                1 for post in said[thread.pk] if post.created_at <= member.seen_at or post.author_id == member.pk
            )
            if read_to:
                marks.append(ReadMark(membership=member, thread=thread, seq=read_to, at=min(now, member.seen_at)))
    return marks
