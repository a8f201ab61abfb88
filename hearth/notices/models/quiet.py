from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# So that the time of a letter cannot be laid beside the time of a post.
JITTER = timedelta(minutes=20)


@dataclass(frozen=True)
class Quiet:
    """The hours of a person's day in which the house keeps still, by the clock on their own wall.

    They may pass midnight. If they begin and end at the same time, there are none. Where the clock is turned,
    what counts is always what the clock on the wall shows.
    """

    zone: ZoneInfo
    begins: time
    ends: time

    @classmethod
    def of(cls, person) -> "Quiet":
        return cls(zone=person.tzinfo, begins=person.quiet_from, ends=person.quiet_until)

    def holds(self, at: datetime) -> bool:
        """Whether it is quiet at this instant."""
        shown = at.astimezone(self.zone).time()
        if self.begins <= self.ends:
            return self.begins <= shown < self.ends
        return shown >= self.begins or shown < self.ends

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def opening(self, at: datetime) -> datetime:
        """The first instant from `at` on at which it is not quiet."""
        while self.holds(at):
            at = self.next(self.ends, after=at)
        return at

    def moment(self, now: datetime, chance: float) -> datetime:
        """A time to go out: from now on, not in quiet hours, shifted by a chance between 0 and 1.

        Up to twenty minutes, ten on average, and forwards only: nothing can be told before it has happened. If
        quiet begins before that, it waits until quiet ends, and is shifted from there.
        """
        opening = self.opening(now)
        room = self.room(opening)
        if room < JITTER and opening == now:
            opening = self.opening(now + room)
            room = self.room(opening)
        return self.opening(opening + chance * min(JITTER, room))

    def room(self, at: datetime) -> timedelta:
        """How long until it next gets quiet; a day where it never does."""
        return timedelta(days=1) if self.begins == self.ends else self.next(self.begins, after=at) - at

    def next(self, shown: time, *, after: datetime) -> datetime:
        """The next instant at which the clock on the wall shows this time, or jumps over it."""
        today = self.day(after)
        for ahead in range(4):
            # On the day when an hour comes twice, the first one counts if it is still to come.
            for fold in (0, 1):
                local = datetime.combine(today + timedelta(days=ahead), shown, self.zone).replace(fold=fold)
                instant = local.astimezone(UTC)
                if instant > after:
                    return instant
        raise ValueError(f"{self.zone} has no {shown} in the days after {after}.")

    def last(self, shown: time, *, before: datetime) -> datetime:
        """The latest instant up to `before` at which the clock on the wall showed this time, or jumped over it."""
        today = self.day(before)
        for back in range(4):
            instant = datetime.combine(today - timedelta(days=back), shown, self.zone).astimezone(UTC)
            if instant <= before:
                return instant
        raise ValueError(f"{self.zone} had no {shown} in the days before {before}.")
