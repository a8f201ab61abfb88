import pytest

from hearth.base.permissions import HEARTH, Denied
from hearth.people.actions import ways_back
from hearth.people.models import Person
from tests.people.conftest import NEW


def test_four_words_open_the_account_they_belong_to(cast):
    words = ways_back.renew(person=cast.maya, by=cast.maya)
    assert words not in Person.objects.get(pk=cast.maya.pk).way_back
    assert ways_back.open_for("MAYA ", words.upper().replace(" ", " · ")) == cast.maya
    ways_back.come_back(person=cast.maya, passphrase=NEW, by=HEARTH)
    assert Person.objects.get(pk=cast.maya.pk).check_password(NEW)


def test_words_are_good_for_once(cast):
    words = ways_back.renew(person=cast.maya, by=cast.maya)
    ways_back.come_back(person=cast.maya, passphrase=NEW, by=HEARTH)
    with pytest.raises(ways_back.NotTheWords):
        ways_back.open_for("maya", words)


def test_new_words_take_the_place_of_old_ones(cast):
    old = ways_back.renew(person=cast.maya, by=cast.maya)
    new = ways_back.renew(person=cast.maya, by=cast.maya)
    with pytest.raises(ways_back.NotTheWords):
        ways_back.open_for("maya", old)
    assert ways_back.open_for("maya", new) == cast.maya


@pytest.mark.parametrize("name", ["maya", "noor", "nobody-here", "", "maya'; --"])
def test_wrong_words_are_refused_alike(cast, name):
    ways_back.renew(person=cast.maya, by=cast.maya)
    with pytest.raises(ways_back.NotTheWords):
        ways_back.open_for(name, "lantern orbit mitten plum")
    with pytest.raises(ways_back.NotTheWords):
        ways_back.open_for(name, "")


def test_nobody_makes_words_for_somebody_else_nor_skips_them(cast):
    for stranger in (cast.omar, cast.sam, cast.tess, HEARTH):
        with pytest.raises(Denied):
            ways_back.renew(person=cast.maya, by=stranger)
    for person in (cast.omar, cast.tess, cast.maya):
        with pytest.raises(Denied):
            ways_back.come_back(person=cast.maya, passphrase=NEW, by=person)
