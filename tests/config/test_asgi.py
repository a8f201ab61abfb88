"""The whole house in one process: pages, files, sockets, and what every answer carries."""

import gzip
from http.client import HTTPConnection

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.backends.signals import connection_created

from hearth.base.wire import HEADERS
from tests.online import answering

pytestmark = pytest.mark.django_db(transaction=True)

LIGHT = 8 * 1024


@pytest.fixture
def ask(settings):
    from config.asgi import House

    settings.WORKER = "off"
    with answering(House()) as house:

        def request(path, **headers):
            line = HTTPConnection("127.0.0.1", house.port, timeout=10)
            line.request("GET", path, headers={"Host": house.host, **headers})
            answer = line.getresponse()
            answer.whole = answer.read()
            line.close()
            return answer

        yield request


def test_connections_to_the_database_outlive_a_request(ask):
    """Opening one costs more than most pages."""
    opened = []

    def count(connection, **_):
        opened.append(connection)

    connection_created.connect(count)
    try:
        for _time in range(12):
            assert ask("/groups/").status == 200
    finally:
        connection_created.disconnect(count)
    assert 1 <= len(opened) <= 2


@pytest.mark.parametrize("path", ["/", "/help/", "/robots.txt", "/nothing-here/", "a style sheet", "/account/login/"])
def test_every_answer_carries_the_headers_of_the_house(ask, path):
    answer = ask(
        staticfiles_storage.url("ui/css/house.css") if path == "a style sheet" else path, Origin="https://x.example"
    )
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    # Nobody else's page may read what is answered here.
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/help/", "/account/login/", "/nothing-here/"])
def test_a_page_allows_scripts_and_frames_of_nobody_else(ask, path):
    policy = ask(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/help/", "/groups/", "/account/login/"])
def test_a_page_is_light_on_the_wire(ask, path):
    answer = ask(path, **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.whole) <= LIGHT
    assert b"</html>" in gzip.decompress(answer.whole)
