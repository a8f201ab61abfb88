import gzip
import random

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from hearth.base.wire import HEADERS, SMALL, WireMiddleware, compressed

PAGE = ("<p>The kettle is on, and there is a chair by the window.</p>\n" * 500).encode()


def answered(response, accepts="gzip, deflate, br, zstd"):
    return WireMiddleware(lambda request: response)(RequestFactory().get("/", headers={"accept-encoding": accepts}))


@pytest.mark.parametrize("response", [HttpResponse(), HttpResponse(status=500), StreamingHttpResponse(iter([b"x"]))])
def test_every_answer_carries_the_headers_of_the_house(response):
    answer = answered(response)
    assert {name: answer[name] for name in HEADERS} == HEADERS


def test_a_page_may_ask_for_less_than_the_house_does():
    answer = answered(HttpResponse(headers={"X-Robots-Tag": "noindex, nofollow"}))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_page_travels_small_and_arrives_whole():
    answer = answered(HttpResponse(PAGE))
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Content-Length"] == str(len(answer.content))
    assert len(answer.content) < len(PAGE) / 10
    assert gzip.decompress(answer.content) == PAGE
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize("accepts", ["", "br", "gzip;q=0", "identity", "gzip;q=0.000", "br, gzip; q=0"])
def test_who_cannot_read_it_gets_it_as_it_is(accepts):
    answer = answered(HttpResponse(PAGE), accepts)
    assert answer.content == PAGE
    assert not answer.has_header("Content-Encoding")
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"x" * (SMALL - 1)),
        HttpResponse(PAGE, content_type="image/png"),
        HttpResponse(PAGE, headers={"Content-Encoding": "br"}),
        StreamingHttpResponse(iter([PAGE])),
    ],
    ids=["small", "a picture", "compressed already", "streamed"],
)
def test_what_would_gain_nothing_is_left_alone(response):
    assert answered(response).headers.get("Content-Encoding") in {None, "br"}


def test_a_strong_mark_of_identity_becomes_a_weak_one():
    assert answered(HttpResponse(PAGE, headers={"ETag": '"abc"'}))["ETag"] == 'W/"abc"'


def test_the_size_of_a_page_does_not_tell_to_the_byte_what_stands_in_it():
    assert len({len(compressed(PAGE)) for _time in range(200)}) > 40


def test_any_body_arrives_as_it_was():
    source = random.Random(7)
    for size in (0, 1, 900, 70_000):
        body = source.randbytes(size)
        assert gzip.decompress(compressed(body)) == body
