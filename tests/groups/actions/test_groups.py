import pytest

from hearth.base.models import JournalEntry
from hearth.base.permissions import Denied
from hearth.groups.actions import groups
from hearth.groups.actions.groups import LEAFLET
from hearth.groups.models import ANSWER_KEYS, Group, Membership
from hearth.groups.permissions import SecondFactorNeeded
from tests.cast import a_person


def leaflet_of(group, **more):
    return {**{name: getattr(group, name) for name in LEAFLET}, **more}


def change(group, by, now, tags=(), talked_over=False, **more):
    return groups.change(
        group=group, leaflet=leaflet_of(group, **more), tags=list(tags), by=by, now=now, talked_over=talked_over
    )


def test_saving_the_leaflet_confirms_it(cast, now):
    changed = change(cast.circle, cast.ruth, now, purpose="For us.", tags=["panic", "anxiety"])
    assert (changed.purpose, changed.confirmed_on) == ("For us.", now.date())
    assert {tag.code for tag in changed.tags.all()} == {"panic", "anxiety"}
    change(cast.circle, cast.ruth, now, tags=["anxiety"])
    assert [tag.code for tag in changed.tags.all()] == ["anxiety"]


@pytest.mark.parametrize("key", ANSWER_KEYS)
@pytest.mark.parametrize("blank", ["", "   ", None])
def test_no_answer_may_be_blank(cast, now, key, blank):
    answers = {**cast.circle.answers, key: blank}
    if blank is None:
        del answers[key]
    with pytest.raises(groups.AnswersAreMissing):
        change(cast.circle, cast.ruth, now, answers=answers)


def test_a_hidden_group_is_listed_only_after_talking_it_over(cast, now):
    with pytest.raises(groups.WiderNeedsCare):
        change(cast.hidden, cast.ruth, now, visibility="listed")
    assert Group.objects.get(pk=cast.hidden.pk).visibility == "hidden"
    change(cast.hidden, cast.ruth, now, visibility="listed", talked_over=True)
    assert JournalEntry.objects.filter(action="groups.listed", by_id=cast.ruth.pk).count() == 1


def test_hiding_a_group_needs_no_talk(cast, now):
    assert change(cast.circle, cast.ruth, now, visibility="hidden").visibility == "hidden"


@pytest.mark.parametrize("who", ["maya", "omar", "sam", "tess"])
def test_only_a_facilitator_changes_it(cast, now, who):
    with pytest.raises(Denied):
        change(cast.circle, getattr(cast, who), now)
    with pytest.raises(Denied):
        groups.confirm(group=cast.circle, by=getattr(cast, who), now=now)


def open_group(by, now, cast, **more):
    return groups.open_group(
        leaflet=leaflet_of(cast.circle, name="New Room"),
        tags=["panic"],
        points=[{"point": "We listen.", "why": ""}],
        by=by,
        now=now,
        **more,
    )


def test_a_steward_opens_a_group_with_everything_it_needs_and_stays_outside(cast, now):
    made = open_group(cast.tess, now, cast)
    group = made.invitation.group
    assert (group.name, group.agreements.newest().number) == ("New Room", 1)
    assert (made.invitation.role, made.invitation.uses_left) == ("facilitator", 1)
    assert not Membership.objects.of(cast.tess).exists()
    assert Group.objects.visible_to(cast.omar).filter(pk=group.pk).exists()


def test_sending_the_form_twice_opens_one(cast, now):
    open_group(cast.tess, now, cast, once=99)
    with pytest.raises(groups.OpenedAlready):
        open_group(cast.tess, now, cast, once=99)
    assert Group.objects.filter(name="New Room").count() == 1


@pytest.mark.parametrize("who", ["maya", "omar", "ruth", "sam"])
def test_nobody_else_opens_one(cast, now, who):
    with pytest.raises(Denied):
        open_group(getattr(cast, who), now, cast)


def test_a_steward_without_a_second_factor_is_told_what_is_missing(cast, now):
    with pytest.raises(SecondFactorNeeded):
        open_group(a_person("novice", house_role="steward"), now, cast)
