from hearth.base import live
from hearth.groups.models import Membership
from hearth.people.permissions import second_factor_of
from hearth.safety.queries.desk import responds

# The desk of the whole house. No group has this id: theirs are random and large.
HOUSE = 1


def may_listen(person, id: int) -> bool:
    """The house's desk for responders, a group's for those who look after it; both with a second factor."""
    if not second_factor_of(person):
        return False
    if id == HOUSE:
        return responds(person)
    return Membership.objects.in_the_chair_of(person).filter(group=id).exists()


live.declare("desk", may_listen)


def poke_desk(item) -> None:
    """Say that the desk has changed, but never within earshot of the one it is about.

    They would see nothing new on their page, and know from that alone that something was said about them.
    """
    about = item.about
    if about is None or not responds(about.person):
        live.poke("desk", HOUSE)
    if item.group_id and (about is None or not about.looks_after):
        live.poke("desk", item.group_id)
