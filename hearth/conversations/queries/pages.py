"""The two pages people read most, asked for in as few and as plain words as the database takes.

The rule is the one of `visible_to`, written out: building that question costs ten times what answering it does. A
test walks the whole cast through both and compares. What a reader may not know (who wrote an anonymous post) is
not even fetched, so that no template can let it slip.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection

from hearth.base.rows import ask
from hearth.groups.models.content_note import note_label
from hearth.ui.environment import NAMED

PAGE = 20
IN_THE_CHAIR = ("facilitator", "co_facilitator")
# "The one who wrote this": anonymous in their own thread, and still one and the same voice. None among names.
OPENER = None


@dataclass(frozen=True, slots=True)
class Reader:
    """The persona who reads, and from whom they are parted or whose words they fold away."""

    id: int
    person_id: int
    group_id: int
    name: str
    pattern: int
    dye: int
    role: str
    parted: frozenset[int]
    muted: frozenset[int]

    @property
    def looks_after(self) -> bool:
        return self.role in IN_THE_CHAIR

    @property
    def welcomes(self) -> bool:
        return self.role != "member"

    @property
    def hidden(self) -> frozenset[int]:
        """Memberships whose named words this reader is not shown."""
        return frozenset() if self.looks_after else self.parted


@dataclass(slots=True)
class Answers:
    """Who answered a post in one worded way."""

    kind: str
    mine: bool = False
    mine_only: bool = False
    names: list = field(default_factory=list)
    only_to_me: list = field(default_factory=list)


@dataclass(slots=True)
class ShownPost:
    """A post as one reader sees it. Without a name when it was written without one."""

    id: int
    seq: int
    is_opening: bool
    html: str
    notes: list
    fold: str
    passage: str
    created_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None
    anonymous: bool
    mine: bool
    by_opener: bool
    author_id: int | None
    name: str
    pattern: int
    dye: int
    role: str
    former: bool
    muted: bool
    quoted_id: int | None
    quoted_seq: int | None
    quoted_name: str
    answers: dict = field(default_factory=dict)
    folded_for_reader: list = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.id

    @property
    def touches_on(self) -> list[str]:
        return [note_label(note) for note in self.notes]


@dataclass(slots=True)
class ShownThread:
    """A thread as one reader sees it, with what the page around it needs to say."""

    id: int
    group_id: int
    group_name: str
    title: str
    intent: str
    notes: list
    fold: str
    created_at: datetime
    last_post_at: datetime
    last_seq: int
    reply_count: int
    closed_at: datetime | None
    closing_words: str
    withdrawn_at: datetime | None
    anonymous: bool
    mine: bool
    seen_seq: int | None
    following: bool
    draft: dict
    members: int
    carers: int
    reader: Reader
    folded_for_reader: list = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.id


@dataclass(slots=True)
class ThreadPage:
    """One page of a conversation: the opening post, some replies, and where there are more."""

    thread: ShownThread
    opening: ShownPost | None
    replies: list[ShownPost]
    after: int
    later: int | None
    earlier: int | None
    new_from: int | None
    # The cursor named nothing on any page; the first page is shown instead.
    lost: bool = False


@dataclass(slots=True)
class ListedThread:
    """A thread in the list of a group."""

    id: int
    group_id: int
    title: str
    intent: str
    notes: list
    fold: str
    glimpse: str
    created_at: datetime
    last_post_at: datetime
    last_seq: int
    reply_count: int
    answered: bool
    closed_at: datetime | None
    withdrawn_at: datetime | None
    anonymous: bool
    mine: bool
    name: str
    pattern: int
    dye: int
    former: bool
    muted: bool
    seen_seq: int | None
    repliers: list = field(default_factory=list)
    folded_for_reader: list = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.id

    @property
    def is_new(self) -> bool:
        """Whether something was said since the reader was last in it. Never said of threads never opened."""
        return self.seen_seq is not None and self.last_seq > self.seen_seq

    @property
    def form(self) -> tuple:
        """Everything a row of a list looks at: two readers with the same form read the same row."""
        return (
            self.title,
            self.intent,
            self.fold,
            self.glimpse,
            self.reply_count > 0,
            self.closed_at is None,
            self.withdrawn_at is None,
            self.anonymous,
            self.mine,
            self.name,
            self.pattern,
            self.dye,
            self.former,
            self.muted,
            self.is_new,
            # Who is named, and whether there are others.
            tuple(self.repliers[: NAMED + 1]),
            tuple(self.folded_for_reader),
        )


@dataclass(slots=True)
class ListPage:
    threads: list[ListedThread]
    earlier: str | None
    lost: bool = False


def instant(value) -> datetime | None:
    """SQLite keeps instants in UTC and hands them over without saying so."""
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def read_json(value):
    return json.loads(value) if isinstance(value, str) else value


def not_in(column: str, ids: frozenset[int]) -> str:
    """A condition on ids of our own tables; ids are integers, never text."""
    return f"{column} NOT IN ({', '.join(str(int(one)) for one in ids)})" if ids else "1 = 1"


APART = """
SELECT 'parted' AS how, b.blocked_id AS other FROM groups_block b JOIN groups_membership m ON m.id = b.blocker_id
 WHERE m.person_id = %s AND m.group_id = %s
