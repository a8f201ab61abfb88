"""The page of a conversation, and beginning one."""

from django.urls import reverse

from tests.cast import a_reply, a_thread


def test_members_read_it_and_a_stranger_finds_nothing(signed_in, cast):
    thread = a_thread(cast.in_circle["maya"])
    a_reply(thread, cast.in_circle["noor"], body="I know that hour.")
    address = reverse("conversations:threads.show", args=[thread.pk])
    shown = signed_in(cast.ruth).get(address)
    assert shown.status_code == 200
    html = shown.content.decode()
    assert "Nights are long" in html
    assert "I wake at three." in html
    assert "I know that hour." in html
    assert "Paper Boat" in html
    assert "Slow Kettle" in html
    assert signed_in(cast.omar).get(address).status_code == 404
