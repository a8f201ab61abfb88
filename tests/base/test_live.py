"""Whispers over real sockets: who hears what, and who no longer does within a second (INV-07)."""

import asyncio
import os
import re
import subprocess
import sys
import threading
import time
from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from websockets.exceptions import InvalidStatus

from hearth.base import bus, live
from hearth.base.ids import key
from hearth.people.models import Session
from tests.cast import a_person, signed_in
from tests.online import Listener, answering

pytestmark = pytest.mark.django_db(transaction=True)

LAMP, OTHER = 71, 72


def lamp(id: int) -> str:
    return f"lamp:{key(id)}"


@pytest.fixture
def house(settings, lamps):
    """The house of this test, answering; the worker and the clock rest."""
    from config.asgi import House

    settings.WORKER = "off"
    with answering(House()) as address:
        yield address


@pytest.fixture
def maya():
    return a_person("maya")


@pytest.fixture
def omar():
    return a_person("omar")


def cookie_of(person) -> str:
    client = signed_in(Client(), person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.fixture
def listen(house):
    """Open a live socket as a person: `listen(maya, "lamp:1")`; closed at the end of the test."""
    opened = []

    def open_one(person, names=lamp(LAMP), *, cookie=None, **more):
        given = cookie if cookie is not None else cookie_of(person) if person else ""
        opened.append(Listener(house, names, cookie=given, **more))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def mayas(listen, maya, lamps):
    """Maya, listening to a lamp she may hear."""
    lamps.add((maya.pk, LAMP))
    return listen(maya).is_greeted()


def poke(id: int = LAMP) -> None:
    with transaction.atomic():
        live.poke("lamp", id)


def hears(ear, id: int = LAMP) -> None:
    poke(id)
    assert ear.hears() == lamp(id)


# ── what is heard ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_name_is_heard_when_the_deed_commits_and_not_before(mayas):
    with transaction.atomic():
        live.poke("lamp", LAMP)
        assert mayas.hears_nothing(0.2)
    assert mayas.hears() == lamp(LAMP)


def test_a_deed_that_fails_is_not_heard(mayas):
    with pytest.raises(RuntimeError), transaction.atomic():
        live.poke("lamp", LAMP)
        raise RuntimeError
    assert mayas.hears_nothing()


def test_only_what_was_asked_for_is_heard(mayas, lamps, maya):
    lamps.add((maya.pk, OTHER))
    poke(OTHER)
    assert mayas.hears_nothing()


def test_nothing_but_names_travels(mayas, lamps):
    poke()
    assert re.fullmatch(r"[a-z_]+:[0-9a-z]{1,13}", mayas.hears())


def test_several_names_are_heard_on_one_socket(listen, maya, lamps):
    lamps |= {(maya.pk, LAMP), (maya.pk, OTHER)}
    ear = listen(maya, f"{lamp(LAMP)} {lamp(OTHER)}").is_greeted()
    hears(ear, LAMP)
    hears(ear, OTHER)


def test_a_burst_is_not_missed_and_not_repeated_two_thousand_times(listen, maya, lamps):
    """What waits for a slow reader is a set of names: it converges, however much happens meanwhile."""
    lamps |= {(maya.pk, LAMP), (maya.pk, OTHER)}
    ears = [listen(maya, f"{lamp(LAMP)} {lamp(OTHER)}").is_greeted() for _tab in range(5)]
    for _time in range(400):
        with transaction.atomic():
            for _again in range(5):
                live.poke("lamp", LAMP)
    poke(OTHER)
    for ear in ears:
        frames = [ear.hears()]
        while frames[-1] != lamp(OTHER):
            frames.append(ear.hears())
        assert set(frames[:-1]) <= {lamp(LAMP)}
        assert lamp(LAMP) in frames


def test_a_kind_nobody_declared_cannot_be_poked():
    with transaction.atomic(), pytest.raises(LookupError):
        live.poke("chandelier", LAMP)


def test_a_kind_has_one_rule_and_a_name_that_fits_an_address(lamps):
    rule = live._may_listen["lamp"]
    live.declare("lamp", rule)
    with pytest.raises(ValueError, match="Two rules"):
        live.declare("lamp", lambda person, id: True)
    with pytest.raises(ValueError, match="cannot name"):
        live.declare("lamp and more", rule)


# ── who may not hear ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_stranger_hears_nothing(listen, mayas, omar):
    refused = listen(omar)
    assert refused.closed_with() == live.NOT_HERE
    # Somebody does hear it, or this would prove nothing.
    poke()
    assert mayas.hears() == lamp(LAMP)


def test_a_stranger_among_others_hears_only_what_is_theirs(listen, mayas, omar, lamps):
    lamps.add((omar.pk, OTHER))
    ear = listen(omar, f"{lamp(LAMP)} {lamp(OTHER)}").is_greeted()
    hears(ear, OTHER)
    poke(LAMP)
    assert mayas.hears() == lamp(LAMP)
    assert ear.hears_nothing()


@pytest.mark.parametrize(
    "names",
    ["", "lamp:", "lamp:0", "lamp:1Z", "lamp:01", "lamp:zzzzzzzzzzzzzz", "chandelier:1z", "lamp", "*", ":1z"],
)
def test_what_names_nothing_is_refused(listen, maya, lamps, names):
    lamps.add((maya.pk, LAMP))
    assert listen(maya, names).closed_with() == live.NOT_HERE


def test_what_may_not_be_heard_and_what_does_not_exist_look_alike(listen, maya, omar, lamps):
    lamps.add((maya.pk, LAMP))
    assert listen(omar, lamp(LAMP)).closed_with() == listen(omar, lamp(999)).closed_with() == live.NOT_HERE


def test_names_beyond_the_twentieth_are_not_heard(listen, maya, lamps):
    lamps |= {(maya.pk, number) for number in range(1, 31)}
    ear = listen(maya, " ".join(lamp(number) for number in range(1, 31))).is_greeted()
    hears(ear, 20)
    poke(21)
    assert ear.hears_nothing()


def test_nobody_signed_in_hears_nothing(listen, maya, lamps):
    lamps.add((maya.pk, LAMP))
    assert listen(None).closed_with() == live.ENDED
    assert listen(None, cookie=f"{settings.SESSION_COOKIE_NAME}=made-up").closed_with() == live.ENDED
    assert listen(None, cookie='hearth="; broken').closed_with() == live.ENDED


def test_a_session_that_ended_hears_nothing(listen, maya, lamps):
    lamps.add((maya.pk, LAMP))
    cookie = cookie_of(maya)
    Session.objects.all().delete()
    assert listen(maya, cookie=cookie).closed_with() == live.ENDED


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "http://localhost", "null", None, "http://localhost.elsewhere.example:80"]
)
def test_another_site_cannot_listen_in_somebodys_name(listen, maya, lamps, origin):
    lamps.add((maya.pk, LAMP))
    with pytest.raises(InvalidStatus) as refused:
        listen(maya, origin=origin)
    assert refused.value.response.status_code == HTTPStatus.FORBIDDEN


