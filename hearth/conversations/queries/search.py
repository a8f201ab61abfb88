"""Finding words again, in the groups one belongs to. Two databases, one question, and the only file that knows how
each keeps its index. What is written here is decided in `actions/search.py`.

The index answers with numbers only. Which of them a person may see is decided by `visible_to` on the posts
themselves, so a hit is never more than the page behind it.
"""

import re
import unicodedata

from django.db import connection

# Only the newest matches are ranked: common words then cost no more than rare ones.
NEWEST = 500
_WORD = re.compile(r"\w+")
MOST_WORDS = 8


def words_of(asked: str) -> list[str]:
    """The words somebody looks for, without anything a search engine would take for a command."""
    return [word.lower() for word in _WORD.findall(asked)][:MOST_WORDS]


def _bare(text: str) -> str:
    """Without accents, which are typed by some and left out by others. SQLite's index does this by itself."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def matching(asked: str, group_ids: list[int]) -> list[int]:
    """Ids of posts in these groups that hold all the words (the last may be unfinished), the best first."""
    words = words_of(asked)
    if not words or not group_ids:
        return []
    find = _in_postgresql if connection.vendor == "postgresql" else _in_sqlite
    with connection.cursor() as cursor:
        return find(cursor, words, group_ids)


def _in_sqlite(cursor, words: list[str], group_ids: list[int]) -> list[int]:
    rooms = " OR ".join(f"g{int(group)}" for group in group_ids)
    # An initial token ("+") would make these phrases; quoted words are never read as operators.
    terms = " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}" *'])
    cursor.execute(
        "SELECT l.post_id FROM (SELECT rowid AS line, bm25(conversations_words, 0.0, 1.0) AS score"
        " FROM conversations_words WHERE conversations_words MATCH %s ORDER BY rowid DESC LIMIT %s) AS f"
        " JOIN conversations_searchline l ON l.id = f.line ORDER BY f.score, f.line DESC",
        [f"room : ({rooms}) AND words : ({terms})", NEWEST],
    )
    return [post for (post,) in cursor.fetchall()]


def _in_postgresql(cursor, words: list[str], group_ids: list[int]) -> list[int]:
    words = [_bare(word) for word in words]
    query = " & ".join([*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}':*"])
    cursor.execute(
        "SELECT f.post_id FROM (SELECT l.post_id, l.id, l.document FROM conversations_searchline l"
        " JOIN conversations_post p ON p.id = l.post_id"
        " WHERE l.document @@ to_tsquery('english', %s) AND p.group_id = ANY(%s)"
        " ORDER BY l.id DESC LIMIT %s) AS f"
        " ORDER BY ts_rank(f.document, to_tsquery('english', %s)) DESC, f.id DESC",
        [query, list(group_ids), NEWEST, query],
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