UNION ALL
SELECT 'parted', b.blocker_id FROM groups_block b JOIN groups_membership m ON m.id = b.blocked_id
 WHERE m.person_id = %s AND m.group_id = %s
UNION ALL
SELECT 'muted', u.muted_id FROM groups_mute u JOIN groups_membership m ON m.id = u.muter_id
 WHERE m.person_id = %s AND m.group_id = %s
"""


def apart_from(person_id: int, group_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """The memberships of a group this person is parted from (a block, either way), and those they fold away."""
    rows = ask(APART, [person_id, group_id] * 3)
    return (
        frozenset(other for how, other in rows if how == "parted"),
        frozenset(other for how, other in rows if how == "muted"),
    )


def reader_of(membership) -> Reader:
    """The reader behind a current membership row."""
    return _reader(membership, *apart_from(membership.person_id, membership.group_id))


def _reader(membership, parted: frozenset[int], muted: frozenset[int]) -> Reader:
    return Reader(
        id=membership.pk,
        person_id=membership.person_id,
        group_id=membership.group_id,
        name=membership.name,
        pattern=membership.pattern,
        dye=membership.dye,
        role=membership.role,
        parted=parted,
        muted=muted,
    )


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody who looks after a group, as a fellow member meets them."""

    id: int
    name: str
    pattern: int
    dye: int
    role: str


CARERS = """
SELECT apart.how, apart.other, '', 0, 0, '' FROM ({apart}) AS apart
UNION ALL
SELECT 'carer', c.id, c.name, c.pattern, c.dye, c.role FROM groups_membership c
 WHERE c.group_id = %s AND c.ended_at IS NULL AND c.role IN ('facilitator', 'co_facilitator')
""".replace("{apart}", APART)


def reader_and_carers(membership) -> tuple[Reader, list[Carer]]:
    """The reader behind a current membership row, and who looks after the group as far as they see: one question.

    Those who facilitate come first, then the others by name; never by when somebody came or was here.
    """
    rows = ask(CARERS, [*[membership.person_id, membership.group_id] * 3, membership.group_id])
    reader = _reader(
        membership,
        parted=frozenset(row[1] for row in rows if row[0] == "parted"),
        muted=frozenset(row[1] for row in rows if row[0] == "muted"),
    )
    carers = [Carer(*row[1:]) for row in rows if row[0] == "carer" and row[1] not in reader.hidden]
    return reader, sorted(carers, key=lambda carer: (carer.role != "facilitator", carer.name.lower(), carer.id))


