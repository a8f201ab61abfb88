"""The stream `group`: something in this group is new. Heard by its members alone, since even when a group stirs is theirs."""

from hearth.base import live
from hearth.groups.models import Membership


def may_listen(person, group_id: int) -> bool:
    return Membership.objects.of(person).filter(group=group_id).exists()


live.declare("group", may_listen)
