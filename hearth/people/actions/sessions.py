"""Signing devices out."""

from datetime import datetime
from importlib import import_module

from django.conf import settings

from hearth.base import clock, live
from hearth.base.events import announce
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.people.events import SessionEnded
from hearth.people.models import Person, Session
from hearth.people.permissions import Can


@deed
def end(*, session: Session, by: Person) -> None:
    """Sign one device out at once; its open pages stop listening within a second."""
    require(by, Can.CHANGE_ACCOUNT, session.person)
    session.delete()
    live.close_streams(by.pk)
    announce(SessionEnded(person_id=by.pk))


@deed
def end_others(*, person: Person, keep: str, by: Person) -> int:
    """End every session but the one whose stored (hashed) key is `keep`; return how many ended."""
    require(by, Can.CHANGE_ACCOUNT, person)
    ended, _rows = Session.objects.filter(person=person).exclude(session_key=keep).delete()
    live.close_streams(person.pk)
    if ended:
        announce(SessionEnded(person_id=person.pk))
    return ended


@deed
def take_leave(*, person: Person, by: Person) -> None:
    """Someone signed out here: their open pages on this device must fall silent too."""
    require(by, Can.CHANGE_ACCOUNT, person)
    live.close_streams(person.pk)
    announce(SessionEnded(person_id=person.pk))


@deed
def note_role(*, person: Person, role: bool, by) -> None:
    """Keep devices of someone who looks after others signed in for hours only; those of others for weeks again."""
    require(by, Can.NOTE_ROLE)
    for session in Session.objects.open_at(clock.now()).filter(person=person):
        # The store reads and writes its own rows; it stands above the actions, so it is asked for by its setting.
        if import_module(settings.SESSION_ENGINE).note_role(session, role):
            session.save(update_fields=["session_data", "since_on", "expire_date"])


@deed
def sweep(*, now: datetime, by) -> int:
    """Delete sessions that are over; return how many."""
    require(by, Can.SWEEP)
    swept, _rows = Session.objects.over_at(now).delete()
    return swept
