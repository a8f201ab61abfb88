"""The way of a request through the real server to Django and back."""

import http.client
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from config import bridge
from config.bridge import Pages
from tests.online import answering


class Echo:
    """A WSGI application that tells what it was asked, and takes its time where it is told to."""

    def __init__(self):
        self.asked: list[dict] = []
        self.lanes: set[int] = set()
        self.go_on = threading.Event()
        self.closed = 0

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        self.lanes.add(threading.get_ident())
        path = environ["PATH_INFO"]
        if path == "/slow/":
            self.go_on.wait(5)
        if path == "/broken/":
            raise RuntimeError("the words of somebody")
        body = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return Answer(self, [body[:3], b"", body[3:], b"!"] if path != "/nothing/" else [])


class Answer:
    def __init__(self, echo, pieces):
        self.echo, self.pieces = echo, pieces

    def __iter__(self):
        return iter(self.pieces)

    def close(self):
        self.echo.closed += 1


@pytest.fixture
def echo():
    return Echo()


@pytest.fixture
def house(echo):
    pages = Pages(echo)
    with answering(pages, lifespan="off") as address:
        yield address
        echo.go_on.set()
    pages.close()


@pytest.fixture
def ask(house):
    def request(method="GET", path="/", body=None, **headers):
        line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=5)
        line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        answer.whole = answer.read()
        line.close()
        return answer

    return request


