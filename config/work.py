"""The worker and the clock in a process of their own: `python -m config.work`.

For houses on PostgreSQL that serve pages from several processes; those are started with HEARTH_WORKER=off.
"""

import os
import signal
import threading


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from config import opening
    from config.household import Household

    opening.refuse_several_on_sqlite()
    over = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: over.set())
    household = Household(works=True)
    household.start()
    over.wait()
    household.stop()


if __name__ == "__main__":
    main()
