import pytest

from hearth.base import permissions
from hearth.base.permissions import HEARTH, Denied, Permission, may, predicate, require, rules

pytestmark = pytest.mark.django_db


class Can(Permission):
    LIGHT = "light a lamp"
    BREAK = "break a lamp"


@predicate
def is_maya(person, lamp):
    return getattr(person, "sign_in_name", "") == "maya"


@predicate
def is_house(person, lamp):
    return person is HEARTH


@pytest.fixture(autouse=True)
def own_rules(monkeypatch):
    monkeypatch.setattr(permissions, "_rules", {})
    monkeypatch.setattr(permissions, "_names", {})
    rules({Can.LIGHT: is_maya | is_house})


def test_a_rule_says_who_may(cast):
    assert {name: may(person, Can.LIGHT) for name, person in cast.people().items()} == {
        "maya": True,
        "noor": False,
        "omar": False,
        "ruth": False,
        "sam": False,
        "tess": False,
    }


def test_the_house_may_what_its_rule_says():
    assert may(HEARTH, Can.LIGHT)


@pytest.mark.parametrize("nobody", [None, object()])
def test_nobody_may_nothing(nobody):
    assert may(nobody, Can.LIGHT) is False


def test_who_was_put_to_rest_may_nothing(cast):
    cast.maya.is_active = False
    assert may(cast.maya, Can.LIGHT) is False


def test_who_may_not_is_told_so_kindly(cast):
    require(cast.maya, Can.LIGHT)
    with pytest.raises(Denied) as denied:
        require(cast.omar, Can.LIGHT)
    assert denied.value.status == 403
    assert denied.value.about == {"permission": Can.LIGHT}


def test_a_permission_without_a_rule_is_a_mistake_and_not_a_silent_no(cast):
    with pytest.raises(KeyError):
        may(cast.maya, Can.BREAK)
    with pytest.raises(KeyError):
        may(cast.maya, "lamps.LITE")


def test_a_permission_has_one_rule():
    with pytest.raises(ValueError, match="two rules"):
        rules({Can.LIGHT: is_house})


def test_templates_ask_by_name(cast):
    assert may(cast.maya, Can.LIGHT.name_in_full)
    assert repr(Can.LIGHT) == "base.LIGHT"


def test_a_superuser_has_no_skeleton_key(cast):
    cast.omar.is_superuser = True
    assert may(cast.omar, Can.LIGHT) is False
