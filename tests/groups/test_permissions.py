import pytest

from hearth.base import permissions
from hearth.base.permissions import Denied, may
from hearth.groups.permissions import (
    AgreementNeeded,
    Can,
    SecondFactorNeeded,
    forget_memberships,
    has_accepted,
    is_facilitator,
    looks_after,
    require,
)
from tests.cast import with_second_factor

POWERS = (Can.ANSWER_REQUEST, Can.INVITE, Can.EDIT_GROUP, Can.GIVE_ROLE, Can.REMOVE, Can.LIFT_BAN)


@pytest.mark.parametrize("power", POWERS)
def test_powers_over_others_take_the_role_and_a_second_factor(cast, colleague, power):
    assert may(cast.ruth, power, cast.circle)
    assert not may(colleague.person, power, cast.circle)
    with_second_factor(colleague.person)
    assert may(colleague.person, power, cast.circle)
    for who in ("maya", "noor", "omar", "sam", "tess"):
        assert not may(getattr(cast, who), power, cast.circle)


@pytest.mark.parametrize("power", POWERS)
def test_a_missing_second_factor_is_said_only_to_those_it_would_help(cast, colleague, power):
    with pytest.raises(SecondFactorNeeded) as told:
        require(colleague.person, power, cast.circle)
    assert told.value.onward[1] == "people:second_factor.show"
    assert told.value.status == 403
    for who in ("maya", "omar"):
        with pytest.raises(Denied) as told:
            require(getattr(cast, who), power, cast.circle)
        assert type(told.value) is Denied


def test_asking_as_if_changes_nothing(cast, colleague):
    with pytest.raises(SecondFactorNeeded):
        require(colleague.person, Can.INVITE, cast.circle)
    assert not looks_after.test(colleague.person, cast.circle)
    assert not is_facilitator.test(colleague.person, cast.circle)


def test_a_role_in_one_group_is_none_in_another(cast):
    assert not any(may(cast.ruth, power, cast.other) for power in POWERS)


def test_a_missing_yes_to_the_agreement_is_said_for_any_rooms_permission(cast, monkeypatch):
    """Rooms above ask `has_agreed` in their own rules; `require` then leads to the agreement."""
    from hearth.groups.permissions import has_agreed

    monkeypatch.setitem(permissions._rules, Can.KEEP_APART, has_agreed)
    require(cast.maya, Can.KEEP_APART, cast.circle)
    cast.circle.agreements.create(number=2, points=[{"point": "New", "why": ""}])
    forget_memberships(cast.maya)
    with pytest.raises(AgreementNeeded) as told:
        require(cast.maya, Can.KEEP_APART, cast.circle)
    assert told.value.onward[1:] == ("groups:agreement.show", cast.circle.pk)
    assert not has_accepted(cast.maya, cast.circle)
    with pytest.raises(Denied) as told:
        require(cast.omar, Can.KEEP_APART, cast.circle)
    assert type(told.value) is Denied


def test_having_agreed_costs_one_query_and_is_read_once(cast, django_assert_num_queries):
    has_accepted(cast.maya, cast.circle)
    forget_memberships(cast.maya)
    with django_assert_num_queries(2):
        assert has_accepted(cast.maya, cast.circle)
        assert has_accepted(cast.maya, cast.circle)


def test_a_group_without_an_agreement_asks_for_no_yes(cast):
    cast.circle.agreements.all().delete()
    assert has_accepted(cast.maya, cast.circle)


def test_visitors_and_the_machine_do_nothing_here(cast):
    from django.contrib.auth.models import AnonymousUser

    for permission in Can:
        assert not may(AnonymousUser(), permission, cast.circle)
    assert [
        permission
        for permission in Can
        if permission is not Can.WITHDRAW_REQUEST and may(permissions.HEARTH, permission, cast.circle)
    ] == [Can.KEEP_TIME]
