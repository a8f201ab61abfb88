"""Who may see which words. Every page, list, search and notice begins with one of these."""

from django.db import models
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast

from hearth.conversations.queries import search


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


# What a list of hits shows, and what decides whether it may.
FOUND = (
    *("thread", "author", "anonymous", "html", "notes", "fold", "created_at"),
    *("author__name", "author__ended_at"),
    *("thread__author", "thread__anonymous", "thread__title", "thread__notes", "thread__fold", "thread__group__name"),
)

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

    def overdue_in(self, group, now):
        """What waits too long in a group, the longest first."""
        return self.in_group(group).overdue(now).order_by("reply_due_at")

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

    def waiting_for(self, person):
        """Unanswered threads this person might reply to, each with why: first posts first, then what they share.

        `shares_note` and `same_intent` compare with what the person wrote about openly, by its labels; never with
        the text of anything. Anonymous threads stay although their writer may be quieted: if they went, the one
        who reads would learn who wrote them.
        """
        if _id(person) is None:
            return self.none()
        own = self.model.objects.filter(author__person=_id(person), anonymous=False, withdrawn_at=None)
        my_notes = {note for notes in own.exclude(notes=[]).values_list("notes", flat=True) for note in notes}
        mutes = self._memberships()._meta.get_field("mutes_made").related_model.objects
        quieted = mutes.filter(muted=OuterRef("author"), muter__person=_id(person))
        threads = (
            self.visible_to(person)
            .unanswered()
            .exclude(author__person=_id(person))
            .filter(Q(anonymous=True) | ~Q(Exists(quieted)))
            .annotate(
                notes_text=Cast("notes", TextField()),
                same_intent=Exists(own.filter(intent=OuterRef("intent"))),
            )
        )
        for note in person.folded_notes:
            threads = threads.exclude(notes_text__contains=f'"{note}"')
        shared = Q(pk__in=[])
        for note in my_notes:
            shared |= Q(notes_text__contains=f'"{note}"')
        return threads.annotate(
            shares_note=Case(When(shared, then=Value(True)), default=Value(False), output_field=BooleanField())
        ).order_by("-is_first", "-shares_note", "-same_intent", "reply_due_at", "id")


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

    def replies_to(self, person, since):
        """What others wrote in threads the person began, since then."""
        return (
            self.visible_to(person)
            .standing()
            .replies()
            .filter(thread__author__person=_id(person), created_at__gt=since)
            .exclude(author__person=_id(person))
            .order_by("created_at")
        )

    def find(self, person, asked: str, limit: int = 20) -> list:
        """Posts that hold these words and that the person may see now, the best first."""
        if _id(person) is None:
            return []
        groups = list(self._memberships().objects.of(person).values_list("group", flat=True))
        # Some of the best may not be this person's to see; enough are looked at that the rest fill the page.
        best = search.matching(asked, groups)[: 2 * limit]
        seen = {
            post.pk: post
            for post in self.visible_to(person)
            .standing()
            .filter(pk__in=best)
            .select_related("author", "thread", "thread__group")
            .only(*FOUND)
        }
        return [seen[id] for id in best if id in seen][:limit]


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
        """Only the one thanked reads them, while nothing stands between the two."""
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
        ).exclude(Exists(parted))


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
