"""The reply clock, when it has run out."""

from datetime import datetime

from hearth.base.events import announce
from hearth.base.transactions import deed
from hearth.conversations.events import ReplyOverdue
from hearth.conversations.models import Thread
from hearth.conversations.permissions import Can
from hearth.groups.permissions import require

NEXT = {Thread.Chased.NOBODY: Thread.Chased.GREETERS, Thread.Chased.GREETERS: Thread.Chased.FACILITATORS}


@deed
def chase(*, now: datetime, by) -> int:
    """Say that conversations wait too long: to greeters when a reply is due, to facilitators at twice the time.

    Each stage is said once, however many workers ask. After a long standstill both may be due at once; then the
    greeters are told now and the facilitators a round later. Returns how many were told about.
    """
    require(by, Can.CHASE)
    told = 0
    for thread in Thread.objects.to_chase(now).select_for_update(skip_locked=True):
        thread.chased = NEXT[Thread.Chased(thread.chased)]
        thread.save(update_fields=["chased"])
        announce(ReplyOverdue(thread_id=thread.pk, group_id=thread.group_id, stage=thread.chased.value))
        told += 1
    return told
