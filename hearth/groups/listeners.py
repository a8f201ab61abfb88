"""What follows for somebody's devices when they begin or cease to look after others."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from hearth.base.events import alongside
from hearth.base.permissions import HEARTH
from hearth.groups.events import MemberLeft, MemberRemoved, RoleGiven
from hearth.groups.models import Membership
from hearth.people.actions import sessions
from hearth.people.events import HouseRoleGiven
from hearth.people.models import Person


def looks_after_others(person: Person) -> bool:
    """Whether somebody has a role for the house or looks after a group, so that they see more of others."""
    return bool(person.house_role) or Membership.objects.in_the_chair_of(person).exists()


@receiver(user_logged_in)
def came_in(request, user, **_more):
    """Heard after the room of accounts has written down the device."""
    request.session["role"] = looks_after_others(user)


@alongside(RoleGiven, MemberLeft, MemberRemoved)
def part_changed(fact: RoleGiven | MemberLeft | MemberRemoved) -> None:
    """Shorten or lengthen for how long their devices stay signed in."""
    membership = Membership.objects.filter(pk=fact.membership_id).select_related("person").first()
    if membership and membership.person:
        note_role(membership.person)


@alongside(HouseRoleGiven)
def house_role_changed(fact: HouseRoleGiven) -> None:
    """The same for a role in the house."""
    note_role(Person.objects.get(pk=fact.person_id))


def note_role(person: Person) -> None:
    sessions.note_role(person=person, role=looks_after_others(person), by=HEARTH)
