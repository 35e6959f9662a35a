"""What a rule would have caught and missed, had it been read on the days of a span: counts, no names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from sisoho.outreach.rules.risk_rules import RiskCode, RiskRule
from sisoho.outreach.rules.risk_signs import MISSED, PupilRecord, findings

WARNING = timedelta(days=30)  # an outcome later than this after a finding is not said to follow from it
ALTERNATIVES: dict[RiskCode, tuple[int, ...]] = {
    RiskCode.STREAK: (2, 3, 4, 5),
    RiskCode.SHARE: (5, 10, 15, 20),
}


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


def outcome(
    record: PupilRecord, dropped_on: date | None, half_days: int, first: date, last: date
) -> date | None:
    """The first day of the span with a dropout or with the `half_days`-th half-day missed this year."""
    missed = [s.date for s, what in record.history if what in MISSED and s.date >= record.year_starts]
    days = [left for left, _ in record.dropped] + missed[half_days - 1 : half_days]
    days += [dropped_on] if dropped_on else []
    return min((day for day in days if first <= day <= last), default=None)


def tally(
    pupils: Iterable[tuple[PupilRecord, date | None]], rule: RiskRule, first: date, last: date
) -> Tally:
    """Read `rule` alone, as production does, on every day of absence before the outcome."""
    caught, missed, false = [], 0, 0
    alone = replace(rule, raises_alone=True, active=True)
    for record, ended in pupils:
        absent = sorted({slot.date for slot, what in record.history if what in MISSED})
        asked = [day for day in absent if first <= day <= last and (ended is None or day < ended)]
        found = [day for day in asked if findings(record, [alone], day)]
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
