import pytest
from django.db import OperationalError, connection

from tests.cast import a_reply, a_thread


@pytest.fixture
def thread(cast):
    """Maya’s conversation in the circle."""
    return a_thread(cast.in_circle["maya"])


@pytest.fixture
def post(thread):
    """What Maya wrote."""
    return thread.posts.get()


@pytest.fixture
def reply(thread, cast):
    """What Noor replied."""
    return a_reply(thread, cast.in_circle["noor"], "Pull yourself together.")


@pytest.fixture
def word_by_ruth(thread, cast):
    """What Ruth, who looks after the circle, replied."""
    return a_reply(thread, cast.in_circle["ruth"], "That is enough now.")


@pytest.fixture
def database_gone():
    """Inside the block every question to the database fails, as it does when the server is gone."""

    def refuse(*_arguments):
        raise OperationalError("server closed the connection unexpectedly")

    return lambda: connection.execute_wrapper(refuse)
