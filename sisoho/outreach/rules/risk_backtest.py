"""What a rule would have caught and missed, had it been read on the days of a span: counts, no names.

On each day it is shown what the school knew then: a mark as it stood that evening, a circumstance once
it was written down. What the records do not date is told by the command.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from sisoho.outreach.rules.absence import Seen
from sisoho.outreach.rules.risk_rules import RiskCode, RiskRule
from sisoho.outreach.rules.risk_signs import MISSED, PupilRecord, Record, findings
from sisoho.school_calendar import Slot

WARNING = timedelta(days=30)  # an outcome later than this after a finding is not said to follow from it
ALTERNATIVES: dict[RiskCode, tuple[int, ...]] = {
    RiskCode.STREAK: (2, 3, 4, 5),
    RiskCode.SHARE: (5, 10, 15, 20),
}
Heard = tuple[tuple[date, Seen], ...]
"""What was said of a half-day, and from which day on, oldest first."""


@dataclass(frozen=True, slots=True)
class RememberedPupil:
    """`record` as it stands now; `told_on`: the days on which an absence was heard of.

    `on` gives the record as it was known on a day.
    """

    record: PupilRecord
    dropped_on: date | None
    told_on: tuple[date, ...]
    on: Callable[[date], PupilRecord]


@dataclass(frozen=True, slots=True)
class Watched:
    """A pupil in a span: the days on which each rule would have raised the pupil, and the outcome's day."""

    raised: Mapping[RiskRule, tuple[date, ...]]
    ended: date | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Pupils, each counted once: caught + false = raised, caught + missed = outcomes."""

    rule: RiskRule
    caught: int
    missed: int
    false: int
    days: float | None  # median, from the first warning within 30 days to the outcome

    @property
    def raised(self) -> int:
        return self.caught + self.false


def known_history(half_days: Mapping[Slot, Heard], day: date) -> Record:
    """What the school knew on the evening of a day of its half-days, in their order."""
    found = []
    for slot, words in half_days.items():
        seen = next((seen for heard, seen in reversed(words) if heard <= day), None)
        if seen is not None:
            found.append((slot, seen))
    return tuple(found)


def outcome(
    record: PupilRecord, dropped_on: date | None, half_days: int, first: date, last: date
) -> date | None:
    """The first day of the span with a dropout or with the `half_days`-th half-day missed this year."""
    missed = [s.date for s, what in record.history if what in MISSED and s.date >= record.year_starts]
    days = [left for left, _ in record.dropped] + missed[half_days - 1 : half_days]
    days += [dropped_on] if dropped_on else []
    return min((day for day in days if first <= day <= last), default=None)


def watched(
    pupil: RememberedPupil, rules: Iterable[RiskRule], half_days: int, first: date, last: date
) -> Watched:
    """Each rule by itself, asked on every day on which an absence was heard of before the outcome."""
    ended = outcome(pupil.record, pupil.dropped_on, half_days, first, last)
    days = [day for day in pupil.told_on if first <= day <= last and (ended is None or day < ended)]
    raised: dict[RiskRule, list[date]] = {rule: [] for rule in rules}
    for day in days:
        known = pupil.on(day)
        for rule, found in raised.items():
            if findings(known, [replace(rule, raises_alone=True, active=True)], day):
                found.append(day)
    return Watched({rule: tuple(found) for rule, found in raised.items()}, ended)


def tally(pupils: Iterable[Watched], rule: RiskRule) -> Tally:
    caught, missed, false = [], 0, 0
    for pupil in pupils:
        found, ended = pupil.raised[rule], pupil.ended
        near = [day for day in found if ended is not None and ended - day <= WARNING]
        if near and ended is not None:
            caught.append((ended - near[0]).days)
        else:
            false += bool(found)
            missed += ended is not None
    return Tally(rule, len(caught), missed, false, median(caught) if caught else None)


def variants(rules: Iterable[RiskRule]) -> Iterator[RiskRule]:
    """Each rule that raises alone as it stands, and with the other thresholds worth comparing."""
    for rule in rules:
        if rule.raises_alone:
            others = [(least,) for least in ALTERNATIVES.get(rule.code, ())]
            for thresholds in sorted({rule.thresholds, *others}):
                yield replace(rule, thresholds=thresholds)
