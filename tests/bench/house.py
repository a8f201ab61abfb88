"""A made house to measure in: drawn from a seed, the same every time, with words that mean nothing to anybody."""

import random
from dataclasses import dataclass
from datetime import time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from hearth.base import clock
from hearth.base.ids import new_id
from hearth.conversations.models import Post, ReadMark, Response, SearchLine, Thread
from hearth.groups.models import ANSWER_KEYS, AgreementAcceptance, AgreementVersion, Group, GroupTag, Membership
from hearth.meetings.models import Meeting
from hearth.people.models import Person

WORDS = (
    "morning kettle river lantern quiet window garden bread letter winter harbour paper stone orchard "
    "evening ladder copper thread meadow candle bridge pocket station blanket weather corner teacup"
).split()
TAGS = ["panic", "anxiety", "low-mood", "bipolar", "grief", "loneliness", "trauma", "voices"]
KINDS = ["hear_you", "me_too", "strength", "thank_you"]
INTENTS = ["listen", "ideas", "good_news", "anyone", "helped"]


@dataclass(frozen=True)
class Size:
    """How large a house is."""

    groups: int
    people: int
    threads: int
    posts: int
    listed: int  # further listed groups, for the directory
    meetings: int


LARGE = Size(groups=20, people=2_000, threads=5_000, posts=100_000, listed=380, meetings=1_200)
SMALL = Size(groups=20, people=200, threads=500, posts=10_000, listed=380, meetings=1_200)


def sentence(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(WORDS, k=words)).capitalize() + "."


def paragraphs(dice: random.Random) -> str:
    return "\n\n".join(sentence(dice, dice.randint(18, 40)) for _ in range(dice.randint(1, 3)))


def insert(model, rows) -> None:
    model.objects.bulk_create(rows, batch_size=2_000)


@transaction.atomic
def build(size: Size, seed: int = 7) -> None:
    """Fill an empty, migrated database."""
    dice = random.Random(seed)
    now = clock.now()
    groups = [_group(dice, number, now) for number in range(size.groups + size.listed)]
    insert(Group, groups)
    versions = [
        AgreementVersion(group=group, number=1, points=[{"point": sentence(dice, 6), "why": sentence(dice, 9)}] * 6)
        for group in groups
    ]
    insert(AgreementVersion, versions)
    insert(GroupTag, [GroupTag(group=group, code=code) for group in groups for code in dice.sample(TAGS, 2)])
    insert(Meeting, [_meeting(dice, groups[number % len(groups)], now) for number in range(size.meetings)])
    people = _people(size.people, now)
    insert(Person, people)
    memberships = _memberships(dice, groups[: size.groups], people, now)
    insert(Membership, memberships)
    version_of = {version.group_id: version for version in versions}
    insert(
        AgreementAcceptance,
        [AgreementAcceptance(membership=one, version=version_of[one.group_id]) for one in memberships],
    )
    _conversations(dice, size, groups[: size.groups], memberships, now)
    _index()


def _group(dice, number, now) -> Group:
    return Group(
        name=f"{sentence(dice, 2)[:-1].title()} {number}",
        purpose=sentence(dice, 20),
        lead=dice.choice(["peer", "professional", "both"]),
        mode=dice.choice(["open", "ask"]),
        place=dice.choice(["online", "online", "in_person", "hybrid"]),
        town="",
        zone=dice.choice(["Europe/London", "Europe/Madrid", "America/Chicago"]),
        audience=[sentence(dice, 4)],
        answers={key: sentence(dice, 25) for key in ANSWER_KEYS},
        dye=number % 8 + 1,
        created_at=now - timedelta(days=400),
        confirmed_on=(now - timedelta(days=dice.randint(0, 50))).date(),
    )


def _meeting(dice, group, now) -> Meeting:
    meeting = Meeting(
        group=group,
        title="Weekly circle",
        rule=f"FREQ=WEEKLY;BYDAY={dice.choice(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])}",
        at=time(dice.randint(8, 21), dice.choice([0, 30])),
        zone=group.zone,
        minutes=75,
        place=group.place,
        way=dice.choice(["text", "voice", "video"]),
        begins_on=(now - timedelta(days=300)).date(),
    )
    meeting.next_starts_at = meeting.starts_after(now)[0]
    return meeting


def _people(count, now) -> list[Person]:
    unusable = make_password(None)
    return [
        Person(
            sign_in_name=f"made-{number}",
            display_name=f"Made {number}",
            password=unusable,
            adult_attested_at=now,
            seen_on=now.date(),
        )
        for number in range(count)
    ]


def _memberships(dice, groups, people, now) -> list[Membership]:
    made = []
    for number, person in enumerate(people):
        for group in dice.sample(groups, min(2, len(groups))):
            first = len(made) < 2 * len(groups)
            made.append(
                Membership(
                    group=group,
                    person=person,
                    name=f"{dice.choice(WORDS).title()} {number}",
                    pattern=number % 8 + 1,
                    dye=number % 7 + 1,
                    role="facilitator" if first else "member",
                    joined_at=now - timedelta(days=dice.randint(1, 300)),
                    seen_at=now - timedelta(hours=dice.randint(1, 200)),
                )
            )
    return made


def _conversations(dice, size, groups, memberships, now) -> None:
    members = {group.pk: [one for one in memberships if one.group_id == group.pk] for group in groups}
    per_thread = size.posts // size.threads
    threads, posts, responses, marks = [], [], [], []
    for number in range(size.threads):
        group = groups[number % len(groups)]
        authors = dice.choices(members[group.pk], k=per_thread)
        start = now - timedelta(minutes=30 * (size.threads - number) + 5)
        last = start + timedelta(minutes=per_thread)
        thread = Thread(
            id=new_id(),
            group=group,
            author=authors[0],
            title=sentence(dice, 5)[:-1],
            intent=dice.choice(INTENTS),
            notes=dice.sample(["grief", "work", "hospital"], dice.randint(0, 1)),
            created_at=start,
            last_post_at=last,
            last_seq=per_thread,
            reply_count=per_thread - 1,
            reply_due_at=start + timedelta(hours=4),
            first_reply_at=start + timedelta(minutes=1),
        )
        threads.append(thread)
        for seq, author in enumerate(authors, 1):
            body = paragraphs(dice)
            if seq == 1:
                thread.glimpse = body[:200]
            post = Post(
                thread=thread,
                group=group,
                author=author,
                seq=seq,
                is_opening=seq == 1,
                body=body,
                html="".join(f"<p>{part}</p>\n" for part in body.split("\n\n")),
                created_at=start + timedelta(minutes=seq - 1),
            )
            posts.append(post)
            for one in dice.sample(members[group.pk], dice.choice([0, 1, 1, 2])):
                responses.append(Response(post=post, by=one, kind=dice.choice(KINDS)))
        marks += [ReadMark(membership=one, thread=thread, seq=per_thread) for one in set(authors[:4])]
    insert(Thread, threads)
    insert(Post, posts)
    insert(Response, responses)
    insert(ReadMark, marks)


def _index() -> None:
    """Fill the search index at one go; publishing does it post by post."""
    insert(
        SearchLine, [SearchLine(post_id=pk) for pk in Post.objects.order_by("created_at").values_list("pk", flat=True)]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_words(rowid, room, words) SELECT s.id, 'g' || p.group_id, p.body "
            "FROM conversations_searchline s JOIN conversations_post p ON p.id = s.post_id"
        )
