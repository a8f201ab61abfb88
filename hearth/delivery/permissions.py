from hearth.base.permissions import HEARTH, Permission, predicate, rules


class Can(Permission):
    WRITE = "Put a letter into the outbox, or take it out again"
    CARRY = "Hand letters over to the mail server and the push services"
    FORGET = "Blank and delete letters"


@predicate
def is_the_house(person, thing):
    return person is HEARTH


# No person ever writes to another through this room: only the house does, in its own words.
rules({Can.WRITE: is_the_house, Can.CARRY: is_the_house, Can.FORGET: is_the_house})
