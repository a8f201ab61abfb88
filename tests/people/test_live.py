from types import SimpleNamespace

import pytest

from hearth.people.live import may_listen


def test_one_hears_of_oneself_alone(cast):
    assert may_listen(cast.maya, cast.maya.pk)
    for stranger in (cast.noor, cast.omar, cast.ruth, cast.sam, cast.tess):
        assert not may_listen(stranger, cast.maya.pk)


@pytest.mark.django_db
def test_nobody_hears_of_nobody():
    assert not may_listen(SimpleNamespace(pk=None, is_authenticated=False), 1)
