from django.utils.translation import gettext_lazy as _

from hearth.base.permissions import HEARTH
from hearth.base.privacy import Data, Promise
from hearth.delivery.actions import letters
from hearth.delivery.models import Letter, RefusedAddress


def export_letters(person):
    """The letters of the last week to the person's own address; what older ones said is gone already."""
    if person.email:
        for letter in Letter.objects.filter(channel=Letter.Channel.EMAIL).to(person.email).order_by("written_at"):
            # Without the text: it can hold a link that signs in, and an export lies about on a disk for years.
            yield {"written_at": letter.written_at, "subject": letter.subject, "state": letter.state}


def erase_letters(person):
    """Push endpoints are known to the room that keeps subscriptions, which calls `outbox.forget` for each."""
    if person.email:
        letters.forget(address=person.email, by=HEARTH)


promises = [
    Promise(
        Letter,
        fields={
            "id": Data.PLUMBING,
            "channel": Data.PLUMBING,
            "key": Data.PLUMBING,
            "address": Data.ACCOUNT,
            "push_key": Data.SECRET,
            "push_secret": Data.SECRET,
            "subject": Data.SECRET,
            # Letters carry no member's words, but they do carry links that open doors.
            "text": Data.SECRET,
            "html": Data.SECRET,
            "unsubscribe_url": Data.SECRET,
            "message_id": Data.PLUMBING,
            "urgent": Data.PLUMBING,
            "state": Data.PLUMBING,
            "tries": Data.PLUMBING,
            "due_at": Data.PLUMBING,
            "expires_at": Data.PLUMBING,
            "reason": Data.PLUMBING,
            "written_at": Data.TRACE,
            "handed_over_at": Data.TRACE,
            "settled_at": Data.TRACE,
        },
        title=_("Letters we sent you"),
        export=export_letters,
        erase=erase_letters,
        retention=letters.KEEP_LETTERS,
        why_kept=_(
            "What a letter said is gone after a day and your address after a week. For a month we keep that some "
            "letter went out, so that it is never sent twice."
        ),
        order=40,
    ),
    Promise(
        RefusedAddress,
        fields={
            "id": Data.PLUMBING,
            "digest": Data.ACCOUNT,
            "reason": Data.PLUMBING,
            "refused_at": Data.TRACE,
        },
        retention=letters.KEEP_REFUSALS,
        why_kept=_("So that we do not keep writing to an address where nobody reads."),
        order=40,
    ),
]
