import logging
import sys
import time

import pytest

from hearth.base.ids import key
from hearth.base.logs import Scrub


@pytest.fixture
def line():
    """What is written for a message."""

    def write(message, *args, wrong=None):
        record = logging.LogRecord("hearth", logging.WARNING, __file__, 1, message, args, wrong)
        assert Scrub().filter(record)
        return logging.Formatter("%(message)s").format(record)

    return write


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Bounced: maya.linden+circle@members.example", "Bounced: <address>"),
        (f"Not Found: /threads/{key(2**62)}/", "Not Found: /threads/<key>/"),
        (f"GET /groups/{key(2**62)}", "GET /groups/<key>"),
        ("Not Found: /search/?q=i+cannot+sleep", "Not Found: /search/?…"),
        (
            "Forbidden (CSRF cookie not set.): /groups/invitation/kX3_vQ9-ZrT0aLmN2pWc5g/",
            "Forbidden (CSRF cookie not set.): /groups/<key>/<key>/",
        ),
        ("Broken: /account/confirm-email/MQ:1vN8aB:qT4x-9_ZkLr0w2/", "Broken: /account/<key>/<key>/"),
        (f"Broken: /notices/stop/{key(2**62)}-0f3a~nT4x_9ZkLr0w2/", "Broken: /notices/stop/<key>/"),
        ("The clock moved on.", "The clock moved on."),
    ],
)
def test_a_line_names_nobody(line, told, kept):
    assert line(told) == kept


def test_what_a_line_is_filled_with_is_looked_at_too(line):
    assert line("Letter to %s failed", "maya@members.example") == "Letter to <address> failed"


def test_an_exception_is_told_by_its_kind_and_place_and_not_by_its_words(line):
    try:
        raise ValueError("she said the name of her street")
    except ValueError:
        told = line("Broken", wrong=sys.exc_info())
    assert "street" not in told
    assert "ValueError" in told
    assert "test_logs.py:" in told


def test_a_very_long_line_is_cut_and_takes_no_time(line):
    began = time.perf_counter()
    told = line("Forbidden: /groups/invitation/" + "a" * 30_000 + "/")
    assert len(told) < 1100
    assert time.perf_counter() - began < 0.05


def test_every_handler_of_the_house_scrubs(settings):
    for handler in settings.LOGGING["handlers"].values():
        assert handler["filters"] == ["scrub"]
