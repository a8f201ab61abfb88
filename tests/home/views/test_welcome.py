"""The front door: help first, real meetings, and straight on for those who live here."""

from datetime import time, timedelta

import pytest

from hearth.base import clock

pytestmark = pytest.mark.django_db


def test_help_stands_before_joining_and_needs_no_account(client, cast):
    text = client.get("/").content.decode()
    main = text[text.index("<main") :]
    assert main.index("See crisis lines") < main.index("Meeting this week")
    assert "a crisis service. A message here may wait hours" in main


def test_this_weeks_meetings_are_told_in_the_visitors_zone(client, cast, meet, now):
    meeting = meet(cast.circle, at=time(19, 30), zone="Europe/Lisbon")
    meet(cast.hidden)
    client.cookies["hearth-zone"] = "Asia/Kathmandu"
    text = client.get("/").content.decode()
    assert "Steadying Circle" in text
    assert "Quiet Room" not in text
    assert meeting.next_starts_at.isoformat(timespec="minutes") in text
    assert f"{(meeting.next_starts_at + timedelta(hours=5, minutes=45)):%H:%M}" in text


def test_a_meeting_in_a_fortnight_is_not_this_week(client, cast, meet, now):
    with clock.frozen(now.replace(day=1, month=3, year=2027)):
        meet(cast.circle, rule="FREQ=MONTHLY;BYMONTHDAY=20")
        assert "Steadying Circle" not in client.get("/").content.decode()


def test_who_is_signed_in_goes_to_today(signed_in, cast):
    for person in (cast.maya, cast.omar):
        response = signed_in(person).get("/")
        assert (response.status_code, response["Location"]) == (303, "/today/")
