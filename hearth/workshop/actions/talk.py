"""What people of the demo house have said to each other, and when, as far back as anyone looks."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hearth.base import markup
from hearth.conversations.models import Post, ReadMark, Response, Thread
from hearth.groups.models import Group, Membership
from hearth.workshop.queries import conversations, known_id, read

REPLY_WITHIN = timedelta(hours=4)
NIGHT_GROUPS = {"night-watch"}
GLIMPSE = 200
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
