from django.db.models import Q

from hearth.conversations.models import Post, Thread
from hearth.groups.models import AgreementAcceptance, AgreementVersion, JoinRequest, Membership, WelcomeTask
from hearth.meetings.models import Meeting
from hearth.people.models import Person


def who(name: str) -> Person:
    return Person.objects.get(sign_in_name=name)


def test_ruth_has_someone_to_welcome_someone_to_answer_and_a_post_that_waited(house):
    circle = Membership.objects.get(person=who("ruth"), group__name="Steadying Circle").group
    assert JoinRequest.objects.waiting().filter(group=circle).count() == 1
    assert WelcomeTask.objects.open_now().filter(membership__group=circle, claimed_by=None).count() == 1
    assert Thread.objects.in_group(circle).overdue(house).exists()


def test_an_agreement_has_changed_and_not_everyone_has_seen_it(house):
    circle = Membership.objects.get(person=who("ruth"), group__name="Steadying Circle").group
    newest = AgreementVersion.objects.get(group=circle, number=2)
    agreed = set(
        AgreementAcceptance.objects.filter(version=newest).values_list("membership__person__sign_in_name", flat=True)
    )
    assert "maya" in agreed
    assert not agreed & {"noor", "sofia"}
    posted = Post.objects.filter(group=circle, created_at__gt=newest.published_at).values_list(
        "author__person__sign_in_name", flat=True
    )
    assert set(posted) <= agreed


def test_everybody_has_agreed_to_something_in_every_group(house):
    assert not Membership.objects.filter(acceptances=None).exists()


def test_every_meeting_says_when_it_comes_next(house):
    assert Meeting.objects.exists()
    assert not Meeting.objects.filter(Q(next_starts_at=None) | Q(next_starts_at__lte=house)).exists()
