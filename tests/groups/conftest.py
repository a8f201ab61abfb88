import pytest

from hearth.groups.models import AgreementAcceptance
from tests.cast import a_member, a_person


def persona(name="Fern", **more):
    """What somebody chooses to go by."""
    chosen = {"pattern": 1, "dye": 2, "pronouns": "", "about": "", "listening": False, "wants_companion": False}
    return {"name": name, **chosen, **more}


def sent(group, name="Fern", **more):
    """What the form of coming in sends."""
    newest = group.agreements.newest()
    return {"name": name, "pattern": "0", "dye": "0", "version": newest.pk if newest else 0, "agreed": "on", **more}


@pytest.fixture
def newest(cast):
    """The agreement of the circle that is in force."""
    return cast.circle.agreements.newest()


@pytest.fixture
def ana(cast):
    """A person of the house who belongs to no group."""
    return a_person("ana")


@pytest.fixture
def greeter(cast):
    return a_member(cast.circle, a_person("okello"), "Bicycle", role="greeter")


@pytest.fixture
def colleague(cast):
    """A second facilitator of the circle, without a second factor yet."""
    return a_member(cast.circle, a_person("ines"), "Linnet", role="facilitator")


def has_said_yes(membership) -> bool:
    return AgreementAcceptance.objects.filter(
        membership=membership, version=membership.group.agreements.newest()
    ).exists()