HEAD = """
SELECT t.id, t.group_id, g.name, t.title, t.intent, t.notes, t.fold, t.created_at, t.last_post_at, t.last_seq,
       t.reply_count, t.closed_at, t.closing_words, t.withdrawn_at, t.anonymous, t.author_id, r.seq, w.quiet,
       d.fields, m.id, m.name, m.pattern, m.dye, m.role,
       (SELECT COUNT(*) FROM groups_membership c WHERE c.group_id = t.group_id AND c.ended_at IS NULL),
       (SELECT COUNT(*) FROM groups_membership c WHERE c.group_id = t.group_id AND c.ended_at IS NULL
           AND c.role IN ('facilitator', 'co_facilitator'))
  FROM conversations_thread t
  JOIN groups_group g ON g.id = t.group_id
  JOIN groups_membership m ON m.group_id = t.group_id AND m.person_id = %s AND m.ended_at IS NULL
  LEFT JOIN conversations_readmark r ON r.thread_id = t.id AND r.membership_id = m.id
  LEFT JOIN conversations_watch w ON w.thread_id = t.id AND w.membership_id = m.id
  LEFT JOIN conversations_draft d ON d.thread_id = t.id AND d.person_id = m.person_id
 WHERE t.id = %s
"""


def thread_for(person, thread_id: int) -> ShownThread | None:
    """The thread as this person sees it, or None when for them there is none."""
    rows = ask(HEAD, [person.pk, thread_id])
    if not rows:
        return None
    (
        id, group_id, group_name, title, intent, notes, fold, created_at, last_post_at, last_seq,
        reply_count, closed_at, closing_words, withdrawn_at, anonymous, author_id, seen_seq, quiet,
        draft, my_id, my_name, my_pattern, my_dye, my_role, members, carers,
    ) = rows[0]  # fmt: skip
    parted, muted = apart_from(person.pk, group_id)
    reader = Reader(
        id=my_id,
        person_id=person.pk,
        group_id=group_id,
        name=my_name,
        pattern=my_pattern,
        dye=my_dye,
        role=my_role,
        parted=parted,
        muted=muted,
    )
    if not anonymous and author_id in reader.hidden:
        return None
    notes = read_json(notes)
    return ShownThread(
        id=id,
        group_id=group_id,
        group_name=group_name,
        title=title,
        intent=intent,
        notes=notes,
        fold=fold,
        created_at=instant(created_at),
        last_post_at=instant(last_post_at),
        last_seq=last_seq,
        reply_count=reply_count,
        closed_at=instant(closed_at),
        closing_words=closing_words,
        withdrawn_at=instant(withdrawn_at),
        anonymous=bool(anonymous),
        mine=author_id == my_id,
        seen_seq=seen_seq,
        following=quiet is not None and not quiet,
        draft=read_json(draft) or {},
        members=members,
        carers=carers,
        reader=reader,
        folded_for_reader=folds(notes, person),
    )


def folds(notes: list, person) -> list[str]:
    """What the reader asked to have folded among these notes, as it is said to them."""
    return [note_label(note) for note in notes if note in person.folded_notes] if notes else []


POSTS = """
SELECT p.id, p.seq, p.is_opening, p.html, p.notes, p.fold, p.passage, p.created_at, p.edited_at, p.withdrawn_at,
       p.anonymous, p.author_id, a.name, a.pattern, a.dye, a.role, a.ended_at, p.quoted_id, q.seq, q.author_id,
       q.anonymous, q.withdrawn_at, qa.name, qa.ended_at, t.author_id
  FROM conversations_post p
  JOIN conversations_thread t ON t.id = p.thread_id
  JOIN groups_membership a ON a.id = p.author_id
  LEFT JOIN conversations_post q ON q.id = p.quoted_id
  LEFT JOIN groups_membership qa ON qa.id = q.author_id
 WHERE p.thread_id = %s AND (p.anonymous OR {not_parted}) AND {which}
 ORDER BY p.seq LIMIT {limit}
"""


