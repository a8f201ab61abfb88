from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

NAME = "HEARTH_TEST_VALUE"


@pytest.fixture
def given(monkeypatch):
    def give(value):
        if value is None:
            monkeypatch.delenv(NAME, raising=False)
        else:
            monkeypatch.setenv(NAME, value)

    return give


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("yes", True),
        ("1", True),
        ("TRUE", True),
        (" on ", True),
        ("no", False),
        ("0", False),
        ("off", False),
        ("False", False),
    ],
)
def test_yes_and_no_in_the_ways_people_write_them(given, value, read):
    given(value)
    assert env.flag(NAME, not read) is read


@pytest.mark.parametrize("value", [None, "", "  "])
def test_nothing_said_is_the_default(given, value):
    given(value)
    assert env.flag(NAME, True) is True
    assert env.flag(NAME, False) is False


@pytest.mark.parametrize("value", ["maybe", "2", "yes please", "t"])
def test_neither_yes_nor_no_is_refused(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match="must be yes or no"):
        env.flag(NAME)


def test_numbers_are_whole(given):
    given("587")
    assert env.number(NAME, 25) == 587
    given(None)
    assert env.number(NAME, 25) == 25
    for value in ("12.5", "many", "0x10"):
        given(value)
        with pytest.raises(ImproperlyConfigured, match="whole number"):
            env.number(NAME, 25)


def test_a_list_is_written_with_commas(given):
    given(" one, two,,three ,")
    assert env.words(NAME) == ["one", "two", "three"]
    given("")
    assert env.words(NAME, "a,b") == []
    given(None)
    assert env.words(NAME, "a,b") == ["a", "b"]


def test_one_of_a_few_or_nothing(given):
    given("test")
    assert env.one_of(NAME, "production", {"production", "test"}) == "test"
    given("prod")
    with pytest.raises(ImproperlyConfigured, match="must be one of production, test"):
        env.one_of(NAME, "production", {"production", "test"})


def test_what_has_no_default_must_be_said(given):
    given(None)
    assert env.text(NAME, "") == ""
    with pytest.raises(ImproperlyConfigured, match="must be set"):
        env.text(NAME)


def test_without_an_address_the_database_is_a_file_in_the_data_folder():
    found = env.database("", Path("/data/hearth.sqlite3"))
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", Path("/data/hearth.sqlite3"))
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_another_file_can_be_named():
    assert env.database("sqlite:///srv/other%20place.sqlite3", Path("x"))["NAME"] == Path("/srv/other place.sqlite3")


def test_a_postgres_address_is_read_whole():
    found = env.database("postgres://hearth:p%40ss@db.internal:5433/house?sslmode=require", Path("x"))
    assert {name: found[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "house",
        "USER": "hearth",
        "PASSWORD": "p@ss",
        "HOST": "db.internal",
        "PORT": "5433",
    }
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["CONN_MAX_AGE"] is None
    assert found["CONN_HEALTH_CHECKS"] is True


def test_a_postgres_socket_is_named_by_its_folder():
    found = env.database("postgresql://hearth@/house?host=/run/postgresql", Path("x"))
    assert found["HOST"] == "/run/postgresql"
    assert "host" not in found["OPTIONS"]


@pytest.mark.parametrize("url", ["mysql://localhost/house", "house", "http://localhost/"])
def test_an_address_of_something_else_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must begin"):
        env.database(url, Path("x"))


def test_the_data_folder_is_beside_the_code_or_where_it_is_said_to_be(monkeypatch):
    monkeypatch.delenv("HEARTH_DATA")
    assert env.data_folder(Path("/srv/hearth")) == Path("/srv/hearth/var")
    monkeypatch.setenv("HEARTH_DATA", "/var/lib/hearth")
    assert env.data_folder(Path("/srv/hearth")) == Path("/var/lib/hearth")
