"""A calendar month, the span of one register."""

import re
from dataclasses import dataclass
from datetime import date

from sisoho.school_calendar.slots import YEARS

_WRITTEN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One month, half-open like every dated interval: from `starts` until the day before `ends`."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def read(cls, written: str) -> "Month":
        """`2026-11`, as in URLs. Raises ValueError."""
        found = _WRITTEN.fullmatch(written)
        if not found or int(found[1]) not in YEARS:
            raise ValueError(f"{written!r} is no month")
        return cls(int(found[1]), int(found[2]))

    @property
    def starts(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def ends(self) -> date:
        return self.after.starts

    @property
    def before(self) -> "Month":
        return Month(self.year - 1, 12) if self.number == 1 else Month(self.year, self.number - 1)

    @property
    def after(self) -> "Month":
        return Month(self.year + 1, 1) if self.number == 12 else Month(self.year, self.number + 1)

    @property
    def key(self) -> str:
        """`2026-11`."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def label(self) -> str:
        """`tháng 11/2026`."""
        return f"tháng {self.number:02}/{self.year}"
