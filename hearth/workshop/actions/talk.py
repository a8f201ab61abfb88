"""What people of the demo house have said to each other, and when, as far back as anyone looks."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hearth.base import markup
from hearth.base.permissions import HEARTH
from hearth.conversations.actions import search
from hearth.conversations.models import Post, ReadMark, Response, Thread, Watch
from hearth.conversations.models.clock import waking, within
from hearth.conversations.models.wording import headings, stands_in
from hearth.groups.models import Group, Membership
from hearth.workshop.queries import conversations, known_id, read

NIGHT_GROUPS = {"night-watch"}
PASSAGE = 240
AS_TOLD = timedelta(hours=18)
# Whoever has belonged longer than this wrote here before the data begin.
NEWCOMER = timedelta(days=60)


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


def converse(now: datetime, groups: dict, members: dict) -> dict[str, int]:
    """Threads, replies and responses, with every counter as publishing would have left it."""
    threads, posts, responses = [], [], []
    for key, entries in conversations().items():
        opened: set[str] = set()
        for entry in sorted(entries, key=lambda entry: -entry["hours_ago"]):
            first = entry["author"] not in opened
            thread, said = _thread(now, key, groups[key], entry, members, first)
            opened.add(entry["author"])
            threads.append(thread)
            posts += said
            responses += _responses(key, entry, said, members)
    Thread.objects.bulk_create(threads)
    Post.objects.bulk_create(posts)
    Response.objects.bulk_create(responses)
    marks = _read_marks(now, threads, posts, members)
    ReadMark.objects.bulk_create(marks)
    Watch.objects.bulk_create(_watches(posts))
    search.keep_in_step(by=HEARTH)
    return {"threads": len(threads), "posts": len(posts), "responses": len(responses), "read_marks": len(marks)}


def _thread(
    now: datetime, key: str, group: Group, entry: dict, members: dict, first: bool
) -> tuple[Thread, list[Post]]:
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
        _post(members[key, line["author"]], entry["key"], line, seq, at)
        for seq, (line, at) in enumerate(zip(lines, instants, strict=True), start=1)
    ]
    words = {line["key"]: line["body"] for line in lines}
    for line, post in zip(lines, posts, strict=True):
        if "quotes" in line:
            post.quoted_id = known_id("post", line["quotes"])
            post.passage = _passage(post.body, words[line["quotes"]])
    standing = [post for post in posts[1:] if post.withdrawn_at is None]
    answers = [post for post in standing if post.author_id != author.pk]
    is_first = first and not entry["anonymous"] and now - author.joined_at < NEWCOMER
    length = within(entry["intent"], is_first=is_first)
    title, glimpse = headings(posts[0].html, entry["title"], folded=bool(entry["fold"]))
    thread = Thread(
        id=known_id("thread", entry["key"]),
        group=group,
        author=author,
        anonymous=entry["anonymous"],
        title=title,
        intent=entry["intent"],
        notes=entry["notes"],
        fold=entry["fold"],
        glimpse=glimpse,
        created_at=instants[0],
        last_post_at=instants[-1],
        last_seq=len(posts),
        reply_count=len(standing),
        is_first=is_first,
        reply_due_at=waking(instants[0], length, group.zone),
        second_due_at=waking(instants[0], 2 * length, group.zone),
        first_reply_at=answers[0].created_at if answers else None,
        version=len(posts),
    )
    return thread, posts


def _post(author: Membership, thread: str, line: dict, seq: int, at: datetime) -> Post:
    """One person's words, or the place where they stood before they were taken back."""
    gone = line.get("withdrawn", False)
    body = "" if gone else markup.tidy(line["body"])
    return Post(
        id=known_id("post", line["key"]),
        thread_id=known_id("thread", thread),
        group=author.group,
        author=author,
        anonymous=line.get("anonymous", False),
        seq=seq,
        is_opening=seq == 1,
        body=body,
        html=markup.render(body) if body else "",
        notes=[] if gone else line["notes"],
        fold="" if gone else line.get("fold", ""),
        created_at=at,
        edited_at=at + timedelta(minutes=6) if line.get("edited") else None,
        withdrawn_at=at + timedelta(minutes=50) if gone else None,
    )


def _passage(answer: str, quoted: str) -> str:
    """What an answer takes up: the words it repeats between quotation marks, else the first line it answers to."""
    repeated = [words for words in re.findall("“([^”]+)”", answer) if stands_in(words, quoted)]
    return repeated[0] if repeated else _opening_of(quoted)


def _opening_of(text: str) -> str:
    """The first paragraph, or as many of its sentences as make a passage."""
    first = text.split("\n\n", 1)[0]
    if len(first) <= PASSAGE:
        return first
    end = max(first.rfind(sign, 0, PASSAGE) for sign in ".!?")
    return first[: end + 1] if end > 0 else first[:PASSAGE].rsplit(" ", 1)[0]


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
        if post.withdrawn_at is None
        for given in line["responses"]
    ]


def _soon_after(post: Post, member: Membership) -> datetime:
    """Some minutes or hours after the words, while the one who answers was still in."""
    later = post.created_at + timedelta(minutes=7 + known_id(str(post.pk), str(member.pk)) % 240)
    return max(post.created_at, min(later, member.seen_at))


def _watches(posts: list[Post]) -> list[Watch]:
    """Whoever has spoken in a conversation hears when it goes on."""
    first: dict[tuple[int, int], Watch] = {}
    for post in posts:
        watch = Watch(membership=post.author, thread_id=post.thread_id, at=post.created_at)
        first.setdefault((post.author_id, post.thread_id), watch)
    return list(first.values())


def _read_marks(now: datetime, threads: list[Thread], posts: list[Post], members: dict) -> list[ReadMark]:
    """How far each member has read: everything that stood there when they were last in, save what the data name."""
    unread = {
        (known_id("thread", entry["thread"]), known_id("person", entry["person"])): entry["read_to"]
        for entry in read("care")["unread"]
    }
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
            read_to = unread.get((thread.pk, member.person_id), read_to)
            if read_to:
                marks.append(ReadMark(membership=member, thread=thread, seq=read_to, at=min(now, member.seen_at)))
    return marks
