from hearth.base.permissions import HEARTH, Permission, predicate, rules


class Can(Permission):
    """What may be done around notices."""

    TELL = "Make, withdraw and send notices."
    SEE = "Mark one’s own notices as seen."
    CHOOSE = "Choose what one hears, when and on which devices."


@predicate
def is_the_house(person, thing):
    return person is HEARTH


@predicate
def is_oneself(person, account):
    return account is not None and getattr(person, "pk", None) is not None and person.pk == account.pk


# No member ever sends a notice to another: only the house tells, in its own words.
rules({Can.TELL: is_the_house, Can.SEE: is_oneself, Can.CHOOSE: is_oneself})
