"""What a person may take along and what goes with them."""

from hearth.safety.actions import concerns, desk, reports
from hearth.safety.models import Concern, Report
from hearth.safety.privacy import erase_concerns, erase_reports, export_concerns, export_reports


def test_an_export_holds_ones_own_words_and_never_who_was_worried_about_one(cast, post, reply, now):
    concerns.raise_about(about=post, words="Noor worries.", level="today", by=cast.noor, now=now)
    concerns.ask_for_oneself(group=cast.circle, words="Maya asks.", by=cast.maya, now=now)
    concerns.ask_for_oneself(group=None, words="Maya asks the house.", by=cast.maya, now=now)
    reports.make(post=reply, point="", words="Maya reports.", by=cast.maya, now=now)
    mine = [row["words"] for row in (*export_concerns(cast.maya), *export_reports(cast.maya))]
    assert sorted(mine) == ["Maya asks the house.", "Maya asks.", "Maya reports."]
    assert [row["words"] for row in export_concerns(cast.noor)] == ["Noor worries."]
    assert list(export_reports(cast.noor)) == []


def test_an_open_worry_about_another_outlives_the_one_who_told_it_without_their_name(cast, post, now):
    concerns.raise_about(about=post, words="Look after her.", level="today", by=cast.noor, now=now)
    erase_concerns(cast.noor)
    concern = Concern.objects.get()
    assert (concern.raised_by, concern.person, concern.words) == (None, None, "Look after her.")


def test_what_one_asked_for_oneself_and_what_is_answered_goes(cast, post, now):
    answered = concerns.raise_about(about=post, words="x", level="today", by=cast.noor, now=now)
    desk.claim(item=answered, by=cast.ruth, now=now)
    desk.answer(item=answered, outcome="spoken", note="x", by=cast.ruth, now=now)
    concerns.ask_for_oneself(group=cast.circle, words="x", by=cast.noor, now=now)
    concerns.ask_for_oneself(group=None, words="x", by=cast.noor, now=now)
    erase_concerns(cast.noor)
    assert not Concern.objects.exists()


def test_what_was_said_about_one_goes_too(cast, post, reply, now):
    concerns.raise_about(about=post, words="x", level="today", by=cast.noor, now=now)
    reports.make(post=reply, point="", words="x", by=cast.maya, now=now)
    erase_concerns(cast.maya)
    erase_reports(cast.noor)
    assert not Concern.objects.exists()
    assert not Report.objects.exists()


def test_an_open_report_stays_without_a_name(cast, reply, now):
    reports.make(post=reply, point="", words="x", by=cast.maya, now=now)
    erase_reports(cast.maya)
    assert Report.objects.get().raised_by is None
