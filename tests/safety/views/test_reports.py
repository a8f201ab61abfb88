"""“This breaks our agreement”, as people meet it."""

import pytest

from hearth.base.ids import key
from hearth.safety.actions import desk, reports
from hearth.safety.models import Report


def text_of(response) -> str:
    return response.content.decode()


def test_the_points_are_those_the_group_agreed_on(signed_in, cast, reply):
    page = text_of(signed_in(cast.maya).get(f"/report/new/?post={key(reply.pk)}"))
    assert "We ask before we advise." in page
    assert "Pull yourself together." in page


@pytest.mark.parametrize("name", ["omar", "sam", "tess"])
def test_a_stranger_finds_nothing_to_report(signed_in, cast, reply, name):
    client = signed_in(getattr(cast, name))
    assert client.get(f"/report/new/?post={key(reply.pk)}").status_code == 404
    assert client.post("/report/", {"post": key(reply.pk), "point": "1"}).status_code == 404
    assert client.get("/report/new/").status_code == 404
    assert not Report.objects.exists()


def test_a_report_is_thanked_for_and_keeps_the_point_as_it_read(signed_in, cast, reply):
    client = signed_in(cast.maya)
    response = client.post("/report/", {"post": key(reply.pk), "point": "2", "words": "It stung."}, follow=True)
    report = Report.objects.get()
    assert response.redirect_chain == [(f"/report/{key(report.pk)}/", 303)]
    assert "Thank you for telling us" in text_of(response)
    assert (report.point, report.words) == ("We ask before we advise.", "It stung.")


def test_something_else_needs_no_point(signed_in, cast, reply):
    signed_in(cast.maya).post("/report/", {"post": key(reply.pk), "point": "other"})
    assert Report.objects.get().point == ""


def test_nothing_chosen_keeps_what_was_typed(signed_in, cast, reply):
    response = signed_in(cast.maya).post("/report/", {"post": key(reply.pk), "words": "It stung a little."})
    assert response.status_code == 422
    assert "It stung a little." in text_of(response)


def test_nobody_reports_their_own_words(signed_in, cast, reply):
    assert signed_in(cast.noor).get(f"/report/new/?post={key(reply.pk)}").status_code == 403


@pytest.mark.parametrize("name", ["noor", "omar", "ruth", "sam"])
def test_only_the_one_who_reported_sees_their_report(signed_in, cast, reply, now, name):
    report = reports.make(post=reply, point="", words="", by=cast.maya, now=now)
    assert signed_in(getattr(cast, name)).get(f"/report/{key(report.pk)}/").status_code == 404


def test_the_decision_arrives_where_the_report_was_made(signed_in, cast, reply, now):
    report = reports.make(post=reply, point="", words="", by=cast.maya, now=now)
    desk.claim(item=report, by=cast.ruth, now=now)
    desk.answer(item=report, outcome="spoken", note="I have spoken with them.", by=cast.ruth, now=now)
    page = text_of(signed_in(cast.maya).get(f"/report/{key(report.pk)}/"))
    assert "I have spoken with them." in page
    assert "Spoken with the one who wrote it" in page
