"""What happens to a letter: written, taken in hand, settled, withdrawn, forgotten. Rows only, never the network."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from hearth.base.events import announce
from hearth.base.permissions import require
from hearth.base.transactions import deed
from hearth.delivery.events import AddressRefused, SubscriptionGone
from hearth.delivery.models import Letter, RefusedAddress
from hearth.delivery.outcomes import Outcome
from hearth.delivery.permissions import Can
from hearth.delivery.queries import MOST_TRIES

# After the first try, the second, and so on: a day and a few hours in all, then the letter has failed.
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 120, 240, 480, 720))
LONGEST_WAIT = WAITS[-1]
# How long nobody knocks at a server that would not open.
HOLD = timedelta(seconds=30)
HOLD_URGENT = timedelta(seconds=5)

KEEP_BODIES = timedelta(hours=24)
KEEP_ADDRESSES = timedelta(days=7)
KEEP_LETTERS = timedelta(days=30)
KEEP_REFUSALS = timedelta(days=30)


def wait_after(tries: int) -> timedelta:
    return WAITS[min(tries, len(WAITS)) - 1]


def digest_of(address: str) -> str:
    """Keyed, so that a stolen table cannot be searched for a known address."""
    return salted_hmac("hearth.delivery.address", address.lower(), algorithm="sha256").hexdigest()


@deed
def write(*, letter: Letter, by) -> Letter:
    """Put the letter into the outbox. If one with its key is there already, that one stands and is returned.

    An e-mail to an address that refused us lately is written as bounced, unless it is urgent: knocking again and
    again at a dead address makes mail servers distrust everything else we send.
    """
    require(by, Can.WRITE)
    if letter.channel == Letter.Channel.EMAIL and not letter.urgent:
        refused = RefusedAddress.objects.filter(digest=digest_of(letter.address)).first()
        if refused:
            letter.state, letter.reason = Letter.State.BOUNCED, refused.reason
            letter.due_at, letter.settled_at = None, letter.written_at
    fields = {field.attname: getattr(letter, field.attname) for field in letter._meta.concrete_fields}
    standing, _new = Letter.objects.get_or_create(key=fields.pop("key"), defaults=fields)
    return standing


@deed
def take(*, letter_id: int, until: datetime, now: datetime, by) -> Letter | None:
    """Take a due letter in hand until then, or return None because another worker was quicker."""
    require(by, Can.CARRY)
    taken = (
        Letter.objects.due(now)
        .filter(id=letter_id)
        .update(state=Letter.State.IN_HAND, due_at=until, tries=F("tries") + 1)
    )
    return Letter.objects.get(id=letter_id) if taken else None


@deed
def settle(*, letter: Letter, outcome: Outcome, now: datetime, by) -> None:
    """Write down what became of a letter taken in hand. One that would be tried again too late expires now.

    That it was handed over stands whoever has it by now. Anything else counts only if no other worker has taken
    it since (`tries` says so), or a slow hand would undo what a quick one did.
    """
    require(by, Can.CARRY)
    row = Letter.objects.filter(id=letter.id)
    over = {"due_at": None, "settled_at": now}
    if outcome.state == Letter.State.SENT:
        row.open().update(state=outcome.state, reason="", handed_over_at=now, **over)
        return
    row = row.filter(state=Letter.State.IN_HAND, tries=letter.tries)
    state = outcome.state
    if state == Letter.State.WAITING:
        wait = max(wait_after(letter.tries), min(outcome.wait or timedelta(), LONGEST_WAIT))
        if letter.tries < MOST_TRIES and now + wait < letter.expires_at:
            row.update(state=state, reason=outcome.reason, due_at=now + wait)
            return
        state = Letter.State.FAILED if letter.tries >= MOST_TRIES else Letter.State.EXPIRED
    if not row.update(state=state, reason=outcome.reason, **over):
        return
    if state == Letter.State.BOUNCED:
        RefusedAddress.objects.update_or_create(
            digest=digest_of(letter.address), defaults={"reason": outcome.reason, "refused_at": now}
        )
        announce(AddressRefused(letter_id=letter.id))
    if state == Letter.State.GONE:
        announce(SubscriptionGone(letter_id=letter.id))


@deed
def hold(*, channel: str, reason: str, now: datetime, by) -> None:
    """Let the rest of a line wait a little because the way is shut. None of them loses a try by it."""
    require(by, Can.CARRY)
    line = Letter.objects.due(now).filter(channel=channel, state=Letter.State.WAITING)
    line.filter(urgent=True).update(due_at=now + HOLD_URGENT, reason=reason)
    line.filter(urgent=False).update(due_at=now + HOLD, reason=reason)


@deed
def give_up(*, now: datetime, by) -> int:
    """Close the letters that came too late, or that outlived every hand which took them."""
    require(by, Can.CARRY)
    hopeless = Letter.objects.past_help(now)
    over = {"due_at": None, "settled_at": now}
    late = hopeless.filter(expires_at__lte=now).update(state=Letter.State.EXPIRED, **over)
    return late + hopeless.update(state=Letter.State.FAILED, reason="worn out", **over)


@deed
def withdraw(*, key: str, by) -> bool:
    """Take a letter back out, unless it is on its way or has been settled. Its key may be used again."""
    require(by, Can.WRITE)
    deleted, _by_model = Letter.objects.filter(key=key, state=Letter.State.WAITING).delete()
    return bool(deleted)


@deed
def forget(*, address: str, by) -> None:
    """Delete everything about an address: letters waiting, letters carried, and that it refused us."""
    require(by, Can.FORGET)
    Letter.objects.to(address).delete()
    RefusedAddress.objects.filter(digest=digest_of(address)).delete()


@deed
def trust(*, address: str, by) -> None:
    """Write to this address again, because its owner has just shown that they read it."""
    require(by, Can.WRITE)
    RefusedAddress.objects.filter(digest=digest_of(address)).delete()


@deed
def purge(*, now: datetime, by) -> None:
    """Blank what letters said a day after they were settled, and to whom after a week; then delete them."""
    require(by, Can.FORGET)
    said = Q(subject="", text="", html="", unsubscribe_url="", push_key="", push_secret="")
    Letter.objects.settled_before(now - KEEP_BODIES).exclude(said).update(
        subject="", text="", html="", unsubscribe_url="", push_key="", push_secret=""
    )
    Letter.objects.settled_before(now - KEEP_ADDRESSES).exclude(address="").update(address="")
    Letter.objects.settled_before(now - KEEP_LETTERS).delete()
    RefusedAddress.objects.filter(refused_at__lt=now - KEEP_REFUSALS).delete()