def test_a_host_that_is_not_this_house_is_refused(listen, maya, lamps):
    lamps.add((maya.pk, LAMP))
    with pytest.raises(InvalidStatus):
        listen(maya, host="elsewhere.example", origin="http://elsewhere.example")


def test_there_is_one_address_to_listen_at(house):
    from websockets.sync.client import connect

    with pytest.raises(InvalidStatus):
        connect(f"ws://{house.host}/else/", origin=house.url, legacy=True)


def test_a_socket_only_listens(mayas):
    mayas.socket.send("lamp:2")
    assert mayas.closed_with() == live.ONLY_LISTEN


def test_more_pages_than_anyone_reads_get_no_socket(listen, maya, lamps, monkeypatch):
    monkeypatch.setattr(live, "MOST_SOCKETS", 3)
    lamps.add((maya.pk, LAMP))
    cookie = cookie_of(maya)
    ears = [listen(maya, cookie=cookie).is_greeted() for _tab in range(3)]
    assert listen(maya, cookie=cookie).closed_with() == live.TOO_MANY
    ears[0].close()
    time.sleep(0.2)
    hears(listen(maya, cookie=cookie).is_greeted())


# ── rights that end ───────────────────────────────────────────────────────────────────────────────────────────


def test_when_a_right_ends_all_sockets_of_that_person_close_within_a_second(listen, mayas, maya, omar, lamps):
    lamps.add((omar.pk, LAMP))
    second, other = listen(maya).is_greeted(), listen(omar).is_greeted()
    hears(other)
    assert mayas.hears() == second.hears() == lamp(LAMP)
    began = time.monotonic()
    with transaction.atomic():
        live.close_streams(maya.pk)
    assert [mayas.closed_with(1), second.closed_with(1)] == [live.ENDED, live.ENDED]
    assert time.monotonic() - began < 1.0
    hears(other)


