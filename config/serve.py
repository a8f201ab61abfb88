"""Open the doors: `python -m config.serve`.

    --open    make everything ready first (data folder, database, static files, demo people), as `bin/run` does

HEARTH_HOST, PORT, HEARTH_PROCESSES and HEARTH_BEHIND_PROXY say where and how; see `.env.example`.
"""

import os
import sys

from config import env

# One long page in Python must not hold up whispers for the interpreter's usual five milliseconds.
SWITCH = 0.001


def options() -> dict:
    """What the server is started with."""
    behind = env.flag("HEARTH_BEHIND_PROXY")
    return {
        "host": env.text("HEARTH_HOST", "127.0.0.1"),
        "port": env.number("PORT", 8000),
        "workers": env.number("HEARTH_PROCESSES", 1),
        "loop": "uvloop",
        "http": "httptools",
        "ws": "websockets-sansio",
        # A browser only listens at the socket; and names of twenty bytes are not worth compressing.
        "ws_max_size": 1024,
        "ws_per_message_deflate": False,
        "ws_ping_interval": 25.0,
        "ws_ping_timeout": 60.0,
        # Who looked at what, and when, is nowhere written down.
        "access_log": False,
        "log_config": None,
        "server_header": False,
        # Believed only from the proxy in front, and only when there is one.
        "proxy_headers": behind,
        "forwarded_allow_ips": env.text("HEARTH_PROXIES", "127.0.0.1") if behind else "",
        "timeout_keep_alive": 20,
        "timeout_graceful_shutdown": 3,
    }


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import opening  # what it imports needs the settings' name

    if "--open" in arguments:
        opening.make_ready()
    given = options()
    if given["workers"] > 1:
        opening.refuse_several_on_sqlite()
    import uvicorn

    sys.setswitchinterval(SWITCH)
    if "--open" in arguments:
        opening.say_where(given["port"])
    uvicorn.run("config.asgi:application", **given)


if __name__ == "__main__":
    main(sys.argv[1:])
