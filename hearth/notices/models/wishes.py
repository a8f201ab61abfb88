from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import models

from hearth.delivery import outbox
from hearth.notices.models.notice import Kind
from hearth.notices.models.subscription import Subscription


class Way(models.TextChoices):
    """How much somebody wants to hear by e-mail or by a knock, from nothing to everything."""

    NONE = "none"
    DIGEST = "digest"
    EACH = "each"


LADDER = list(Way)


def least(*ways: str) -> Way:
    return Way(min(ways, key=LADDER.index))


def at_once(way: Way) -> Way:
    """Somebody who asked to hear at all hears now."""
    return Way.NONE if way == Way.NONE else Way.EACH


@dataclass(frozen=True)
class Wishes:
    """What a person asked to hear outside the house. Nothing goes out that was not asked for.

    E-mail needs an address its owner has confirmed: to a mistyped one, even an unspecific letter says too much.
    """

    mail: Way
    push: Way

    @classmethod
    def of(cls, person, now: datetime) -> "Wishes":
        mail = Way.NONE
        if person.is_active and person.letters != Way.NONE and can_be_written_to(person):
            mail = Way(person.letters)
        knocks = person.is_active and Subscription.objects.of(person).live(now).exists()
        return cls(mail=mail, push=Way.EACH if knocks else Way.NONE)

    def within(self, membership) -> "Wishes":
        """The same, as far as this group goes. A group one has gone quiet in stays quiet."""
        if membership is None:
            return self
        limit = Way.NONE if membership.quiet_since else membership.notices
        return Wishes(mail=least(self.mail, limit), push=least(self.push, limit))

    def about(self, kind: Kind, *, urgent: bool = False) -> "Wishes":
        """The same, for one kind of notice: some stay inside, some can wait, some cannot."""
        if kind.stays_inside:
            return Wishes(mail=Way.NONE, push=Way.NONE)
        if kind.can_wait:
            return Wishes(mail=least(self.mail, Way.DIGEST), push=least(self.push, Way.DIGEST))
        if urgent:
            return Wishes(mail=at_once(self.mail), push=at_once(self.push))
        return self

    @property
    def any(self) -> bool:
        return self.mail != Way.NONE or self.push != Way.NONE


def can_be_written_to(person) -> bool:
    """Whether there is an address, confirmed by its owner, that has not turned our letters away."""
    return bool(person.email) and has_confirmed(person) and not outbox.is_refused(person.email)


def has_confirmed(person) -> bool:
    return EmailAddress.objects.filter(user_id=person.pk, email__iexact=person.email, verified=True).exists()
