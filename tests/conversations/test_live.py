from hearth.base import live
from tests.conversations.conftest import fresh


def test_a_thread_is_heard_by_those_who_may_read_it(cast, table):
    may_listen = live._may_listen["thread"]
    thread = table.begin(cast.maya)
    assert may_listen(fresh(cast.noor), thread.pk)
    assert not may_listen(fresh(cast.omar), thread.pk)
    assert not may_listen(fresh(cast.noor), 12345)
    table.block(cast.in_circle["maya"], cast.in_circle["noor"])
    assert not may_listen(fresh(cast.noor), thread.pk)
    table.leave(cast.in_circle["ruth"])
    assert not may_listen(fresh(cast.ruth), thread.pk)