def _posts(thread_id: int, reader: Reader, person, which: str, params: list, limit: int) -> list[ShownPost]:
    sql = POSTS.format(not_parted=not_in("p.author_id", reader.hidden), which=which, limit=limit)
    shown = []
    for (
        id, seq, is_opening, html, notes, fold, passage, created_at, edited_at, withdrawn_at, anonymous, author_id,
        name, pattern, dye, role, ended_at, quoted_id, quoted_seq, quoted_author, quoted_anonymous,
        quoted_withdrawn, quoted_name, quoted_ended, opener,
    ) in ask(sql, [thread_id, *params]):  # fmt: skip
        notes = read_json(notes)
        former = ended_at is not None
        nameless = anonymous or former
        # Words of somebody this reader is parted from must not come back inside another's quotation.
        unquotable = quoted_id is not None and (
            quoted_withdrawn is not None
            or (not quoted_anonymous and (quoted_author in reader.hidden or quoted_author in reader.muted))
        )
        shown.append(
            ShownPost(
                id=id,
                seq=seq,
                is_opening=bool(is_opening),
                html=html,
                notes=notes,
                fold=fold,
                passage="" if unquotable else passage,
                created_at=instant(created_at),
                edited_at=instant(edited_at),
                withdrawn_at=instant(withdrawn_at),
                anonymous=bool(anonymous),
                mine=author_id == reader.id,
                by_opener=bool(anonymous) and author_id == opener,
                author_id=None if nameless else author_id,
                name="" if nameless else name,
                pattern=1 if nameless else pattern,
                dye=8 if nameless else dye,
                role="" if nameless else role,
                former=former and not anonymous,
                muted=not anonymous and author_id in reader.muted,
                quoted_id=None if unquotable else quoted_id,
                quoted_seq=None if unquotable else quoted_seq,
                quoted_name=""
                if unquotable or quoted_id is None or quoted_anonymous or quoted_ended is not None
                else quoted_name,
                folded_for_reader=folds(notes, person),
            )
        )
    return shown


ANSWERS = """
SELECT r.post_id, r.kind, r.only_author, r.by_id, m.name, p.author_id, t.author_id, t.anonymous
  FROM conversations_response r
  JOIN groups_membership m ON m.id = r.by_id
  JOIN conversations_post p ON p.id = r.post_id
  JOIN conversations_thread t ON t.id = p.thread_id
 WHERE r.post_id IN ({ids}) AND (m.ended_at IS NULL OR (t.anonymous AND r.by_id = t.author_id)) ORDER BY r.id
"""


def _add_answers(posts: list[ShownPost], reader: Reader) -> None:
    """Put beside each post who answered it in which words; what was meant for its writer alone goes to them alone.

    Answers of those who left go with them, but not those given without a name: their going would tell whose they were.
    """
    by_id = {post.id: post for post in posts}
    if not by_id:
        return
    for post_id, kind, only, by, name, author, opener, nameless in ask(
        ANSWERS.format(ids=", ".join(str(id) for id in by_id)), []
    ):
        post = by_id[post_id]
        voice = OPENER if nameless and by == opener else name
        if by == reader.id:
            said = post.answers.setdefault(kind, Answers(kind))
            said.mine, said.mine_only = True, bool(only)
        elif voice is not OPENER and by in reader.hidden:
            continue
        elif not only:
            post.answers.setdefault(kind, Answers(kind)).names.append(voice)
        elif author == reader.id:
            post.answers.setdefault(kind, Answers(kind)).only_to_me.append(voice)


def posts_by_id(thread: ShownThread, person, ids: list[int]) -> list[ShownPost]:
    """Some posts of a thread, as its reader sees them."""
    which = f"p.id IN ({', '.join(str(int(id)) for id in ids) or '0'})"
    posts = _posts(thread.id, thread.reader, person, which, [], len(ids) or 1)
    _add_answers(posts, thread.reader)
    return posts


