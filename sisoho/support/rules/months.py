"""The months of a school year that monthly work is counted in."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sisoho.school_calendar import Month

MONTHS_OF_A_YEAR = 9  # the denominator of the proposed criteria 3.1.2 and 3.3.2, September to May

_LATE_AT_MOST = 2


def school_months(starts: date, ends: date) -> tuple[Month, ...]:
    """The last nine months that the year (half-open) reaches: tựu trường in August adds none."""
    months, month = [], Month.of(starts)
    while month.starts < ends:
        months.append(month)
        month = month.after
    return tuple(months[-MONTHS_OF_A_YEAR:])


def months_over(months: Iterable[Month], today: date) -> tuple[Month, ...]:
    """Those of the months that have ended."""
    return tuple(month for month in months if month.ends <= today)


def has_stopped(received: Collection[Month], over: Sequence[Month], most: int) -> bool:
    """Something was received, then nothing for the last two months that are over: paying may be late, once.

    `most`: the months a year the scheme gives; who has had them all has not stopped.
    """
    last = over[-_LATE_AT_MOST:]
    if not received or len(received) >= most or len(last) < _LATE_AT_MOST:
        return False
    return max(received) < last[0]