def test_nothing_is_heard_after_the_ending(mayas, maya):
    with transaction.atomic():
        live.close_streams(maya.pk)
        live.poke("lamp", LAMP)
    frames = []
    with pytest.raises(Exception, match="4401"):
        while True:
            frames.append(mayas.hears(1))
    assert frames == []


def test_an_ending_that_was_rolled_back_closes_nothing(mayas, maya):
    with pytest.raises(RuntimeError), transaction.atomic():
        live.close_streams(maya.pk)
        raise RuntimeError
    hears(mayas)


def test_a_right_that_ends_while_it_is_being_asked_about_is_asked_again(listen, maya, lamps, monkeypatch):
    asked, go_on, answers = threading.Event(), threading.Event(), [True, False]

    def slow(person, id):
        answer = answers.pop(0)
        asked.set()
        go_on.wait(5)
        return answer

    monkeypatch.setitem(live._may_listen, "lamp", slow)
    ear = listen(maya)
    assert asked.wait(5)
    with transaction.atomic():
        live.close_streams(maya.pk)
    time.sleep(0.3)  # the ending is told to the hub before the first answer comes
    go_on.set()
    assert ear.closed_with() == live.NOT_HERE
    assert answers == []


@pytest.fixture
def often(monkeypatch):
    """Rights are asked several times a second instead of every minute."""
    monkeypatch.setattr(live, "CHECK", 0.4)


def test_a_session_that_ends_without_a_word_is_noticed(often, mayas):
    Session.objects.all().delete()
    assert mayas.closed_with(2) == live.ENDED


def test_a_right_that_ends_without_a_word_is_noticed(often, mayas, maya, lamps):
    lamps.discard((maya.pk, LAMP))
    assert mayas.closed_with(2) == live.NOT_HERE


def test_a_person_who_may_no_longer_sign_in_is_noticed(often, mayas, maya):
    maya.is_active = False
    maya.save()
    assert mayas.closed_with(2) == live.ENDED


def test_who_may_still_listen_goes_on_listening(often, mayas):
    time.sleep(1.0)
    hears(mayas)


def test_after_a_gap_everybody_comes_again(mayas):
    """An ending may have been among what was missed."""
    for ear in list(bus._after_a_gap):
        ear()
    assert mayas.closed_with(2) == live.COME_AGAIN


# ── lines that fail ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_quiet_line_is_kept_alive(listen, maya, lamps, monkeypatch):
    monkeypatch.setattr(live, "BEAT", 0.3)
    lamps.add((maya.pk, LAMP))
    ear = listen(maya).is_greeted()
    assert [ear.hears(3), ear.hears(3)] == ["", ""]


