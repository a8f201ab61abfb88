"""What a browser may listen to here: oneself."""

from hearth.base import live
from hearth.people.models import Person


def may_listen(person, person_id: int) -> bool:
    return Person.objects.visible_to(person).filter(pk=person_id).exists()


live.declare("person", may_listen)