BEFORE = """
SELECT p.seq FROM conversations_post p
 WHERE p.thread_id = %s AND (p.anonymous OR {not_parted}) AND p.seq > 1 AND p.seq < %s
 ORDER BY p.seq DESC LIMIT {limit}
"""


def page_of(thread: ShownThread, person, *, after: int | None = None, before: int | None = None) -> ThreadPage:
    """A page of replies after (or before) a place in the thread, oldest first, with the opening post on top."""
    reader = thread.reader
    if before is not None:
        sql = BEFORE.format(not_parted=not_in("p.author_id", reader.hidden), limit=PAGE + 1)
        seqs = [seq for (seq,) in ask(sql, [thread.id, before])]
        after = seqs[PAGE] if len(seqs) > PAGE else 1
    start = max(after or 1, 1)
    posts = _posts(thread.id, reader, person, "(p.seq > %s OR p.seq = 1)", [start], PAGE + 2)
    opening = posts.pop(0) if posts and posts[0].seq == 1 else None
    lost = not posts and start > 1
    if lost:
        start = 1
        posts = _posts(thread.id, reader, person, "p.seq > %s", [start], PAGE + 1)
    later = None
    if len(posts) > PAGE:
        del posts[PAGE:]
        later = posts[-1].seq
    if reader.hidden and later is None:
        # What they are not shown is not said to be new either.
        thread.last_seq = posts[-1].seq if posts else 1
    _add_answers([opening, *posts] if opening else posts, reader)
    new_from = None
    if thread.seen_seq is not None:
        new_from = next((post.seq for post in posts if post.seq > thread.seen_seq and not post.mine), None)
    return ThreadPage(
        thread=thread,
        opening=opening,
        replies=posts,
        after=start,
        later=later,
        earlier=posts[0].seq if start > 1 and posts else None,
        new_from=new_from,
        lost=lost,
    )


# What `listed` makes a line of a list from: a thread `t`, its author `a`, and how far it was read.
LISTED = """t.id, t.group_id, t.title, t.intent, t.notes, t.fold, t.glimpse, t.created_at, t.last_post_at, t.last_seq,
       t.reply_count, t.first_reply_at, t.closed_at, t.withdrawn_at, t.anonymous, t.author_id, a.name, a.pattern,
       a.dye, a.ended_at"""
LIST = """
SELECT {listed}, r.seq
  FROM conversations_thread t
  JOIN groups_membership a ON a.id = t.author_id
  LEFT JOIN conversations_readmark r ON r.thread_id = t.id AND r.membership_id = %s
 WHERE t.group_id = %s AND (t.withdrawn_at IS NULL OR t.reply_count > 0)
   AND (t.anonymous OR {not_parted}) {which}
 ORDER BY t.last_post_at DESC, t.id DESC LIMIT {limit}
"""
# Plain numbers instead of truth values and instants: of hundreds of rows none has to be converted.
REPLIERS = """
SELECT p.thread_id, p.author_id, CASE WHEN p.anonymous THEN 1 ELSE 0 END, a.name,
       CASE WHEN a.ended_at IS NULL THEN 0 ELSE 1 END, p.seq
  FROM conversations_post p JOIN groups_membership a ON a.id = p.author_id
 WHERE p.thread_id IN ({ids}) AND p.seq > 1 AND p.withdrawn_at IS NULL ORDER BY p.thread_id, p.seq
"""