class FakeLine:
    """A browser's end for the hub itself, which stops taking frames when it is told to."""

    def __init__(self, cookie: str, names: str):
        self.scope = {
            "type": "websocket",
            "path": "/live/",
            "query_string": f"on={names}".encode(),
            "headers": [
                (b"host", b"localhost:8000"),
                (b"origin", b"http://localhost:8000"),
                (b"cookie", cookie.encode()),
            ],
        }
        self.sent: list[dict] = []
        self.stalled = False
        self._connected = False

    async def receive(self):
        if not self._connected:
            self._connected = True
            return {"type": "websocket.connect"}
        return await asyncio.Event().wait()

    async def send(self, message):
        if self.stalled and message["type"] == "websocket.send":
            await asyncio.Event().wait()
        self.sent.append(message)


def test_who_takes_nothing_is_let_go_and_holds_up_nobody(maya, omar, lamps, monkeypatch):
    monkeypatch.setattr(live, "PATIENCE", 0.3)
    lamps |= {(maya.pk, LAMP), (omar.pk, LAMP)}
    cookies = [cookie_of(maya), cookie_of(omar)]
    connection.close()

    async def evening():
        hub = live.Hub()
        hub.open()
        stalled, well = (FakeLine(cookie, lamp(LAMP)) for cookie in cookies)
        running = [asyncio.create_task(hub(line.scope, line.receive, line.send)) for line in (stalled, well)]
        while len(hub._by_name.get(lamp(LAMP), ())) < 2:
            await asyncio.sleep(0.01)
        stalled.stalled = True
        for _time in range(1000):
            hub._poke(lamp(LAMP))
        (ear,) = hub._by_person[maya.pk]
        most = len(ear.waiting)
        await asyncio.wait_for(running[0], 3)
        hub._poke(lamp(LAMP))
        await asyncio.sleep(0.05)
        running[1].cancel()
        await asyncio.gather(*running, return_exceptions=True)
        hub.close()
        return most, stalled.sent[-1], well.sent[-1], hub

    most, last, others, hub = asyncio.run(evening())
    assert most == 1
    assert last == {"type": "websocket.close", "code": live.TOO_SLOW}
    assert others == {"type": "websocket.send", "text": lamp(LAMP)}
    assert hub._by_name == hub._by_person == {}


def test_a_rule_that_fails_closes_that_socket_and_says_nothing_of_the_reason(listen, maya, monkeypatch, caplog):
    def broken(person, id):
        raise LookupError("the name of the lamp")

    monkeypatch.setitem(live._may_listen, "lamp", broken)
    assert listen(maya).closed_with() == live.FAILED
    assert "the name of the lamp" not in caplog.text
    assert "LookupError" in caplog.text


def test_a_socket_that_is_gone_is_forgotten(house, listen, maya, lamps):
    lamps.add((maya.pk, LAMP))
    ears = [listen(maya).is_greeted() for _tab in range(4)]
    for ear in ears:
        ear.close()
    # Were they still counted, the next ten would be too many.
    time.sleep(0.3)
    again = [listen(maya).is_greeted() for _tab in range(live.MOST_SOCKETS)]
    poke()
    assert [ear.hears() for ear in again] == [lamp(LAMP)] * live.MOST_SOCKETS


# ── several processes ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.postgres
def test_a_poke_and_an_ending_from_another_process_are_heard(mayas, maya):
    def elsewhere(deed: str) -> None:
        script = f"""
import django; django.setup()
from django.db import transaction
from hearth.base import live
live._may_listen["lamp"] = lambda person, id: True
with transaction.atomic():
    {deed}
"""
        known = connection.settings_dict
        url = f"postgres://{known['USER']}@/{known['NAME']}?host={known['HOST'] or known['OPTIONS'].get('host', '')}"
        given = os.environ.get("HEARTH_TEST_PG_URL")
        if given:
            url = given.rsplit("/", 1)[0] + f"/{known['NAME']}"
        env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        subprocess.run([sys.executable, "-c", script], env=env, check=True)

    elsewhere(f"live.poke('lamp', {LAMP})")
    assert mayas.hears() == lamp(LAMP)
    elsewhere(f"live.close_streams({maya.pk})")
    assert mayas.closed_with(1) == live.ENDED
