from django.db import models
from django.db.models import Exists, OuterRef, Q


def _id(person):
    """The person's id, or None for visitors and the machine, who read nothing."""
    return person.pk if person is not None and getattr(person, "is_authenticated", False) else None


class _Spoken(models.QuerySet):
    """What threads and posts share: a group, an author's membership, perhaps anonymity."""

    def _memberships(self):
        return self.model._meta.get_field("author").related_model

    def within_groups_of(self, person):
        mine = self._memberships().objects.filter(group=OuterRef("group"), person=_id(person), ended_at=None)
        return self.filter(Exists(mine))

    def not_parted_from(self, person):
        """Without the words of personas between whom and this person's a block stands, either way.

        Anonymous words stay: if they vanished, the one who blocked would learn who wrote them. Those who look
        after the group read everything in it: that is their duty to both.
        """
        memberships = self._memberships()
        blocks = memberships._meta.get_field("blocks_made").related_model.objects
        parted = blocks.filter(
            Q(blocker=OuterRef("author"), blocked__person=_id(person))
            | Q(blocked=OuterRef("author"), blocker__person=_id(person))
        )
        in_the_chair = memberships.objects.filter(
            group=OuterRef("group"),
            person=_id(person),
            ended_at=None,
            role__in=["facilitator", "co_facilitator"],
        )
        return self.filter(Q(anonymous=True) | Q(Exists(in_the_chair)) | ~Q(Exists(parted)))

    def visible_to(self, person):
        """Words of groups the person belongs to at this moment, minus those a block stands before."""
        if _id(person) is None:
            return self.none()
        return self.within_groups_of(person).not_parted_from(person)

    def standing(self):
        return self.filter(withdrawn_at=None)


class ThreadQuerySet(_Spoken):
    """Questions about threads."""

    def in_group(self, group):
        return self.filter(group=group)

    def newest_first(self):
        return self.order_by("-last_post_at", "-id")

    def unanswered(self):
        return self.standing().filter(first_reply_at=None, closed_at=None)

    def overdue(self, now):
        return self.unanswered().filter(reply_due_at__lt=now)


class PostQuerySet(_Spoken):
    """Questions about posts. A post is seen only where its thread is seen."""

    def visible_to(self, person):
        if _id(person) is None:
            return self.none()
        threads = self.model._meta.get_field("thread").related_model.objects
        return super().visible_to(person).filter(
            Exists(threads.visible_to(person).filter(pk=OuterRef("thread")))
        )

    def in_order(self):
        return self.order_by("seq")

    def after(self, seq: int):
        return self.filter(seq__gt=seq)

    def replies(self):
        return self.filter(is_opening=False)


class OwnQuerySet(models.QuerySet):
    """Rows that are their owner's alone."""

    def visible_to(self, person):
        return self.filter(person=_id(person)) if _id(person) is not None else self.none()


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, person):
        """On posts one can see; those meant only for the author are seen by the author and the responder."""
        if _id(person) is None:
            return self.none()
        posts = self.model._meta.get_field("post").related_model.objects
        return self.filter(
            Q(only_author=False) | Q(post__author__person=_id(person)) | Q(by__person=_id(person)),
            Exists(posts.visible_to(person).filter(pk=OuterRef("post"))),
        )
