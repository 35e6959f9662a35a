"""What people type about the scheme of the week and about targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sisoho.emulation.rules.targets import Indicator, Origin, level_label
from sisoho.school_calendar import monday_of
from sisoho.schools.forms import FormReader

MOST_BANDS = 5
_NUMBERS = ("sheets", "contacts", "returns", "smallest_ranked", "grouping")


def scheme_table(data: Mapping[str, str]) -> dict[str, Any]:
    """The posted form as the table that is stored and shown again; `rules.read_scheme` judges it.

    A band left wholly blank is left out.
    """
    rows = [
        {part: data.get(f"band_{number}_{part}", "").strip() for part in ("at_least", "name", "points")}
        for number in range(MOST_BANDS)
    ]
    return {
        **{name: data.get(name, "").strip() for name in _NUMBERS},
        "bands": [row for row in rows if any(row.values())],
        "attendance_counts": data.get("attendance_counts") == "1",
    }


def first_week(data: Mapping[str, str], today: date) -> date:
    """The Monday from which a changed scheme counts: of this week, or of the next."""
    this_monday = monday_of(today)
    return this_monday if data.get("from") == "this" else this_monday + timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TargetData:
    """One target; value in percent (0.55 means 0,55 %)."""

    indicator: Indicator
    level: str
    origin: Origin
    value: Decimal
    set_on: date
    source: str = ""


def read_target(
    data: Mapping[str, str], levels: tuple[str, ...], origins: tuple[Origin, ...], today: date
) -> TargetData:
    """Raises RuleBroken with a message per field."""
    form = FormReader(data)
    line = form.choice("line", _lines(levels), required="Hãy chọn chỉ tiêu.")
    origin = form.choice("origin", [*map(str, origins)], required="Hãy chọn chỉ tiêu này là của ai.")
    value = _percent(form, "value")
    set_on = form.date("set_on") or today
    source = form.text("source")
    if set_on > today:
        form.errors["set_on"] = "Ngày này chưa tới."
    form.finish()
    assert value is not None  # finish() refused anything else
    indicator, level = line.split(":")
    return TargetData(Indicator(indicator), level, Origin(origin), value, set_on, source)


def line_choices(levels: tuple[str, ...]) -> list[tuple[str, str]]:
    """("dropout_rate:primary", "Tỷ lệ học sinh bỏ học – Tiểu học") …"""
    return [
        (f"{indicator}:{level}", f"{indicator.label} – {level_label(level)}")
        for indicator in Indicator
        for level in levels
    ]


def _lines(levels: tuple[str, ...]) -> list[str]:
    return [value for value, _ in line_choices(levels)]


def _percent(form: FormReader, name: str) -> Decimal | None:
    """`0,55`, `0.55` or `0,55 %`, from 0 to 100 with at most three decimals."""
    written = form.text(name, required="Hãy ghi tỷ lệ phần trăm.").removesuffix("%").strip()
    if not written:
        return None
    try:
        value = Decimal(written.replace(",", "."))
        fits = 0 <= value <= 100 and value == round(value, 3)
    except InvalidOperation:
        fits = False
    if not fits:
        form.errors[name] = "Cần một số từ 0 đến 100, nhiều nhất ba số lẻ, ví dụ 0,55."
        return None
    return value
