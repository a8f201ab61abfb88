"""What waits for someone in the demo house: worries, a report, and what people have been told by now."""

from datetime import datetime, timedelta

from hearth.base import ids
from hearth.base.permissions import HEARTH
from hearth.conversations.models import Post, ReadMark, Thread
from hearth.groups.models import JoinRequest, Membership, WelcomeTask
from hearth.notices.actions import notices
from hearth.notices.models import Kind
from hearth.people.models import Person
from hearth.safety.actions import concerns, reports
from hearth.workshop.queries import known_id, read


def ask_for_care(now: datetime, people: dict[str, Person]) -> None:
    """Worries and a report on the desks, put there by the same deeds as everybody's."""
    care = read("care")
    for worry in care["worries"]:
        post = Post.objects.get(pk=known_id("post", worry["post"])) if worry["post"] else None
        at = now - timedelta(hours=worry["hours_ago"])
        person = people[worry["person"]]
        if post:
            concerns.raise_about(about=post, words=worry["words"], level=worry["level"], by=person, now=at)
        else:
            concerns.ask_for_oneself(group=None, words=worry["words"], by=person, now=at)
    for report in care["reports"]:
        reports.make(
            post=Post.objects.get(pk=known_id("post", report["post"])),
            point=report["point"],
            words=report["words"],
            by=people[report["person"]],
            now=now - timedelta(hours=report["hours_ago"]),
        )


def tell(now: datetime) -> None:
    """What people would have been told by now: replies they have not read, and what waits for those who care."""
    for thread in Thread.objects.exclude(first_reply_at=None).select_related("author__person", "group"):
        mark = ReadMark.objects.filter(thread=thread, membership=thread.author).first()
        newest = thread.posts.order_by("-seq").first()
        if mark and mark.seq < newest.seq and newest.author_id != thread.author_id:
            _tell(thread.author, Kind.REPLY, thread, "", ("conversations:threads.show", thread.pk), newest.created_at)
    for thread in Thread.objects.overdue(now).select_related("group"):
        for carer in thread.group.memberships.welcoming().select_related("person", "group"):
            link = ("conversations:threads.show", thread.pk)
            _tell(carer, Kind.REPLY_OVERDUE, thread, "waiting", link, thread.reply_due_at)
    for request in JoinRequest.objects.waiting().select_related("group"):
        for carer in request.group.memberships.looking_after().select_related("person", "group"):
            link = ("groups:requests.show", request.group_id, request.pk)
            _tell(carer, Kind.JOIN_ASKED, request, "", link, request.asked_at)
    for task in WelcomeTask.objects.open_now().select_related("membership__group"):
        for carer in task.membership.group.memberships.welcoming().select_related("person", "group"):
            link = ("groups:welcomes.index", carer.group_id)
            _tell(carer, Kind.MEMBER_JOINED, task.membership, "welcome", link, task.created_at)


def _tell(member: Membership, kind: Kind, row, part: str, link: tuple, at: datetime) -> None:
    about = f"{row._meta.model_name}:{ids.key(row.pk)}" + (f":{part}" if part else "")
    thread = row if isinstance(row, Thread) else None
    notices.offer(
        person=member.person, kind=kind, about=about, link=link, group=member.group, thread=thread, now=at, by=HEARTH
    )
