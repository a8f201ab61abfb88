"""Saying that something breaks what the group agreed."""

from datetime import datetime, timedelta

from hearth.base.events import announce
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.conversations.models import Post
from hearth.groups.permissions import membership_of
from hearth.people.models import Person
from hearth.safety.events import ReportMade
from hearth.safety.live import poke_desk
from hearth.safety.models import Report
from hearth.safety.permissions import Can

ANSWERED_WITHIN = timedelta(hours=24)
LONGEST = 6000


@deed
def make(*, post: Post, point: str, words: str, by: Person, now: datetime) -> Report:
    """Bring a post before those who look after the group. Its writer is never shown that, nor by whom.

    Said twice by the same member about the same post, it stays one report with both reasons.
    """
    require(by, Can.MAKE_REPORT, post)
    raised_by = membership_of(by, post.group)
    report = Report.objects.waiting().filter(post=post, raised_by=raised_by).select_for_update().first()
    if report is not None:
        if words and words not in report.words:
            report.words = f"{report.words}\n\n{words}".strip()[-LONGEST:]
        report.point = point or report.point
        report.save(update_fields=["words", "point"])
        poke_desk(report)
        return report
    report = Report.objects.create(
        group=post.group,
        thread=post.thread,
        post=post,
        about=post.author,
        raised_by=raised_by,
        point=point,
        words=words,
        created_at=now,
        due_at=now + ANSWERED_WITHIN,
    )
    poke_desk(report)
    announce(ReportMade(report_id=report.pk))
    return report
