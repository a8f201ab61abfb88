"""Saying that something breaks what the group agreed."""

from datetime import timedelta

import pytest

from hearth.base.permissions import Denied
from hearth.safety.actions import reports
from hearth.safety.models import Report


def test_a_report_is_to_be_decided_within_a_day(cast, reply, now):
    report = reports.make(post=reply, point="We ask before we advise.", words="", by=cast.maya, now=now)
    assert report.due_at == now + timedelta(hours=24)
    assert report.about == cast.in_circle["noor"]
    assert report.raised_by == cast.in_circle["maya"]
    assert report.point == "We ask before we advise."


def test_said_twice_it_stays_one_report(cast, reply, now):
    reports.make(post=reply, point="One.", words="First.", by=cast.maya, now=now)
    reports.make(post=reply, point="Two.", words="Second.", by=cast.maya, now=now)
    report = Report.objects.get()
    assert (report.point, report.words) == ("Two.", "First.\n\nSecond.")


@pytest.mark.parametrize("name", ["omar", "sam", "tess", "noor"])
def test_strangers_cannot_report_and_nobody_reports_themselves(cast, reply, now, name):
    with pytest.raises(Denied):
        reports.make(post=reply, point="", words="", by=getattr(cast, name), now=now)
