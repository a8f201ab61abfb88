"""What one person finds across their groups: who answered them, who waits for a word, what is new, where words stand.

Written out like the pages of a group, and for the same reason; the rule is the one of `visible_to`, and a test walks
the whole cast through both. Who wrote an anonymous post is not among the answers.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from hearth.base.rows import ask
from hearth.conversations.queries import search
from hearth.conversations.queries.pages import (
    IN_THE_CHAIR,
    LISTED,
    ListedThread,
    folds,
    instant,
    listed,
    not_in,
    read_json,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A group somebody is in now, and who they are there."""

    group_id: int
    membership_id: int
    role: str
    name: str
    language: str
    dye: int


@dataclass(frozen=True, slots=True)
class Around:
    """Where somebody belongs at this moment, from whom they are parted, and whose words they fold away."""

    person: object
    # By the names of the groups.
    places: list[Place]
    chaired: frozenset[int]
    parted: frozenset[int]
    muted: frozenset[int]

    @property
    def groups(self) -> str:
        return _these(place.group_id for place in self.places)

    @property
    def named(self) -> dict[int, str]:
        return {place.group_id: place.name for place in self.places}

    @property
    def welcomes(self) -> bool:
        """Whether they welcome people anywhere."""
        return any(place.role != "member" for place in self.places)

    def sees(self, row: str) -> str:
        """The condition under which they see a row of a group that somebody wrote: `visible_to`, in words."""
        unparted = not_in(f"{row}.author_id", self.parted)
        if self.parted and self.chaired:
            unparted = f"{unparted} OR {row}.group_id IN ({_these(self.chaired)})"
        # The plus keeps SQLite from looking rows up by their group, which has thousands of them; where that is the
        # way, as for what is new, the question says so itself.
        return f"+{row}.group_id IN ({self.groups}) AND ({row}.anonymous OR {unparted})"

    @property
    def not_theirs(self) -> str:
        """The condition that a row's author `a` is somebody else, in whatever group and under whatever name."""
        return f"(a.person_id IS NULL OR a.person_id <> {int(self.person.pk)})"


def _these(ids) -> str:
    """Ids of our own tables, side by side; integers, never text."""
    return ", ".join([str(int(one)) for one in ids])


def _at(moment: datetime):
    """An instant as this database keeps it."""
    return connection.ops.adapt_datetimefield_value(moment)


AROUND = """
SELECT 'in', m.group_id, m.id, m.role, g.name, g.language, g.dye
  FROM groups_membership m JOIN groups_group g ON g.id = m.group_id
 WHERE m.person_id = %s AND m.ended_at IS NULL
UNION ALL
SELECT 'parted', b.blocked_id, 0, '', '', '', 0 FROM groups_block b JOIN groups_membership m ON m.id = b.blocker_id
 WHERE m.person_id = %s
UNION ALL
SELECT 'parted', b.blocker_id, 0, '', '', '', 0 FROM groups_block b JOIN groups_membership m ON m.id = b.blocked_id
 WHERE m.person_id = %s
UNION ALL
SELECT 'muted', u.muted_id, 0, '', '', '', 0 FROM groups_mute u JOIN groups_membership m ON m.id = u.muter_id
 WHERE m.person_id = %s
"""


def around(person) -> Around:
    """Where this person belongs, read once for everything a page asks across groups."""
    rows = ask(AROUND, [person.pk] * 4)
    places = [Place(*row[1:]) for row in rows if row[0] == "in"]
    return Around(
        person=person,
        places=sorted(places, key=lambda place: (place.name, place.group_id)),
        chaired=frozenset(place.group_id for place in places if place.role in IN_THE_CHAIR),
        parted=frozenset(row[1] for row in rows if row[0] == "parted"),
        muted=frozenset(row[1] for row in rows if row[0] == "muted"),
    )


# ── conversations ─────────────────────────────────────────────────────────────────────────────────────────────

THREADS = """
SELECT {listed}, NULL {more}
  FROM conversations_thread t JOIN groups_membership a ON a.id = t.author_id
 WHERE t.group_id IN ({groups}) AND {sees} AND t.withdrawn_at IS NULL AND {which}
 ORDER BY {order} LIMIT {limit}
"""
WIDTH = LISTED.count(",") + 2


