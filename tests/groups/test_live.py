from hearth.base import clock
from hearth.groups.live import may_listen
from hearth.groups.models import Membership


def test_only_members_hear_that_a_group_stirs(cast):
    heard = {name: may_listen(person, cast.circle.pk) for name, person in cast.people().items()}
    assert heard == {"maya": True, "noor": True, "ruth": True, "omar": False, "sam": False, "tess": False}


def test_whoever_is_out_hears_nothing(cast):
    Membership.objects.filter(pk=cast.in_circle["maya"].pk).update(ended_at=clock.now())
    assert not may_listen(cast.maya, cast.circle.pk)
