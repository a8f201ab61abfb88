"""Finding words again, in the groups one belongs to. Two databases, one question, and the only file that knows how
each keeps its index. What is written here is decided in `actions/search.py`.

The index answers with numbers only. Which of them a person may see is decided by `visible_to` on the posts
themselves, so a hit is never more than the page behind it.
"""

import re
import unicodedata

from django.db import connection

# As far back as a page is looked for: common words then cost no more than rare ones.
NEWEST = 100
PAGE = 20
_WORD = re.compile(r"\w+")
MOST_WORDS = 8


def words_of(asked: str) -> list[str]:
    """The words somebody looks for, without anything a search engine would take for a command."""
    return [word.lower() for word in _WORD.findall(asked)][:MOST_WORDS]


def _bare(text: str) -> str:
    """Without accents, which are typed by some and left out by others. SQLite's index does this by itself."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def matching(asked: str, group_ids: list[int], *, enough: int = PAGE) -> list[int]:
    """Ids of posts in these groups that hold all the words, the latest first.

    Whole words are looked for first; only when fewer than `enough` hold them, the last word may be unfinished.
    """
    words = words_of(asked)
    if not words or not group_ids:
        return []
    find = _in_postgresql if connection.vendor == "postgresql" else _in_sqlite
    with connection.cursor() as cursor:
        found = find(cursor, words, group_ids, unfinished=False)
        if len(found) < enough:
            found = list(dict.fromkeys(found + find(cursor, words, group_ids, unfinished=True)))
    return found


def _in_sqlite(cursor, words: list[str], group_ids: list[int], *, unfinished: bool) -> list[int]:
    rooms = " OR ".join(f"g{int(group)}" for group in group_ids)
    # An initial token ("+") would make these phrases; quoted words are never read as operators.
    terms = " AND ".join(f'"{word}"' for word in words) + (" *" if unfinished else "")
    # Ranking would count every match of the house, not of these groups; in order of time the index stops early.
    cursor.execute(
        "SELECT l.post_id FROM (SELECT rowid AS line FROM conversations_words"
        " WHERE conversations_words MATCH %s ORDER BY rowid DESC LIMIT %s) AS f"
        " JOIN conversations_searchline l ON l.id = f.line ORDER BY f.line DESC",
        [f"room : ({rooms}) AND words : ({terms})", NEWEST],
    )
    return [post for (post,) in cursor.fetchall()]


def _in_postgresql(cursor, words: list[str], group_ids: list[int], *, unfinished: bool) -> list[int]:
    query = " & ".join(f"'{_bare(word)}'" for word in words) + (":*" if unfinished else "")
    cursor.execute(
        "SELECT l.post_id FROM conversations_searchline l JOIN conversations_post p ON p.id = l.post_id"
        " WHERE l.document @@ to_tsquery('english', %s) AND p.group_id = ANY(%s) ORDER BY l.id DESC LIMIT %s",
        [query, list(group_ids), NEWEST],
    )
    return [post for (post,) in cursor.fetchall()]


def write(line: int, group_id: int, words: str) -> None:
    """Put the words of a search line into the index, in the transaction at hand."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE conversations_searchline SET document = to_tsvector('english', %s) WHERE id = %s",
                [_bare(words), line],
            )
        else:
            cursor.execute(
                "INSERT INTO conversations_words(rowid, room, words) VALUES (%s, %s, %s)",
                [line, f"g{group_id}", words],
            )


def unwrite(line: int) -> None:
    """Take the words of a search line out of the index. In PostgreSQL they stand in the line and go with it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM conversations_words WHERE rowid = %s", [line])


def tidy() -> None:
    """Let the index forget for good: SQLite's keeps the words of deleted rows in older parts until those are merged."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM conversations_words WHERE rowid NOT IN (SELECT id FROM conversations_searchline)"
            )
            cursor.execute("INSERT INTO conversations_words(conversations_words) VALUES ('optimize')")
