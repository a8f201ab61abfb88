"""Who answers for the whole house, and who keeps it."""

from django.utils.translation import gettext_lazy as _

from hearth.base import live
from hearth.base.events import announce
from hearth.base.http import Refusal
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.people.events import HouseRoleGiven
from hearth.people.models import Person
from hearth.people.permissions import Can

STEWARD = Person.HouseRole.STEWARD


class LastSteward(Refusal):
    sentence = _("The house needs one steward at least. Make somebody else a steward first.")


@deed
def give(*, person: Person, role: str, by: Person) -> Person:
    """Give someone a role for the whole house, or take it back by giving none.

    Raises LastSteward when nobody would be left to keep the house. Kept in the journal.
    """
    require(by, Can.GIVE_HOUSE_ROLE)
    # All stewards at once, so that two of them cannot each send the other away.
    stewards = [steward.pk for steward in Person.objects.active().filter(house_role=STEWARD).select_for_update()]
    person = Person.objects.active().select_for_update().get(pk=person.pk)
    if person.house_role == role:
        return person
    if stewards == [person.pk]:
        raise LastSteward
    person.house_role = role
    person.save(update_fields=["house_role"])
    # Some streams were theirs by the role they had.
    live.close_streams(person.pk)
    announce(HouseRoleGiven(person_id=person.pk, role=role, by_id=by.pk))
    return person
