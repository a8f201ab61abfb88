"""`bin/bench`: what a page costs, in a small made house and in one ten times as large, beside two floors.

bin/bench            everything, about five minutes
bin/bench --quick    fewer bursts, for a look
bin/bench --write    also writes docs/performance.md
"""

import argparse
import gzip
import json
import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "var" / "bench"
READERS = 24


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer bursts")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--one", choices=["small", "large"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(in_process(options.one, quick=options.quick)))
        return
    found = {size: _child(size, options.quick) for size in ("small", "large")}
    served = over_http()
    report = table(found, served)
    print(report)
    if options.write:
        (ROOT / "docs" / "performance.md").write_text(report)


def _child(size: str, quick: bool) -> dict:
    """Measure one house in a process of its own, so that neither warms the other's caches."""
    command = [sys.executable, "-m", "tests.bench", "--one", size, *(["--quick"] if quick else [])]
    print(f"measuring the {size} house …", file=sys.stderr)
    told = subprocess.run(command, cwd=ROOT, env=_environment(size), stdout=subprocess.PIPE, check=True)
    return json.loads(told.stdout.decode().splitlines()[-1])


def _environment(size: str) -> dict:
    return {
        **os.environ,
        "HEARTH_ENV": "test",
        "HEARTH_DATA": str(DATA / size),
        "HEARTH_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


# ── in this process ───────────────────────────────────────────────────────────────────────────────────────────


def prepare(size: str):
    """Build the house unless it stands already; return what the measurements start from."""
    import django

    Path(os.environ["HEARTH_DATA"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tests.bench import house

    # The looks are those of the working copy, however old the house is.
    call_command("collectstatic", interactive=False, verbosity=0)
    built = Path(os.environ["HEARTH_DATA"]) / "built"
    if not built.exists():
        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        house.build({"small": house.SMALL, "large": house.LARGE}[size])
        print(f"built in {time.perf_counter() - began:.1f} s", file=sys.stderr)
        built.touch()
    return settings


def readers(count: int = READERS) -> list[dict]:
    """Signed-in members with one of their groups and one of its threads."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils.module_loading import import_string

    from hearth.conversations.models import Thread
    from hearth.groups.models import Membership

    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    found = []
    for membership in Membership.objects.select_related("person").filter(role="member").order_by("id")[:count]:
        session = store()
        session[SESSION_KEY] = str(membership.person_id)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = membership.person.get_session_auth_hash()
        session.create()
        thread = Thread.objects.filter(group=membership.group_id).order_by("-last_post_at").first()
        found.append({"key": session.session_key, "group": membership.group_id, "thread": thread.pk})
    return found


def pages(reader: dict) -> dict[str, str]:
    from django.urls import reverse

    return {
        "directory": reverse("home:directory.index"),
        "group page": reverse("home:group.show", args=[reader["group"]]),
        "thread of 20 posts": reverse("conversations:threads.show", args=[reader["thread"]]),
        "Today": reverse("home:today.show"),
        "search": reverse("conversations:search.index"),
    }


# What is asked for by sending a form, so that it stands in no address; with the token of a form of this browser.
TOKEN = "b" * 32
SENT = {"search": {"q": "lantern", "csrfmiddlewaretoken": TOKEN}}


def cookie_of(settings, reader: dict | None) -> str:
    session = f"{settings.SESSION_COOKIE_NAME}={reader['key']}; " if reader else ""
    return f"{session}{settings.CSRF_COOKIE_NAME}={TOKEN}"


class Browser:
    """WSGI requests without a network."""

    def __init__(self, reader: dict | None):
        from django.conf import settings
        from django.core.wsgi import get_wsgi_application
        from django.test import RequestFactory

        self.application = get_wsgi_application()
        self.environ = RequestFactory(
            HTTP_HOST="localhost",
            HTTP_COOKIE=cookie_of(settings, reader),
            HTTP_ACCEPT_LANGUAGE="en-GB",
        )

    def get(self, path: str, sent: dict | None = None) -> bytes:
        answer = {}
        environ = (self.environ.post(path, sent) if sent else self.environ.get(path)).environ
        body = b"".join(self.application(environ, lambda status, headers: answer.update(status=status)))
        if not answer["status"].startswith("200"):
            raise RuntimeError(f"{path}: {answer['status']}")
        return body


def forget() -> None:
    """Empty every cache of this process, so that the next request is the first of its kind."""
    from django.core.cache import caches

    from hearth.base import fragments

    for cache in caches.all():
        cache.clear()
    fragments.forget_all()


def in_process(size: str, *, quick: bool) -> dict:
    settings = prepare(size)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.bench.floor import RawThread
    from tests.bench.measure import cpu_ms

    signed_in = readers()
    bursts = 8 if quick else 24
    results = {}
    turn = [0]

    for name in pages(signed_in[0]):
        browsers = [(Browser(None if name == "directory" else one), pages(one)[name]) for one in signed_in]

        def once(browsers=browsers, sent=SENT.get(name)):
            turn[0] += 1
            browser, path = browsers[turn[0] % len(browsers)]
            return browser.get(path, sent)

        # Everyone was here before: a first visit notes how far somebody has read.
        body = [once() for _reader in browsers][-1]
        with CaptureQueriesContext(connection) as asked:
            once()
        # Now: the next request begins a new log.
        asked = [query["sql"] for query in asked.captured_queries]
        cold = cpu_ms(once, bursts=bursts, before=forget)
        for _reader in browsers:
            once()
        warm = cpu_ms(once, bursts=bursts)
        results[name] = {
            "cold": cold.best,
            "cold middle": cold.middle,
            "warm": warm.best,
            "warm middle": warm.middle,
            "queries": len([sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]),
            "bytes": len(body),
            "wire": len(gzip.compress(body, 4)),
        }
    from hearth.people.adapters.sessions import hashed

    raw = RawThread(Path(settings.DATABASES["default"]["NAME"]))
    keys = [(hashed(one["key"]), one["thread"]) for one in signed_in]

    def read_raw():
        turn[0] += 1
        return raw.read(*keys[turn[0] % len(keys)])

    floor = cpu_ms(read_raw, bursts=bursts)
    results["raw rows of a thread"] = {"cold": floor.best, "cold middle": floor.middle, "bytes": len(read_raw())}
    results["posting a reply"] = replies(signed_in, quick=quick)
    if size == "large":
        results["eight writers"] = writers()
    return results


def replies(signed_in: list[dict], *, quick: bool) -> dict:
    """Publish replies one after the other: rules, screening, search, clock, facts and queue rows included."""
    from hearth.conversations.actions import posts
    from hearth.conversations.models import Thread
    from hearth.groups.models import Membership
    from tests.bench.measure import cpu_ms

    chosen = []
    for one in signed_in[:8]:
        thread = Thread.objects.get(pk=one["thread"])
        chosen.append((thread, Membership.objects.filter(group=thread.group_id, role="member")[0].person))
    turn = [0]

    def once():
        turn[0] += 1
        thread, person = chosen[turn[0] % len(chosen)]
        posts.publish(thread=thread, body=f"The kettle is on and the window is open. {turn[0]}", by=person)

    cost = cpu_ms(once, bursts=4 if quick else 12)
    return {"cold": cost.best, "cold middle": cost.middle}


def writers(seconds: float = 5.0, hands: int = 8) -> dict:
    """Eight threads publish replies for some seconds; every error counts."""
    from django.db import connection

    from hearth.conversations.actions import posts
    from hearth.conversations.models import Thread
    from hearth.groups.models import Membership

    threads = list(Thread.objects.order_by("-last_post_at")[:hands])
    people = [Membership.objects.filter(group=thread.group_id, role="member")[0].person for thread in threads]
    over = time.monotonic() + seconds
    waits, wrong = [], []

    def write(hand: int) -> None:
        while time.monotonic() < over:
            began = time.perf_counter()
            try:
                posts.publish(thread=threads[hand], body="One more line for the evening.", by=people[hand])
            except Exception as error:  # the count of them is the result
                wrong.append(type(error).__name__)
            waits.append(time.perf_counter() - began)
        connection.close()

    began = time.monotonic()
    with ThreadPoolExecutor(hands) as pool:
        list(pool.map(write, range(hands)))
    from tests.bench.measure import percentile

    took = time.monotonic() - began
    return {"per second": len(waits) / took, "errors": len(wrong), "p99 ms": 1000 * percentile(waits, 0.99)}


# ── over loopback ─────────────────────────────────────────────────────────────────────────────────────────────


def over_http() -> dict:
    """Serve the large house for real; ask for pages; weigh the process."""
    import psutil

    port = _free_port()
    command = [sys.executable, "-m", "config.serve"]
    began = time.perf_counter()
    server = subprocess.Popen(command, cwd=ROOT, env={**_environment("large"), "PORT": str(port)})
    try:
        while not _answers(port):
            if server.poll() is not None or time.perf_counter() - began > 30:
                raise RuntimeError("the house does not open")
            time.sleep(0.05)
        start = time.perf_counter() - began
        time.sleep(2)
        process = psutil.Process(server.pid)
        idle = process.memory_info().rss / 2**20
        told = json.loads(
            subprocess.run(
                [sys.executable, "-m", "tests.bench.visits", str(port)],
                cwd=ROOT,
                env=_environment("large"),
                stdout=subprocess.PIPE,
                check=True,
            ).stdout
        )
        return {
            "start s": start,
            "idle MB": idle,
            "busy MB": process.memory_info().rss / 2**20,
            "pages": {name: _load(port, visit, process) for name, visit in told.items()},
        }
    finally:
        server.terminate()
        server.wait(15)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    try:
        line = HTTPConnection("127.0.0.1", port, timeout=2)
        line.request("GET", "/help/")
        return line.getresponse().status == 200
    except OSError:
        return False


def _load(port: int, visit: dict, process, seconds: float = 4.0, hands: int = 4) -> dict:
    from tests.bench.measure import percentile

    over = time.monotonic() + seconds
    waits, size, lock = [], [0], threading.Lock()

    def ask(_hand: int) -> None:
        line = HTTPConnection("127.0.0.1", port, timeout=20)
        mine = []
        while time.monotonic() < over:
            began = time.perf_counter()
            headers = {"Cookie": visit["cookie"], "Accept-Encoding": "gzip"}
            if visit["sent"]:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request("POST" if visit["sent"] else "GET", visit["path"], visit["sent"], headers)
            answer = line.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{visit['path']}: {answer.status}")
            mine.append(time.perf_counter() - began)
            size[0] = len(body)
        with lock:
            waits.extend(mine)

    before = process.cpu_times()
    with ThreadPoolExecutor(hands) as pool:
        list(pool.map(ask, range(hands)))
    after = process.cpu_times()
    spent = after.user + after.system - before.user - before.system
    return {
        "per second": len(waits) / seconds,
        "cpu ms": 1000 * spent / len(waits),
        "p50": 1000 * percentile(waits, 0.5),
        "p99": 1000 * percentile(waits, 0.99),
        "wire": size[0],
    }


# ── what is told ──────────────────────────────────────────────────────────────────────────────────────────────


def table(found: dict, served: dict) -> str:
    large, small = found["large"], found["small"]
    lines = [
        "# What a page costs",
        "",
        "Written by `bin/bench --write`. CPU milliseconds of one request inside the process, best burst of many;",
        "*cold*: every drawn piece and every kept answer of the process let go before each request; *warm*: every reader",
        "was there before. The large house has 20 groups, 2,000 people, 5,000 threads and 100,000 posts (and 380 further",
        "listed groups with 1,200 meetings), the small one a tenth.",
        "",
        "| | cold | warm | queries | bytes | on the wire | cold, large ÷ small |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, row in large.items():
        if "warm" in row:
            ratio = row["cold"] / small[name]["cold"]
            lines.append(
                f"| {name} | {row['cold']:.2f} | {row['warm']:.2f} | {row['queries']} | {row['bytes']:,} "
                f"| {row['wire']:,} | {ratio:.2f} |"
            )
    raw, reply, many = large["raw rows of a thread"], large["posting a reply"], large["eight writers"]
    lines += [
        f"| raw SQL and one template, same rows | {raw['cold']:.2f} | | 6 | {raw['bytes']:,} | | |",
        f"| posting a reply | {reply['cold']:.2f} | | | | | {reply['cold'] / small['posting a reply']['cold']:.2f} |",
        "",
        f"Eight writers on SQLite: {many['per second']:.0f} replies a second, {many['errors']} errors, "
        f"99 of 100 within {many['p99 ms']:.0f} ms.",
        "",
        "Over loopback, large house, four readers at once, CPU of the whole server process:",
        "",
        "| | per second | CPU ms | p50 ms | p99 ms | bytes on the wire |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, row in served["pages"].items():
        lines.append(
            f"| {name} | {row['per second']:.0f} | {row['cpu ms']:.2f} | {row['p50']:.1f} | {row['p99']:.1f} "
            f"| {row['wire']:,} |"
        )
    lines += [
        "",
        f"Start to first answer {served['start s']:.1f} s; memory at rest {served['idle MB']:.0f} MB, "
        f"after the load {served['busy MB']:.0f} MB.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
