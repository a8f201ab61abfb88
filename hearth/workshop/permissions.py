from django.conf import settings

from hearth.base.permissions import HEARTH, Permission, predicate, rules


class Can(Permission):
    FILL_HOUSE = "Fill an empty house with invented people, or empty it again"


@predicate
def is_the_house_on_the_bench(person, thing):
    # The app is not installed in production; this holds even for someone who installs it there by hand.
    return person is HEARTH and settings.WORKSHOP


rules({Can.FILL_HOUSE: is_the_house_on_the_bench})
