from datetime import timedelta

from hearth.base import clock
from hearth.groups import tasks
from hearth.groups.models import JoinRequest, WelcomeTask
from tests.cast import a_member


def test_the_clock_warns_about_hellos_and_answers_and_forgets(cast, ana, now):
    fern = a_member(cast.circle, ana, "Fern")
    WelcomeTask.objects.create(membership=fern, created_at=now, due_at=now + timedelta(hours=24))
    JoinRequest.objects.create(group=cast.circle, person=cast.omar, answer_by=now, asked_at=now)
    with clock.frozen(now + timedelta(hours=20)):
        tasks.chase_welcomes()
        tasks.chase_requests()
    assert WelcomeTask.objects.get().overdue_told_at == JoinRequest.objects.get().overdue_told_at
    with clock.frozen(now + timedelta(days=60)):
        tasks.chase_requests()
    with clock.frozen(now + timedelta(days=120)):
        tasks.forget()
    assert not JoinRequest.objects.exists()
