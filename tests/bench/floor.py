"""What the numbers stand beside: the same bytes from memory by the same server, and the same rows by raw SQL.

Run as a server with HEARTH_BENCH_BYTES naming a file: every address answers with its bytes.
"""

import os
import sqlite3
from pathlib import Path

from jinja2 import Environment

# About the bytes of our own page, so that the two are compared for what is done and not for what is sent.
PAGE = """<!doctype html><html lang="en"><head><title>Conversation</title></head><body><header class="top">
{% for place in places %}<a class="btn quiet" href="/{{ place }}/"><svg class="i" width="20" height="20" aria-hidden="true"><use
 href="/static/i.svg#i-{{ place }}"/></svg><span>{{ place }}</span></a>{% endfor %}</header><main>
<h1>{{ thread.title }}</h1>
{% for post in posts %}<article class="reply stack" id="p{{ post.id }}"><div class="row top-line"><div class="who">
<svg class="patch h{{ post.dye }}" width="44" height="44" aria-hidden="true"><use href="/static/i.svg#p-{{ post.pattern }}"/></svg>
<div><b>{{ post.name }}</b><span class="meta">{{ post.created_at }}</span></div></div>
<div class="menu" id="menu-{{ post.id }}" popover>{% for deed in deeds %}<a class="btn bare" href="/posts/{{ post.id }}/{{ deed }}/">
<svg class="i" width="20" height="20" aria-hidden="true"><use href="/static/i.svg#i-{{ deed }}"/></svg>{{ deed }} this post by {{ post.name }}
</a>{% endfor %}</div></div>
<div class="post read">{{ post.html | safe }}</div>
<div class="support" role="group">{% for kind in kinds %}<form method="post" action="/posts/{{ post.id }}/responses/">
<input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}"><button class="btn quiet light" name="kind"
 value="{{ kind }}" aria-pressed="{{ 'true' if kind in post.mine else 'false' }}">{{ kind }}</button></form>{% endfor %}</div>
<p class="meta">{{ post.names | join(", ") }}</p></article>{% endfor %}
<form method="post" action="/threads/{{ thread.id }}/posts/"><textarea name="body" rows="6"></textarea>
{% for note in notes %}<label><input type="checkbox" name="notes" value="{{ note }}"><span>It touches on {{ note }}</span></label>
{% endfor %}<button>Post</button></form></main></body></html>"""
KINDS = ["hear_you", "me_too", "strength", "thank_you"]
PLACES = ["today", "groups", "notices", "you", "help", "exit", "crisis", "safety", "privacy", "language"]
DEEDS = ["change", "withdraw", "keep", "quote", "thank", "mute", "worry", "report"]
NOTES = [f"subject-{number}" for number in range(40)]


def application(environ, start_response):
    """WSGI: the same bytes for everyone, from memory."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BYTES)))])
    return [BYTES]


class RawThread:
    """A thread page by six raw queries and one compiled template: no framework, no rule beyond one membership look-up."""

    def __init__(self, path: Path):
        self.line = sqlite3.connect(path)
        self.line.row_factory = sqlite3.Row
        self.page = Environment(autoescape=True).from_string(PAGE)

    def read(self, session_key: str, thread_id: int) -> str:
        ask = self.line.execute
        person = ask(
            "SELECT p.* FROM people_session s JOIN people_person p ON p.id = s.person_id WHERE s.session_key = ?",
            [session_key],
        ).fetchone()
        thread = ask("SELECT * FROM conversations_thread WHERE id = ?", [thread_id]).fetchone()
        mine = ask(
            "SELECT * FROM groups_membership WHERE group_id = ? AND person_id = ? AND ended_at IS NULL",
            [thread["group_id"], person["id"]],
        ).fetchone()
        posts = [
            dict(row)
            for row in ask(
                "SELECT p.id, p.html, p.created_at, m.name, m.pattern, m.dye FROM conversations_post p "
                "JOIN groups_membership m ON m.id = p.author_id WHERE p.thread_id = ? ORDER BY p.seq LIMIT 20",
                [thread_id],
            )
        ]
        marks = ",".join("?" * len(posts))
        said = ask(
            "SELECT r.post_id, r.kind, r.by_id, m.name FROM conversations_response r "
            f"JOIN groups_membership m ON m.id = r.by_id WHERE r.post_id IN ({marks})",
            [post["id"] for post in posts],
        ).fetchall()
        ask("SELECT seq FROM conversations_readmark WHERE membership_id = ? AND thread_id = ?", [mine["id"], thread_id])
        for post in posts:
            post["names"] = [row["name"] for row in said if row["post_id"] == post["id"]]
            post["mine"] = {row["kind"] for row in said if row["post_id"] == post["id"] and row["by_id"] == mine["id"]}
        return self.page.render(
            thread=dict(thread), posts=posts, kinds=KINDS, places=PLACES, deeds=DEEDS, notes=NOTES, token="t" * 64
        )


BYTES = Path(os.environ["HEARTH_BENCH_BYTES"]).read_bytes() if "HEARTH_BENCH_BYTES" in os.environ else b""
