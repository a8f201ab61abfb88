from dataclasses import dataclass

import pytest

from hearth.base import clock, fragments
from hearth.conversations.actions import posts, threads
from hearth.conversations.models import Post, Thread
from hearth.groups.models import Block, Mute


@pytest.fixture(autouse=True)
def nothing_drawn_before():
    """Each test draws its posts anew."""
    fragments.forget_all()


@dataclass
class Table:
    """Where the cast sits and talks, through the same actions as the pages."""

    cast: object

    def begin(self, person, body="I wake at three and lie there.", **more) -> Thread:
        more = {"group": self.cast.circle, "intent": "listen", "title": "Nights are long", **more}
        return threads.begin(body=body, by=fresh(person), **more)

    def reply(self, thread, person, body="I know that hour.", **more) -> Post:
        return posts.publish(thread=fresh(thread), body=body, by=fresh(person), **more)

    def block(self, one, other):
        return Block.objects.create(blocker=one, blocked=other)

    def mute(self, one, other):
        return Mute.objects.create(muter=one, muted=other)

    def leave(self, membership):
        membership.ended_at = clock.now()
        membership.ended_how = "left"
        membership.save()


def fresh(row):
    """The row as a new request would read it, with nothing remembered."""
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def table(cast):
    return Table(cast)
