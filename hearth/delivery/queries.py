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

    def in_line(self, now):
        """Letters whose time has come and that nobody alive holds."""
        return self.open().filter(due_at__lte=now)

    def due(self, now):
        """Letters a worker may take now, those left in the hand of a dead worker included."""
        return self.in_line(now).filter(tries__lt=MOST_TRIES, expires_at__gt=now)

    def past_help(self, now):
        """Letters in line that must not, or cannot, be carried any more."""
        # Naming both lanes lets the database walk its index instead of the table.
        line = self.in_line(now).filter(urgent__in=(True, False))
        return line.filter(Q(expires_at__lte=now) | Q(tries__gte=MOST_TRIES))

    def next_in_line(self, now, channels, urgent_only=False):
        """Return id and channel of the letter a worker should try for next, or None."""
        for urgent in (True,) if urgent_only else (True, False):
            # A list of one: Django writes "= False" as NOT, and no index answers that.
            line = self.due(now).filter(urgent__in=[urgent], channel__in=channels)
            first = line.order_by("due_at").values_list("id", "channel", named=True).first()
            if first:
                return first
        return None

    def to(self, address: str):
        return self.filter(address__iexact=address)

    def settled_before(self, instant):
        return self.settled().filter(settled_at__lt=instant)
