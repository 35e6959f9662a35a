"""What people decide about emulation: how the week is scored, and the targets of the year."""

from datetime import date
from typing import Any

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.emulation import queries
from sisoho.emulation.forms import TargetData
from sisoho.emulation.models import Target
from sisoho.emulation.rules import read_scheme
from sisoho.emulation.rules.targets import Origin, check_registered, origins_of
from sisoho.errors import RuleBroken
from sisoho.schools.actions import change_settings


def change_scheme(access: Access, table: dict[str, Any], starts: date) -> None:
    """Score the weeks from Monday `starts` on by `table`; weeks before keep theirs.

    Raises RuleBroken with a message per field.
    """
    read_scheme(table)
    change_settings(access, {"week_scheme": table}, starts)


def set_target(access: Access, year: str, data: TargetData) -> Target:
    """Write one target of the acting unit; a second one of the same day replaces the first.

    Raises RuleBroken when the unit has no such word to say, and when a registered target is worse
    than the resolution of the staff conference.
    """
    access.need(Right.SET_TARGET)
    if data.origin not in origins_of(access.unit_kind):
        raise RuleBroken("Đơn vị không ghi loại chỉ tiêu này.", {"origin": "Hãy chọn lại."})
    with db.write():
        if data.origin is Origin.REGISTERED:
            known = queries.targets_in_force(access, year).get((data.indicator, data.level))
            resolution = known.resolution if known else None
            check_registered(data.indicator, data.value, resolution.value if resolution else None)
        row = _row(access, year, data)
        record(access, "set_target", "target", row.id, fields=["value", "source"])
    return row


def _row(access: Access, year: str, data: TargetData) -> Target:
    said = {"value": data.value, "source": data.source, "by": access.staff_id, "recorded_at": clock.now()}
    row, is_new = Target.get_or_create(
        unit=access.unit_id,
        year_label=year,
        indicator=data.indicator.value,
        level=data.level,
        origin=data.origin.value,
        set_on=data.set_on,
        defaults=said,
    )
    if not is_new:
        for column, value in said.items():
            setattr(row, column, value)
        row.save()
    return row
