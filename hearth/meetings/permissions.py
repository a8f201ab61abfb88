from hearth.base.permissions import HEARTH, Permission, predicate, rules


class Can(Permission):
    """What may be done about meetings."""

    KEEP_TIME = "Work out when meetings come next."


@predicate
def is_the_house(person, thing):
    return person is HEARTH


rules({Can.KEEP_TIME: is_the_house})
