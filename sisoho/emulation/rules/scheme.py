"""How a school scores the week of its classes: editable, dated data with a proposal to begin with.

A ranking by attendance alone rewards hiding an absence. So points go to what a class's
teachers do (sheets complete and on time, families contacted, pupils brought back); the
attendance percentage stands beside them and carries points only if the school says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sisoho.errors import RuleBroken


class Grouping(StrEnum):
    """Among which classes a class is ranked."""

    SCHOOL = "school"
    CAMPUS = "campus"
    GRADE = "grade"
    CAMPUS_AND_GRADE = "campus_and_grade"

    @property
    def label(self) -> str:
        return _GROUPING_LABELS[self]


_GROUPING_LABELS = {
    Grouping.SCHOOL: "Toàn trường",
    Grouping.CAMPUS: "Theo điểm trường",
    Grouping.GRADE: "Theo khối",
    Grouping.CAMPUS_AND_GRADE: "Theo điểm trường và khối",
}


@dataclass(frozen=True, slots=True)
class Band:
    """A band of attendance: from `at_least` percent up; `points` only count if the school turns them on."""

    at_least: Decimal
    name: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class WeekScheme:
    """The most points of each part, the bands from high to low, and who is ranked with whom."""

    sheets: Decimal
    contacts: Decimal
    returns: Decimal
    bands: tuple[Band, ...]
    attendance_counts: bool
    smallest_ranked: int  # pupils; a smaller class stands without rank
    grouping: Grouping

    @property
    def most(self) -> Decimal:
        """The most points a class can have."""
        best = max((band.points for band in self.bands), default=Decimal(0))
        return self.sheets + self.contacts + self.returns + (best if self.attendance_counts else 0)

    def band(self, rate: Fraction | None) -> Band | None:
        """The highest band an attendance rate reaches; None below all bands or without a rate."""
        if rate is None:
            return None
        return next((band for band in self.bands if rate * 100 >= Fraction(band.at_least)), None)


# What a school starts from: bands as teachers know them (98/95/90), parts weighed as this project proposes.
PROPOSAL: Mapping[str, Any] = {
    "sheets": "5",
    "contacts": "3",
    "returns": "2",
    "bands": [
        {"at_least": "98", "name": "Rất chuyên cần", "points": "3"},
        {"at_least": "95", "name": "Chuyên cần", "points": "2"},
        {"at_least": "90", "name": "Khá chuyên cần", "points": "1"},
    ],
    "attendance_counts": False,
    "smallest_ranked": 10,
    "grouping": "school",
}


def read_scheme(table: Mapping[str, Any]) -> WeekScheme:
    """The scheme of a stored or posted table (numbers as text); what it leaves out is as proposed.

    Raises RuleBroken, with a message per field.
    """
    values = {**PROPOSAL, **table}
    wrong: dict[str, str] = {}

    def attempt(field: str, read: Callable[[Any], Any]) -> Any:
        try:
            return read(values[field])
        except (InvalidOperation, ValueError, KeyError, TypeError):
            wrong[field] = _MESSAGES.get(field, "Cần một số từ 0 đến 100.")
            return None

    scheme = WeekScheme(
        sheets=attempt("sheets", _points),
        contacts=attempt("contacts", _points),
        returns=attempt("returns", _points),
        bands=attempt("bands", _bands),
        attendance_counts=bool(values["attendance_counts"]),
        smallest_ranked=attempt("smallest_ranked", _pupils),
        grouping=attempt("grouping", Grouping),
    )
    if wrong:
        raise RuleBroken("Chưa lưu được cách chấm tuần; cách chấm cũ còn nguyên.", wrong)
    return scheme


_MESSAGES = {
    "bands": "Mỗi mức cần tên, tỷ lệ và điểm từ 0 đến 100; các mức phải khác nhau.",
    "smallest_ranked": "Cần một số em từ 1 đến 100.",
    "grouping": "Hãy chọn một cách chia nhóm.",
}


def _points(written: Any) -> Decimal:
    value = Decimal(str(written).strip().replace(",", "."))
    if not 0 <= value <= 100:  # NaN raises InvalidOperation here
        raise ValueError(written)
    return value


def _pupils(written: Any) -> int:
    value = int(written)
    if not 1 <= value <= 100:
        raise ValueError(written)
    return value


def _bands(rows: Any) -> tuple[Band, ...]:
    bands = [Band(_points(row["at_least"]), row["name"].strip(), _points(row["points"])) for row in rows]
    if not all(band.name for band in bands) or len({band.at_least for band in bands}) < len(bands):
        raise ValueError(rows)
    return tuple(sorted(bands, key=lambda band: band.at_least, reverse=True))
