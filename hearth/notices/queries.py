from django.db import models
from django.db.models import Exists, F, OuterRef, Q


def _id(person):
    """The person's id, or None for visitors and the machine, to whom nothing is told."""
    return person.pk if person is not None and getattr(person, "is_authenticated", False) else None


class OwnQuerySet(models.QuerySet):
    """Rows that are their owner's alone."""

    def of(self, person):
        return self.filter(person=_id(person)) if _id(person) is not None else self.none()

    def visible_to(self, person):
        return self.of(person)


class NoticeQuerySet(OwnQuerySet):
    """Questions about notices. What a notice is about must be theirs to see at this moment, or it is gone."""

    def standing(self):
        return self.filter(withdrawn_at=None)

    def visible_to(self, person):
        """One's own, as long as one still belongs to the group and may still see the conversation."""
        memberships = self.model._meta.get_field("group").related_model._meta.get_field("memberships")
        mine = memberships.related_model.objects.filter(group=OuterRef("group"), person=_id(person), ended_at=None)
        threads = self.model._meta.get_field("thread").related_model.objects
        open_to_me = threads.visible_to(person).standing().filter(pk=OuterRef("thread"))
        return (
            self.of(person)
            .standing()
            .filter(Q(group=None) | Q(outlives=True) | Q(Exists(mine)), Q(thread=None) | Q(Exists(open_to_me)))
        )

    def unseen(self):
        """Neither looked at here nor read where it happened."""
        marks = self.model._meta.get_field("thread").related_model._meta.get_field("read_marks").related_model
        read = marks.objects.filter(
            thread=OuterRef("thread"), membership__person=OuterRef("person"), at__gte=OuterRef("made_at")
        )
        return self.filter(~Exists(read), seen_at=None)

    def as_read_by(self, person):
        """Mark each row `is_new` when it is unseen, and `has_name` when its group may be called by its name.

        A hidden group has none for people outside it, not even for those who were inside.
        """
        groups = self.model._meta.get_field("group").related_model.objects.visible_to(person)
        return self.annotate(
            is_new=Exists(self.model.objects.unseen().filter(pk=OuterRef("pk"))),
            has_name=Exists(groups.filter(pk=OuterRef("group"))),
        )

    def gathered(self):
        """Waiting for the letter of the day."""
        return self.filter(gathered_at__isnull=False)

    def with_knocks(self):
        """Mark each row `knocked` when a browser was already knocked at for it."""
        errands = self.model._meta.get_field("errands").related_model.objects
        return self.annotate(knocked=Exists(errands.filter(notice=OuterRef("pk"), by_push=True).sent()))

    def newest_first(self):
        return self.order_by("-made_at", "-id")

    def before(self, instant, id):
        """The page after this row, however many came in the meantime."""
        return self.filter(Q(made_at__lt=instant) | Q(made_at=instant, id__lt=id))


class ErrandQuerySet(OwnQuerySet):
    """Questions about what goes out."""

    def waiting(self):
        return self.filter(sent_at=None, withdrawn_at=None)

    def sent(self):
        return self.filter(sent_at__isnull=False)

    def due(self, now):
        return self.waiting().filter(due_at__lte=now)

    def counted(self, *, person, group, on):
        """What has gone out or will, of the kind that a day's limit counts."""
        return self.of(person).filter(group=group, on=on, withdrawn_at=None, urgent=False)

    def since_seen(self):
        """Gone out for what its person has not looked at since."""
        return self.sent().filter(sent_at__gte=F("notice__made_at"))


class SubscriptionQuerySet(OwnQuerySet):
    """Questions about browsers that may be knocked at: those still signed in, nobody else's."""

    def live(self, now):
        return self.filter(session__expire_date__gt=now)

    def newest_first(self):
        return self.order_by("-made_at", "-id")
