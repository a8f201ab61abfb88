"""Django behind the asynchronous server: whole requests in, whole answers out.

The event loop takes in all of a request before one of the few threads sees it, and the thread is free again before
the first byte of the answer leaves. So a slow line, or someone holding it slow on purpose, never holds a thread, and
an answer that fails halfway is an error page instead of half a page. Why not the library for it: `docs/adr/server.md`.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from io import BytesIO

from hearth.base.lanes import Lanes

log = logging.getLogger("hearth.bridge")

THREADS = 2
# Enough for every page of a full house to be asked for at once; beyond it, waiting would only end in a timeout.
WAITING = 256
LARGEST_BODY = 4 * 1024 * 1024
LARGEST_HEAD = 32 * 1024
PATIENCE = 30.0


class Unheard(Exception):
    """A request that Django is not asked about, with the status that says why."""

    def __init__(self, status: int, words: str):
        super().__init__(words)
        self.status = status
        self.words = words


class Pages:
    """The pages of the house as an ASGI application, on long-lived threads whose database connections stay open."""

    def __init__(self, wsgi: Callable, threads: int = THREADS):
        self._wsgi = wsgi
        self._threads = Lanes(threads, "hearth-pages")
        self._waiting = 0

    async def __call__(self, scope: dict, receive: Callable[[], Awaitable], send: Callable[[dict], Awaitable]) -> None:
        try:
            environ = environ_of(scope)
            body = await _whole_body(scope, receive)
            if body is None:
                return
            if self._waiting >= WAITING:
                raise Unheard(503, "The house is very full just now. Please try again in a moment.")
        except Unheard as why:
            await _say(send, why)
            return
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        self._waiting += 1
        try:
            status, headers, answer = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._ask, environ
            )
        finally:
            self._waiting -= 1
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    def _ask(self, environ: dict) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Ask Django, in one of its threads."""
        started: list = []

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info=None):
            started[:] = status, headers

        pieces = self._wsgi(environ, start_response)
        try:
            body = b"".join(pieces)
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()
        status, headers = started
        told = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        if not any(name == b"content-length" for name, _value in told):
            told.append((b"content-length", b"%d" % len(body)))
        return int(status[:3]), told, body

    def close(self) -> None:
        """Let the answers in hand be finished, and take no more."""
        self._threads.close()


def environ_of(scope: dict) -> dict:
    """Write a request the way WSGI reads it. Raises Unheard for a head no browser of ours would send."""
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    host, port = scope.get("server") or ("localhost", 80)
    environ["SERVER_NAME"], environ["SERVER_PORT"] = host, str(port or 0)
    if scope.get("client"):
        environ["REMOTE_ADDR"] = scope["client"][0]
    size = len(scope["query_string"]) + len(scope["path"])
    for name, value in scope["headers"]:
        size += len(name) + len(value)
        # "x_forwarded_proto" would read like "x-forwarded-proto", which the proxy in front has made sure of.
        if b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        if key in environ:
            text = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        environ[key] = text
    if size > LARGEST_HEAD:
        raise Unheard(431, "Your browser sent more than this house can take in. Clearing its cookies may help.")
    return environ


async def _whole_body(scope: dict, receive: Callable[[], Awaitable]) -> bytes | None:
    """Take in the body; None when the person has gone. Raises Unheard when it is too large or comes too slowly."""
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if told.isdigit() and int(told) > LARGEST_BODY:
        raise Unheard(413, "That is more than this house can take in at once.")
    pieces, size = [], 0
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                piece = message.get("body", b"")
                size += len(piece)
                if size > LARGEST_BODY:
                    raise Unheard(413, "That is more than this house can take in at once.")
                pieces.append(piece)
                if not message.get("more_body", False):
                    return b"".join(pieces)
    except TimeoutError:
        raise Unheard(408, "What you sent did not arrive in time. Please send it again.") from None


async def _say(send: Callable[[dict], Awaitable], why: Unheard) -> None:
    words = why.words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(words)),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    if why.status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": why.status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
