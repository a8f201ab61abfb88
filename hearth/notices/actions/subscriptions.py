"""Browsers that may be knocked at: asked for by a press, taken back by another."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hearth.base.http import Refusal
from hearth.base.permissions import HEARTH, require
from hearth.base.transactions import deed
from hearth.delivery import outbox, webpush
from hearth.notices.actions import errands
from hearth.notices.models import Subscription
from hearth.notices.permissions import Can
from hearth.people.models import Person, Session

# Each is one more request we send for every knock.
MOST = 8


class UnknownPushService(Refusal):
    sentence = _("This browser’s way of receiving notices isn’t one we know, so we can’t use it here.")


class BorrowedDevice(Refusal):
    sentence = _("You said this isn’t your device, so we won’t knock on it.")


class NothingToKnockAt(Refusal):
    sentence = _("None of your devices is set to receive notices at the moment.")


@deed
def subscribe(*, session: Session, endpoint: str, p256dh: str, auth: str, now: datetime, by: Person) -> Subscription:
    """Let the house knock at the browser of this session. The oldest goes when there are too many."""
    require(by, Can.CHOOSE, session.person)
    if session.borrowed:
        raise BorrowedDevice
    try:
        webpush.check_subscription(endpoint=endpoint, p256dh=p256dh, auth=auth)
    except webpush.BadSubscription as wrong:
        raise UnknownPushService from wrong
    Subscription.objects.filter(endpoint=endpoint).delete()
    for old in Subscription.objects.of(by).newest_first()[MOST - 1 :]:
        _end(old)
    return Subscription.objects.create(
        person=by,
        session=session,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        device=session.device,
        made_at=now,
    )


@deed
def unsubscribe(*, subscription: Subscription, by: Person) -> None:
    """Knock at this browser no more, not even with what is already on its way."""
    require(by, Can.CHOOSE, subscription.person)
    _end(subscription)


@deed
def drop(*, endpoint: str, by) -> None:
    """Forget a browser that has told its push service to stop."""
    require(by, Can.TELL)
    Subscription.objects.filter(endpoint=endpoint).delete()


@deed
def try_out(*, now: datetime, by: Person) -> None:
    """Knock once at every device of one's own, to see what it looks like; at most once a minute."""
    require(by, Can.CHOOSE, by)
    # The minute stands in the key: a second press within it is the same knock.
    if not errands.knock(person=by, key=f"try:{by.pk}:{now:%Y%m%d%H%M}", urgent=True, now=now, by=HEARTH):
        raise NothingToKnockAt


def _end(subscription: Subscription) -> None:
    outbox.forget(address=subscription.endpoint)
    subscription.delete()
