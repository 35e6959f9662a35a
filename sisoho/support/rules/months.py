"""The months of a school year that monthly work is counted in."""

from datetime import date

from sisoho.school_calendar import Month

MONTHS_OF_A_YEAR = 9  # the denominator of the proposed criteria 3.1.2 and 3.3.2, September to May


def school_months(starts: date, ends: date) -> tuple[Month, ...]:
    """The last nine months that the year (half-open) reaches: tựu trường in August adds none."""
    months, month = [], Month.of(starts)
    while month.starts < ends:
        months.append(month)
        month = month.after
    return tuple(months[-MONTHS_OF_A_YEAR:])