def list_page(reader: Reader, person, *, intent: str = "", before: str = "", limit: int = PAGE) -> ListPage:
    """The conversations of a group, the latest said to on top, as this reader sees them.

    `before` is the cursor of an earlier page; one that cannot be read gives the first page, marked `lost`.
    """
    which, params, lost = "", [], False
    if intent:
        which += " AND t.intent = %s"
        params.append(intent)
    if before:
        try:
            at, id = _from_cursor(before)
        except (ValueError, OverflowError):
            lost = True
        else:
            which += " AND (t.last_post_at < %s OR (t.last_post_at = %s AND t.id < %s))"
            params += [connection.ops.adapt_datetimefield_value(at)] * 2 + [id]
    sql = LIST.format(listed=LISTED, not_parted=not_in("t.author_id", reader.hidden), which=which, limit=limit + 1)
    threads = [
        listed(row, person, mine={reader.id}, muted=reader.muted)
        for row in ask(sql, [reader.id, reader.group_id, *params])
    ]
    earlier = None
    if len(threads) > limit:
        del threads[limit:]
        earlier = _cursor(threads[-1])
    _add_repliers(threads, reader)
    return ListPage(threads, earlier, lost)


def listed(row: tuple, person, *, mine, muted) -> ListedThread:
    """A line of a list, from the values of `LISTED` and how far its reader has read. Without a name where none is told."""
    (
        id, group_id, title, intent, notes, fold, glimpse, created_at, last_post_at, last_seq, reply_count,
        first_reply_at, closed_at, withdrawn_at, anonymous, author_id, name, pattern, dye, ended_at, seen,
    ) = row  # fmt: skip
    former = ended_at is not None
    nameless = anonymous or former
    notes = read_json(notes)
    return ListedThread(
        id=id,
        group_id=group_id,
        title=title,
        intent=intent,
        notes=notes,
        fold=fold,
        glimpse=glimpse,
        created_at=instant(created_at),
        last_post_at=instant(last_post_at),
        last_seq=last_seq,
        reply_count=reply_count,
        answered=first_reply_at is not None,
        closed_at=instant(closed_at),
        withdrawn_at=instant(withdrawn_at),
        anonymous=bool(anonymous),
        mine=author_id in mine,
        name="" if nameless else name,
        pattern=1 if nameless else pattern,
        dye=8 if nameless else dye,
        former=former and not anonymous,
        muted=not anonymous and author_id in muted,
        seen_seq=seen,
        folded_for_reader=folds(notes, person),
    )


def _add_repliers(threads: list[ListedThread], reader: Reader) -> None:
    """Say who replied, as far as this reader meets them. Of others not even that there is something, or something new."""
    by_id = {thread.id: thread for thread in threads if thread.reply_count}
    if not by_id:
        return
    latest, hidden, heard = dict.fromkeys(by_id, 1), reader.hidden, set()
    # Each voice once, sorted out here: in the order of its index the database just reads on.
    sql = REPLIERS.format(ids=", ".join(str(id) for id in by_id))
    for thread_id, author, anonymous, name, former, seq in ask(sql, []):
        thread = by_id[thread_id]
        if not anonymous and author in hidden:
            thread.reply_count -= 1
            continue
        latest[thread_id] = seq
        voice = (thread_id, author, anonymous)
        if voice in heard:
            continue
        heard.add(voice)
        if anonymous:
            thread.repliers.append(OPENER)
        elif not former:
            thread.repliers.append("" if author == reader.id else name)
    if hidden:
        for thread in by_id.values():
            thread.last_seq = latest[thread.id]


def _cursor(thread: ListedThread) -> str:
    at = thread.last_post_at
    return f"{int(at.replace(microsecond=0).timestamp()) * 1_000_000 + at.microsecond}-{thread.id}"


def _from_cursor(text: str) -> tuple[datetime, int]:
    at, _dash, id = text.partition("-")
    micros, number = int(at), int(id)
    if not 0 < number < 2**63:
        raise ValueError(text)
    seconds, rest = divmod(micros, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), number


def headcount(group_id: int) -> tuple[int, int]:
    """How many people are in a group now, and how many of them look after it."""
    [(members, carers)] = ask(
        "SELECT COUNT(*), COUNT(CASE WHEN c.role IN ('facilitator', 'co_facilitator') THEN 1 END)"
        " FROM groups_membership c WHERE c.group_id = %s AND c.ended_at IS NULL",
        [group_id],
    )
    return members, carers
