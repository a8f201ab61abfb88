from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearth.base.privacy import Data, Promise
from hearth.safety.models import Concern, Report

# As long as `actions.desk.expire` keeps what has been answered.
KEPT = timedelta(days=180)


def export_concerns(person):
    """What the person raised, and how it was answered. Never what others raised about them: it would name those."""
    for concern in Concern.objects.raised_by_person(person).order_by("created_at"):
        yield {
            "raised_at": concern.created_at,
            "for_myself": concern.source == Concern.Source.SELF,
            "how_soon": concern.level,
            "words": concern.words,
            "answered_at": concern.answered_at,
            "answer": concern.note,
        }


def export_reports(person):
    for report in Report.objects.raised_by_person(person).order_by("created_at"):
        yield {
            "made_at": report.created_at,
            "agreed": report.point,
            "words": report.words,
            "answered_at": report.answered_at,
            "answer": report.note,
        }


def erase_concerns(person):
    """What the person asked for themselves goes at once; a worry about another stays open for the other's sake,
    without the name.
    """
    raised = Concern.objects.filter(Q(raised_by__person=person.pk) | Q(person=person.pk))
    raised.filter(source=Concern.Source.SELF).delete()
    raised.answered().delete()
    raised.update(raised_by=None, person=None)
    Concern.objects.filter(about__person=person.pk).delete()


def erase_reports(person):
    """What was decided goes; what nobody has decided yet stays open, without the name of the one who reported it."""
    Report.objects.raised_by_person(person).answered().delete()
    Report.objects.filter(about__person=person.pk).delete()
    Report.objects.filter(raised_by__person=person.pk).update(raised_by=None)


ON_THE_DESK = {
    "id": Data.PLUMBING,
    "group": Data.CARE,
    "thread": Data.CARE,
    "post": Data.CARE,
    "about": Data.CARE,
    "raised_by": Data.CARE,
    "words": Data.WORDS,
    "created_at": Data.CARE,
    "due_at": Data.PLUMBING,
    "overdue_told_at": Data.PLUMBING,
    "claimed_by": Data.TRACE,
    "claimed_at": Data.TRACE,
    "answered_by": Data.TRACE,
    "answered_at": Data.CARE,
    "note": Data.WORDS,
    "outcome": Data.CARE,
}

promises = [
    Promise(
        Concern,
        fields={**ON_THE_DESK, "source": Data.CARE, "level": Data.CARE, "person": Data.CARE},
        title=_("When you were worried about someone, or asked for someone"),
        export=export_concerns,
        erase=erase_concerns,
        retention=KEPT,
        why_kept=_(
            "A worry about somebody else that nobody has answered yet stays until it is, without your name. What has "
            "been answered is forgotten after half a year."
        ),
        # Before groups and conversations, through whose rows we know whose these are.
        order=10,
    ),
    Promise(
        Report,
        fields={**ON_THE_DESK, "point": Data.CARE},
        title=_("What you reported"),
        export=export_reports,
        erase=erase_reports,
        retention=KEPT,
        why_kept=_(
            "A report that nobody has decided yet stays until it is, without your name. What has been decided is "
            "forgotten after half a year."
        ),
        order=10,
    ),
]
