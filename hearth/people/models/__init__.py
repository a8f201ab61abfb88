from hearth.people.models.person import Person, choose_zone
from hearth.people.models.session import Session

__all__ = ["Person", "Session", "choose_zone"]
