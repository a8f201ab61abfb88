import pytest

from config import serve
from config.household import Household


@pytest.fixture
def said(monkeypatch):
    for name in ("HEARTH_HOST", "PORT", "HEARTH_PROCESSES", "HEARTH_BEHIND_PROXY", "HEARTH_PROXIES"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch.setenv


def test_a_house_answers_this_machine_alone_unless_told_otherwise(said):
    given = serve.options()
    assert (given["host"], given["port"], given["workers"]) == ("127.0.0.1", 8000, 1)
    said("HEARTH_HOST", "0.0.0.0")
    said("PORT", "9000")
    said("HEARTH_PROCESSES", "3")
    given = serve.options()
    assert (given["host"], given["port"], given["workers"]) == ("0.0.0.0", 9000, 3)


def test_nobody_is_believed_about_where_somebody_comes_from(said):
    assert (serve.options()["proxy_headers"], serve.options()["forwarded_allow_ips"]) == (False, "")


def test_a_proxy_is_believed_when_there_is_one(said):
    said("HEARTH_BEHIND_PROXY", "yes")
    assert (serve.options()["proxy_headers"], serve.options()["forwarded_allow_ips"]) == (True, "127.0.0.1")
    said("HEARTH_PROXIES", "10.0.0.2")
    assert serve.options()["forwarded_allow_ips"] == "10.0.0.2"


def test_who_looked_at_what_is_nowhere_written_down(said):
    assert serve.options()["access_log"] is False
    assert serve.options()["server_header"] is False


def test_a_house_closes_within_ten_seconds(said, settings):
    settings.WORKER = "off"
    assert serve.options()["timeout_graceful_shutdown"] <= 3
    assert Household.beside_pages()._worker is None
    settings.WORKER = "embedded"
    assert Household.beside_pages()._worker is not None
