from django.db import models
from django.db.models import Q

from hearth.base.models import Row
from hearth.delivery.queries import OPEN_STATES, LetterQuerySet


class Letter(Row):
    """One thing to one address: a row of the outbox, written in the transaction of the deed it tells of."""

    class Channel(models.TextChoices):
        EMAIL = "email"
        PUSH = "push"

    class State(models.TextChoices):
        WAITING = "waiting"
        IN_HAND = "in_hand"
        SENT = "sent"
        FAILED = "failed"
        EXPIRED = "expired"
        # The mail server says that nobody lives at the address.
        BOUNCED = "bounced"
        # The push service says that the browser has unsubscribed.
        GONE = "gone"

    channel = models.CharField(max_length=5, choices=Channel.choices)
    # Digest of kind, target and occasion: enough never to write one letter twice, too little to read from it who.
    key = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=1000, help_text="An e-mail address, or the endpoint of a push subscription.")
    push_key = models.CharField(max_length=100, blank=True)
    push_secret = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    unsubscribe_url = models.CharField(max_length=500, blank=True)
    message_id = models.CharField(max_length=300)
    urgent = models.BooleanField(default=False)

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    # When a worker may next take it. While it is in a hand: when that hand is taken to be dead. Settled: never.
    due_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(help_text="Useless from then on; never carried later.")
    # What went wrong last, as a code or the name of an error. Never a server's sentence: those quote addresses.
    reason = models.CharField(max_length=60, blank=True)
    written_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        # Whole, not partial: SQLite cannot see that a bound value fits a partial index. Settled letters have no
        # due_at, so that the line stays as short as what waits in it.
        indexes = [
            models.Index("urgent", "due_at", name="letter_in_line"),
            models.Index("settled_at", name="letter_settled"),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_is_open_or_settled",
                condition=Q(state__in=OPEN_STATES, due_at__isnull=False, settled_at=None)
                | (~Q(state__in=OPEN_STATES) & Q(due_at=None, settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="letter_has_one_recipient",
                condition=~Q(channel="email") | ~(Q(address__contains=",") | Q(address__contains=";")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} letter, {self.state}"


class RefusedAddress(Row):
    """Nobody lives at this e-mail address, says its own mail server; kept as a digest, for a month."""

    digest = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=60)
    refused_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"refused: {self.reason}"
