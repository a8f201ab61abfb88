"""One deed, one transaction."""

import functools
import inspect
import threading
from contextlib import contextmanager

from django.db import connection, transaction

# SQLite has one writer. Queueing for it here costs a few microseconds; being refused by it costs a member's words.
_writer = threading.RLock()


@contextmanager
def writing():
    """Open a transaction that writes; on SQLite wait for the process's single writer first."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with _writer, transaction.atomic():
            yield
    else:
        with transaction.atomic():
            yield


def deed(action):
    """Mark a function as an action: arguments by keyword only, all of it in one transaction.

    Raises TypeError at import when the action could be called by position.
    """
    for parameter in inspect.signature(action).parameters.values():
        if parameter.kind not in (parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD):
            raise TypeError(f"{action.__qualname__}: {parameter.name} must be keyword-only.")

    @functools.wraps(action)
    def within(**arguments):
        with writing():
            return action(**arguments)

    within.is_deed = True
    return within