@contextmanager
def raw(house):
    """A line on which anything can be said."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=5) as line:
        yield line


def test_an_answer_arrives_whole_with_its_length_and_every_cookie(ask, echo):
    answer = ask("POST", "/lamps/?q=caf%C3%A9", b"light it", X_Piece="1")
    assert (answer.status, answer.whole) == (200, b"light it!")
    assert answer.headers["content-length"] == "9"
    assert answer.headers.get_all("set-cookie") == ["a=1", "b=2"]
    asked = echo.asked[0]
    assert (asked["REQUEST_METHOD"], asked["PATH_INFO"], asked["QUERY_STRING"]) == ("POST", "/lamps/", "q=caf%C3%A9")
    assert (asked["CONTENT_LENGTH"], asked["HTTP_X_PIECE"], asked["REMOTE_ADDR"]) == ("8", "1", "127.0.0.1")
    assert echo.closed == 1


def test_addresses_keep_their_letters(ask, echo):
    ask(path="/caf%C3%A9/%F0%9F%95%AF/")
    assert echo.asked[0]["PATH_INFO"].encode("latin-1").decode() == "/café/🕯/"


def test_a_head_has_the_length_and_no_body(ask):
    answer = ask("HEAD", "/")
    assert (answer.status, answer.whole) == (200, b"")


def test_nothing_is_an_answer_too(ask):
    answer = ask(path="/nothing/")
    assert (answer.whole, answer.headers["content-length"]) == (b"", "0")


def test_a_body_in_pieces_is_put_together(house, echo):
    with raw(house) as line:
        line.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nlig\r\n"
        )
        time.sleep(0.05)
        line.sendall(b"5\r\nht it\r\n0\r\n\r\n")
        told = b"".join(iter(lambda: line.recv(4096), b""))
    assert told.endswith(b"light it!")
    assert echo.asked[0]["CONTENT_LENGTH"] == "8"


def test_a_header_cannot_be_smuggled_past_the_proxy_under_another_spelling(house, echo):
    with raw(house) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX_Forwarded_Proto: https\r\nConnection: close\r\n\r\n")
        assert b"200 OK" in line.recv(4096)
    assert "HTTP_X_FORWARDED_PROTO" not in echo.asked[0]


def test_cookies_told_twice_are_one_header(house, echo):
    with raw(house) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nCookie: b=2\r\nConnection: close\r\n\r\n")
        assert b"200 OK" in line.recv(4096)
    assert echo.asked[0]["HTTP_COOKIE"] == "a=1; b=2"


# ── slow and rude lines ───────────────────────────────────────────────────────────────────────────────────────


def test_ten_who_send_slowly_hold_up_nobody(house, ask):
    """With a lane held for each of them, the third already would have stopped the house."""
    lines = [socket.create_connection(("127.0.0.1", house.port)) for _one in range(10)]
    for line in lines:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow")
    time.sleep(0.1)
    began = time.monotonic()
    assert ask().status == 200
    assert time.monotonic() - began < 1
    for line in lines:
        line.close()


def test_ten_who_do_not_read_their_answer_hold_up_nobody(house, ask):
    body = b"x" * 3_000_000
    lines = [socket.create_connection(("127.0.0.1", house.port)) for _one in range(10)]
    for line in lines:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    began = time.monotonic()
    assert ask().status == 200
    assert time.monotonic() - began < 2
    for line in lines:
        line.close()


def test_two_slow_pages_leave_the_third_waiting_and_not_lost(house, ask, echo):
    slow = [threading.Thread(target=ask, args=("GET", "/slow/")) for _one in range(2)]
    for one in slow:
        one.start()
    time.sleep(0.1)
    answers = []
    third = threading.Thread(target=lambda: answers.append(ask().status))
    third.start()
    time.sleep(0.1)
    assert answers == []
    echo.go_on.set()
    for one in (*slow, third):
        one.join(5)
    assert answers == [200]


def test_a_very_full_house_says_so_at_once(house, ask, echo, monkeypatch):
    monkeypatch.setattr(bridge, "WAITING", 2)
    slow = [threading.Thread(target=ask, args=("GET", "/slow/")) for _one in range(2)]
    for one in slow:
        one.start()
    time.sleep(0.1)
    answer = ask()
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert b"very full" in answer.whole
    echo.go_on.set()
    for one in slow:
        one.join(5)
    assert ask().status == 200


def test_more_than_the_house_takes_in_is_refused_before_it_has_arrived(house, echo):
    with raw(house) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 413")
    assert echo.asked == []


def test_more_than_was_said_is_refused_too(house, echo, monkeypatch):
    monkeypatch.setattr(bridge, "LARGEST_BODY", 1000)
    with raw(house) as line:
        line.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + b"3e8\r\n" + b"x" * 1000 + b"\r\n"
        )
        line.sendall(b"3e8\r\n" + b"x" * 1000 + b"\r\n0\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 413")
    assert echo.asked == []


def test_a_body_that_never_comes_is_not_waited_for(house, echo, monkeypatch):
    monkeypatch.setattr(bridge, "PATIENCE", 0.2)
    with raw(house) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow")
        assert line.recv(4096).startswith(b"HTTP/1.1 408")
    assert echo.asked == []


def test_who_leaves_before_the_body_is_there_is_not_answered(house, echo, ask):
    with raw(house) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        time.sleep(0.05)
    time.sleep(0.1)
    assert echo.asked == []
    assert ask().status == 200


def test_a_head_larger_than_any_browser_sends_is_refused(house, ask):
    answer = ask(Cookie="x=" + "y" * 40_000)
    assert answer.status == 431
    assert ask().status == 200


@pytest.mark.parametrize(
    "smuggled",
    [
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: a\nY: b\x00c\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
    ids=[
        "length and chunks",
        "two lengths",
        "a space before the colon",
        "a control character",
        "no such version",
        "TLS",
    ],
)
def test_what_two_servers_could_read_differently_is_read_by_none(house, echo, smuggled):
    with raw(house) as line:
        line.sendall(smuggled)
        line.settimeout(2)
        told = line.recv(4096)
    assert told.startswith(b"HTTP/1.1 400") or told == b""
    assert echo.asked == []


# ── what goes wrong in it ─────────────────────────────────────────────────────────────────────────────────────


def test_an_application_that_fails_is_an_error_and_the_next_is_answered(ask, caplog):
    assert ask(path="/broken/").status == 500
    assert ask().status == 200


def test_two_lanes_do_all_the_work(ask, echo):
    for _time in range(12):
        ask()
    assert 1 <= len(echo.lanes) <= bridge.THREADS
