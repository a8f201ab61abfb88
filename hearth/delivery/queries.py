"""Questions about letters."""

from django.db.models import Q, QuerySet

OPEN_STATES = ("waiting", "in_hand")
# The waits after a try that failed add up to more than a day; see `actions.letters.WAITS`.
MOST_TRIES = 9


class LetterQuerySet(QuerySet):
    def open(self):
        """Letters that may still be carried: waiting, or in the hand of a worker (alive or dead)."""
        return self.filter(state__in=OPEN_STATES)

    def settled(self):
        return self.exclude(state__in=OPEN_STATES)

    def due(self, now):
        """Letters a worker may take now, those left in the hand of a dead worker included."""
        return self.open().filter(due_at__lte=now, tries__lt=MOST_TRIES, expires_at__gt=now)

    def past_help(self, now):
        """Letters in nobody's hand that must not, or cannot, be carried any more."""
        late = Q(expires_at__lte=now)
        worn_out = Q(tries__gte=MOST_TRIES)
        in_nobodys_hand = Q(state="waiting") | Q(due_at__lte=now)
        return self.open().filter(in_nobodys_hand).filter(late | (worn_out & Q(due_at__lte=now)))

    def next_in_line(self, now, channels, urgent_only=False):
        """Return the letter a worker should try for next, with its id and channel only, or None."""
        line = self.due(now).filter(channel__in=channels)
        if urgent_only:
            line = line.filter(urgent=True)
        return line.order_by("-urgent", "due_at", "id").only("id", "channel").first()

    def to(self, address: str):
        return self.filter(address__iexact=address)

    def settled_before(self, instant):
        return self.settled().filter(settled_at__lt=instant)
