"""When a chat is told something: at once, in a digest, after its quiet hours.

On its own clock, whatever that does. An hour that the clock skips in spring is the moment to which it skips; one that
comes twice in autumn counts once, the first time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from retrieval.library.incident_models import Rhythm

# The minutes of a day.
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of the day to another, in minutes after midnight, perhaps over midnight."""

    start: int
    end: int

    def has(self, local: datetime) -> bool:
        """Whether a moment lies in them, on the clock that it carries."""
        minute = local.hour * 60 + local.minute
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def end_after(self, local: datetime) -> datetime:
        """When the quiet hours that hold a moment are over."""
        over_midnight = self.start > self.end and local.hour * 60 + local.minute >= self.start
        return at(local.date() + timedelta(days=over_midnight), self.end, local)


@dataclass(frozen=True, slots=True)
class Clock:
    """A chat's time: its zone, its quiet hours, and until when it is muted."""

    zone: ZoneInfo
    quiet: QuietHours | None = None
    muted_until: datetime | None = None

    def undisturbed(self, moment: datetime) -> datetime:
        """The first moment from this one on at which the chat may be woken."""
        if self.muted_until is not None and self.muted_until > moment:
            moment = self.muted_until
        local = moment.astimezone(self.zone)
        if self.quiet is None or not self.quiet.has(local):
            return moment
        end = self.quiet.end_after(local)
        return end if end > moment else moment  # the clock was set back over the end

    def digest(self, moment: datetime, hour: int, weekday: int | None) -> datetime:
        """The next digest after a moment: daily at an hour, or weekly on a weekday (Monday is 0).

        The reader has chosen the hour, so that quiet hours do not count; being muted does.
        """
        if self.muted_until is not None and self.muted_until > moment:
            moment = self.muted_until
        local = moment.astimezone(self.zone)
        day = local.date()
        if weekday is not None:
            day += timedelta(days=(weekday - day.weekday()) % 7)
        due = at(day, hour * 60, local)
        step = timedelta(days=1 if weekday is None else 7)
        return due if due > moment else at(day + step, hour * 60, local)

    def due(self, moment: datetime, rhythm: Rhythm, hour: int, weekday: int) -> datetime:
        """When something that is new at a moment is told in a rhythm."""
        match rhythm:
            case Rhythm.INSTANT:
                return self.undisturbed(moment)
            case Rhythm.DAILY:
                return self.digest(moment, hour, None)
            case Rhythm.WEEKLY:
                return self.digest(moment, hour, weekday)


def at(day: date, minute: int, like: datetime) -> datetime:
    """A time of a day (minutes after midnight) on the clock of another moment, as a moment in UTC."""
    wall = datetime.combine(day, time(minute % DAY // 60, minute % 60), like.tzinfo)
    moment = wall.astimezone(UTC)
    is_skipped = moment.astimezone(like.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None)
    return _after_jump(wall) if is_skipped else moment


def _after_jump(skipped: datetime) -> datetime:
    """The moment at which a clock skips a time of the day: the first one that shows a later time."""
    low, high = skipped.replace(fold=1).astimezone(UTC), skipped.replace(fold=0).astimezone(UTC)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(skipped.tzinfo).replace(tzinfo=None) > skipped.replace(tzinfo=None):
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)
