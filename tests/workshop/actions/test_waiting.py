from hearth.delivery.models import Letter
from hearth.groups.models import Membership
from hearth.notices.models import Kind, Notice
from hearth.people.models import Person
from hearth.safety.models import Concern, Report


def kinds(name: str) -> set[str]:
    told = Notice.objects.filter(person__sign_in_name=name)
    return {kind for notice in told for kind in notice.kinds}


def test_maya_and_noor_have_been_told_of_a_reply(house):
    assert kinds("maya") == {Kind.REPLY}
    assert kinds("noor") == {Kind.REPLY}
    assert Person.objects.get(sign_in_name="maya").has_news


def test_ruth_has_been_told_of_everything_that_waits_for_her(house):
    assert {Kind.REPLY_OVERDUE, Kind.JOIN_ASKED, Kind.MEMBER_JOINED} <= kinds("ruth")


def test_nobody_is_told_of_a_group_they_do_not_belong_to(house):
    assert Notice.objects.exclude(group=None).exists()
    for notice in Notice.objects.exclude(group=None).select_related("person"):
        assert Membership.objects.of(notice.person).filter(group=notice.group_id).exists()


def test_sam_has_two_worries_to_look_at_and_those_they_are_about_none(house):
    assert Concern.objects.waiting().visible_to(Person.objects.get(sign_in_name="sam")).count() == 2
    for name in ("priya", "lottie", "omar"):
        assert not Concern.objects.visible_to(Person.objects.get(sign_in_name=name)).exists()


def test_those_who_look_after_the_circle_have_a_report_before_them(house):
    assert Report.objects.waiting().visible_to(Person.objects.get(sign_in_name="ruth")).count() == 1


def test_no_letter_leaves_a_demo_house(house):
    assert not Letter.objects.exists()
