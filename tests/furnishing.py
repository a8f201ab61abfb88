"""One of everything, in the circle or in the hidden group, so that every door has something behind it.

The words in it are canaries: whoever finds one of them where they may not be has found a leak.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from hearth.base import clock
from hearth.groups.models import Ban, Group, Invitation, JoinRequest, Membership, WelcomeTask
from hearth.notices.models import Notice
from hearth.safety.models import Concern, Report
from tests.cast import Cast, a_member, a_person, a_reply, a_thread

CANARY = "marmalade-cartographer"


@dataclass
class Room:
    """A furnished group: the keys that stand in addresses, by the name of the parameter."""

    group: Group
    keys: dict = field(default_factory=dict)

    def words(self) -> set[str]:
        """Words that only people inside may ever read."""
        return {f"{CANARY}-{self.group.pk}", f"persona-{self.group.pk}"}


def furnish(cast: Cast, group: Group, member: Membership, carer: Membership) -> Room:
    """Put one of everything into a group; the member wrote, the carer looks after."""
    now = clock.now()
    secret = f"{CANARY}-{group.pk}"
    member.name = f"persona-{group.pk}"
    member.save()
    thread = a_thread(member, title=f"{secret} title", body=f"{secret} body")
    reply = a_reply(thread, carer, body=f"{secret} reply")
    asker = a_person(f"asker-{group.pk % 1000}")
    newcomer = a_member(group, a_person(f"newcomer-{group.pk % 1000}"), f"Newcomer {group.pk % 1000}")
    banned = a_person(f"banned-{group.pk % 1000}")
    question = JoinRequest.objects.create(
        group=group,
        person=asker,
        persona={"name": "Someone", "pattern": 1, "dye": 1, "pronouns": "", "about": ""},
        answers=[{"question": "Why?", "answer": f"{secret} answer"}],
        answer_by=now + timedelta(hours=24),
    )
    invitation = Invitation.objects.create(
        group=group, token_hash=f"{group.pk:064x}", by=carer, expires_at=now + timedelta(days=3)
    )
    task = WelcomeTask.objects.create(membership=newcomer, due_at=now + timedelta(hours=20))
    ban = Ban.objects.create(group=group, person=banned, by=carer, reason=f"{secret} reason")
    about = {"group": group, "thread": thread, "post": reply, "about": member, "due_at": now + timedelta(hours=4)}
    concern = Concern.objects.create(**about, raised_by=newcomer, words=f"{secret} worry")
    report = Report.objects.create(
        **about, raised_by=newcomer, words=f"{secret} breach", point="What’s said here stays."
    )
    notice = Notice.objects.create(
        person=member.person,
        about=f"thread:{thread.pk}",
        kinds=["reply"],
        group=group,
        thread=thread,
        leads_to="conversations:threads.show",
        leads_to_ids=[thread.pk],
        made_at=now,
    )
    return Room(
        group=group,
        keys={
            "group": group.pk,
            "thread": thread.pk,
            "post": reply.pk,
            "opening": thread.posts.get(seq=1).pk,
            "membership": member.pk,
            "question": question.pk,
            "invitation": invitation.pk,
            "task": task.pk,
            "ban": ban.pk,
            "concern": concern.pk,
            "report": report.pk,
            "item": concern.pk,
            "notice": notice.pk,
        },
    )