def _threads(here: Around, which: str, params: list, order: str, limit: int, more: str = "") -> list[tuple]:
    """Threads, each with whatever more was asked for."""
    if not here.places:
        return []
    sql = THREADS.format(
        listed=LISTED, more=more, groups=here.groups, sees=here.sees("t"), which=which, order=order, limit=limit
    )
    mine = {place.membership_id for place in here.places}
    return [(listed(row[:WIDTH], here.person, mine=mine, muted=here.muted), *row[WIDTH:]) for row in ask(sql, params)]


def said_to_since(here: Around, since: datetime, limit: int) -> list[ListedThread]:
    """Conversations others began and somebody said something in since then, the latest first."""
    which = f"t.last_post_at > %s AND {here.not_theirs}"
    found = _threads(here, which, [_at(since)], "t.last_post_at DESC, t.id DESC", limit)
    return [thread for (thread,) in found]


@dataclass(frozen=True, slots=True)
class Late:
    """A conversation that waits for its first reply longer than was promised."""

    thread: ListedThread
    due_at: datetime


UNANSWERED = "t.first_reply_at IS NULL AND t.closed_at IS NULL"


def overdue(here: Around, now: datetime, limit: int, *, group_id: int | None = None) -> list[Late]:
    """What waits too long in the groups they look after (or in this one of them), the longest first."""
    chaired = here.chaired if group_id is None else here.chaired & {group_id}
    if not chaired:
        return []
    which = f"t.group_id IN ({_these(chaired)}) AND {UNANSWERED} AND t.reply_due_at < %s"
    found = _threads(here, which, [_at(now)], "t.reply_due_at, t.id", limit, more=", t.reply_due_at")
    return [Late(thread, instant(due_at)) for thread, due_at in found]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation nobody has replied to, and what speaks for this person being the one."""

    thread: ListedThread
    is_first: bool
    shares_note: bool
    same_intent: bool


OWN = """
SELECT DISTINCT t.intent, t.notes FROM conversations_thread t JOIN groups_membership m ON m.id = t.author_id
 WHERE m.person_id = %s AND NOT t.anonymous AND t.withdrawn_at IS NULL
"""


def waiting_for(here: Around, limit: int) -> list[Waiting]:
    """Unanswered threads this person might reply to: first posts first, then what they share.

    `shares_note` and `same_intent` compare with what the person wrote about openly, by its labels; never with the
    text of anything. Anonymous threads stay although their writer may be quieted: if they went, the one who reads
    would learn who wrote them.
    """
    if not here.places:
        return []
    own = ask(OWN, [here.person.pk])
    intents = sorted({intent for intent, _notes in own})
    alike = f"t.intent IN ({', '.join(['%s'] * len(intents))})" if intents else "1 = 0"
    shares, notes = _touches_on({note for _intent, notes in own for note in read_json(notes)})
    kept_clear_of, kept = _touches_on(here.person.folded_notes)
    which = (
        f"{UNANSWERED} AND {here.not_theirs} AND (t.anonymous OR {not_in('t.author_id', here.muted)})"
        f" AND NOT ({kept_clear_of})"
    )
    more = f", t.is_first, CASE WHEN {shares} THEN 0 ELSE 1 END AS shares, CASE WHEN {alike} THEN 0 ELSE 1 END AS alike"
    order = "t.is_first DESC, shares, alike, t.reply_due_at, t.id"
    return [
        Waiting(thread, is_first=bool(first), shares_note=not unshared, same_intent=not unlike)
        for thread, first, unshared, unlike in _threads(here, which, [*notes, *intents, *kept], order, limit, more)
    ]


def _touches_on(notes) -> tuple[str, list[str]]:
    """The condition that a thread touches on one of these, with its values."""
    if not notes:
        return "1 = 0", []
    like = " OR ".join(["CAST(t.notes AS text) LIKE %s ESCAPE '\\'"] * len(notes))
    return like, [f'%"{connection.ops.prep_for_like_query(note)}"%' for note in sorted(notes)]


# ── posts ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Answered:
    """That somebody wrote in a conversation this person began. What they wrote stays in the conversation."""

    id: int
    thread_id: int
    title: str
    anonymous: bool
    former: bool
    name: str
    pattern: int
    dye: int


REPLIES = """
SELECT p.id, p.thread_id, t.title, p.anonymous, a.name, a.pattern, a.dye, a.ended_at
  FROM conversations_thread t
  JOIN conversations_post p ON p.thread_id = t.id
  JOIN groups_membership a ON a.id = p.author_id
 WHERE t.author_id IN (SELECT m.id FROM groups_membership m WHERE m.person_id = %s)
   AND {sees_thread} AND {sees_post} AND {not_theirs} AND (p.anonymous OR {unquieted})
   AND p.withdrawn_at IS NULL AND NOT p.is_opening AND p.created_at > %s
 ORDER BY p.created_at DESC, p.id LIMIT {limit}
