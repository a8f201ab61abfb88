"""Who may see which words. Every page, list, search and notice begins with one of these."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q


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


# Fewer than this, and a share would tell about single people.
FEWEST_FOR_A_SHARE = 5


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

    def to_chase(self, now):
        """Overdue threads for which the next people have not been told yet."""
        return self.unanswered().filter(
            Q(chased="", reply_due_at__lte=now) | Q(chased="greeters", second_due_at__lte=now)
        )

    def answered_share(self, group, since) -> float | None:
        """Which part of a group's threads was answered in time; None while too few say anything."""
        begun = self.in_group(group).standing().filter(created_at__gte=since).exclude(reply_due_at=None)
        counts = begun.aggregate(
            all=models.Count("id"),
            in_time=models.Count("id", filter=Q(first_reply_at__lte=F("reply_due_at"))),
        )
        if counts["all"] < FEWEST_FOR_A_SHARE:
            return None
        return counts["in_time"] / counts["all"]


class PostQuerySet(_Spoken):
    """Questions about posts. A post is seen only where its thread is seen."""

    def visible_to(self, person):
        if _id(person) is None:
            return self.none()
        threads = self.model._meta.get_field("thread").related_model.objects
        return super().visible_to(person).filter(Exists(threads.visible_to(person).filter(pk=OuterRef("thread"))))

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


class ThanksQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Only the one thanked reads them, while nothing stands between the two.

        Thanks without a name stay, whatever stands there: if they went, the one who blocks would learn who sent them.
        """
        if _id(person) is None:
            return self.none()
        memberships = self.model._meta.get_field("by").related_model
        blocks = memberships._meta.get_field("blocks_made").related_model.objects
        parted = blocks.filter(
            Q(blocker=OuterRef("by"), blocked__person=_id(person))
            | Q(blocked=OuterRef("by"), blocker__person=_id(person))
        )
        posts = self.model._meta.get_field("post").related_model.objects
        return self.filter(
            Exists(posts.visible_to(person).filter(pk=OuterRef("post"))), post__author__person=_id(person)
        ).filter(Q(post__thread__anonymous=True, by=F("post__thread__author")) | ~Q(Exists(parted)))


class WatchQuerySet(models.QuerySet):
    def of(self, thread):
        return self.filter(thread=thread)

    def audience(self, post):
        """Whom a new post may be told to: those who follow, are still here, and would see and read these words.

        Yields watches with their memberships. The third form of one rule: it agrees with `visible_to`.
        """
        memberships = self.model._meta.get_field("membership").related_model
        blocks = memberships._meta.get_field("blocks_made").related_model.objects
        mutes = memberships._meta.get_field("mutes_made").related_model.objects
        following = self.of(post.thread_id).filter(quiet=False, membership__ended_at=None)
        following = following.exclude(membership=post.author_id).exclude(membership__person=None)
        in_the_chair = Q(membership__role__in=["facilitator", "co_facilitator"])
        for author, anonymous in ((post.author_id, post.anonymous), (post.thread.author_id, post.thread.anonymous)):
            if not anonymous:
                person = OuterRef("membership__person")
                parted = blocks.filter(
                    Q(blocker=author, blocked__person=person) | Q(blocked=author, blocker__person=person)
                )
                following = following.filter(in_the_chair | ~Q(Exists(parted)))
        if not post.anonymous:
            following = following.exclude(Exists(mutes.filter(muter=OuterRef("membership"), muted=post.author_id)))
        return following.select_related("membership")
