from django.utils.translation import gettext_lazy as _

from hearth.base.privacy import Data, Promise
from hearth.delivery import outbox
from hearth.groups.privacy import names_for
from hearth.notices.models import Digest, DigestTime, Errand, Kind, Naming, Notice, Subscription
from hearth.notices.models.notice import KEEP


def export_notices(person):
    names = names_for(person)
    for notice in Notice.objects.of(person).order_by("made_at"):
        yield {
            "told": [str(Kind(kind).label) for kind in notice.kinds],
            "group": names.get(notice.group_id, ""),
            "made_at": notice.made_at,
            "seen_at": notice.seen_at,
        }


def erase_notices(person):
    Notice.objects.of(person).delete()


def export_choices(person):
    for chosen in DigestTime.objects.of(person):
        yield {"letter_of_the_day_at": chosen.at}


def erase_choices(person):
    DigestTime.objects.of(person).delete()


def export_namings(person):
    names = names_for(person)
    for naming in Naming.objects.filter(membership__person=person.pk).select_related("membership"):
        yield {"letters_may_name": names.get(naming.membership.group_id, ""), "since": naming.at}


def erase_namings(person):
    Naming.objects.filter(membership__person=person.pk).delete()


def export_subscriptions(person):
    for subscription in Subscription.objects.of(person):
        yield {"device": subscription.device, "since": subscription.made_at}


def erase_subscriptions(person):
    for subscription in Subscription.objects.of(person):
        outbox.forget(address=subscription.endpoint)
    Subscription.objects.of(person).delete()


def erase_digests(person):
    Digest.objects.of(person).delete()


promises = [
    Promise(
        Notice,
        title=_("What we told you"),
        order=20,
        retention=KEEP,
        fields={
            "id": Data.PLUMBING,
            "person": Data.ACCOUNT,
            "about": Data.MEMBERSHIP,
            "kinds": Data.MEMBERSHIP,
            "group": Data.MEMBERSHIP,
            "thread": Data.MEMBERSHIP,
            "outlives": Data.PLUMBING,
            "leads_to": Data.PLUMBING,
            "leads_to_ids": Data.PLUMBING,
            "made_at": Data.TRACE,
            "seen_at": Data.TRACE,
            "withdrawn_at": Data.TRACE,
            "gathered_at": Data.PLUMBING,
        },
        export=export_notices,
        erase=erase_notices,
    ),
    Promise(
        Errand,
        title=_("What we told you"),
        order=19,
        retention=KEEP,
        fields={
            "id": Data.PLUMBING,
            "person": Data.PLUMBING,
            "notice": Data.PLUMBING,
            "group": Data.PLUMBING,
            "by_mail": Data.PLUMBING,
            "by_push": Data.PLUMBING,
            "urgent": Data.PLUMBING,
            "on": Data.TRACE,
            "due_at": Data.TRACE,
            "sent_at": Data.TRACE,
            "withdrawn_at": Data.TRACE,
        },
        why_kept=_("So that no more goes out in a day than you allow. It goes with the notice it belongs to."),
    ),
    Promise(
        Digest,
        title=_("What we told you"),
        order=20,
        retention=KEEP,
        fields={"id": Data.PLUMBING, "person": Data.PLUMBING, "on": Data.TRACE, "sent_at": Data.TRACE},
        erase=erase_digests,
        why_kept=_("So that there is never more than one letter of the day."),
    ),
    Promise(
        DigestTime,
        title=_("What you want to hear"),
        order=60,
        fields={"id": Data.PLUMBING, "person": Data.ACCOUNT, "at": Data.ACCOUNT},
        export=export_choices,
        erase=erase_choices,
    ),
    Promise(
        Naming,
        title=_("What you want to hear"),
        # Before the membership forgets whose it is.
        order=20,
        fields={"id": Data.PLUMBING, "membership": Data.MEMBERSHIP, "at": Data.TRACE},
        export=export_namings,
        erase=erase_namings,
    ),
    Promise(
        Subscription,
        title=_("Devices that may be told"),
        order=20,
        fields={
            "id": Data.PLUMBING,
            "person": Data.ACCOUNT,
            "session": Data.PLUMBING,
            "endpoint": Data.SECRET,
            "p256dh": Data.SECRET,
            "auth": Data.SECRET,
            "device": Data.ACCOUNT,
            "made_at": Data.TRACE,
        },
        export=export_subscriptions,
        erase=erase_subscriptions,
    ),
]