"""


def replies_to(here: Around, since: datetime, limit: int) -> list[Answered]:
    """What others wrote in threads this person began, since then, the latest first; not those they keep quiet."""
    if not here.places:
        return []
    sql = REPLIES.format(
        sees_thread=here.sees("t"),
        sees_post=here.sees("p"),
        not_theirs=here.not_theirs,
        unquieted=not_in("p.author_id", here.muted),
        limit=limit,
    )
    found = []
    for id, thread_id, title, anonymous, name, pattern, dye, ended_at in ask(sql, [here.person.pk, _at(since)]):
        nameless = anonymous or ended_at is not None
        found.append(
            Answered(
                id=id,
                thread_id=thread_id,
                title=title,
                anonymous=bool(anonymous),
                former=ended_at is not None and not anonymous,
                name="" if nameless else name,
                pattern=1 if nameless else pattern,
                dye=8 if nameless else dye,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A post in which words were found, with what decides how much of it a list may show."""

    id: int
    group_name: str
    title: str
    html: str
    fold: str
    created_at: datetime
    anonymous: bool
    former: bool
    name: str
    muted: bool
    folded_for_reader: list
    # Whether its conversation is folded: by its writer, by this reader's wish, or with its writer.
    thread_folded: bool

    @property
    def pk(self) -> int:
        return self.id


FOUND = """
SELECT p.id, t.group_id, t.title, p.html, p.fold, p.notes, p.created_at, p.anonymous, p.author_id, a.name, a.ended_at,
       t.fold, t.notes, t.anonymous, t.author_id
  FROM conversations_post p
  JOIN conversations_thread t ON t.id = p.thread_id
  JOIN groups_membership a ON a.id = p.author_id
 WHERE p.id IN ({ids}) AND p.withdrawn_at IS NULL AND {sees_post} AND {sees_thread}
"""


def find(here: Around, asked: str, limit: int = search.PAGE) -> list[FoundPost]:
    """Posts that hold these words and that the person may see now, the latest first."""
    latest = search.matching(asked, [place.group_id for place in here.places], enough=limit)
    found: list[FoundPost] = []
    # Some of them may not be this person's to see; the next ones are looked at until the page is full.
    while latest and len(found) < limit:
        found += _found(here, latest[:limit])
        latest = latest[limit:]
    return found[:limit]


def _found(here: Around, ids: list[int]) -> list[FoundPost]:
    sql = FOUND.format(ids=_these(ids), sees_post=here.sees("p"), sees_thread=here.sees("t"))
    found, named = {}, here.named
    for (
        id, group_id, title, html, fold, notes, created_at, anonymous, author_id, name, ended_at,
        thread_fold, thread_notes, thread_anonymous, thread_author,
    ) in ask(sql, []):  # fmt: skip
        former = ended_at is not None
        found[id] = FoundPost(
            id=id,
            group_name=named[group_id],
            title=title,
            html=html,
            fold=fold,
            created_at=instant(created_at),
            anonymous=bool(anonymous),
            former=former and not anonymous,
            name="" if anonymous or former else name,
            muted=not anonymous and author_id in here.muted,
            folded_for_reader=folds(read_json(notes), here.person),
            thread_folded=bool(
                thread_fold
                or folds(read_json(thread_notes), here.person)
                or (not thread_anonymous and thread_author in here.muted)
            ),
        )
    return [found[id] for id in ids if id in found]
