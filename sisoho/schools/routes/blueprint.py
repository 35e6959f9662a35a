"""The blueprint the pages of the school stand on; each module beside this one adds its own."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, url_for

from sisoho.access import Access
from sisoho.errors import RuleBroken
from sisoho.schools import queries
from sisoho.schools.queries import YearCard

bp = Blueprint("schools", __name__)


def faults(broken: RuleBroken) -> dict[str, str]:
    """Field → message for the form shown again; what concerns no field stands under "form"."""
    return broken.fields or {"form": broken.message}


def this_year(access: Access) -> YearCard:
    """The school year pages work in. Raises RuleBroken where none was opened yet."""
    year = queries.current_year(access)
    if year is None:
        raise RuleBroken("Trường chưa mở năm học nào. Hãy mở ở trang Năm học rồi quay lại.")
    return year


def entering_day(access: Access) -> date:
    """The day a form proposes for who comes: today, in the holidays the first day of the year to come."""
    year = queries.current_year(access)
    return max(access.on, year.starts) if year else access.on


def row_ids(choices: dict[str, tuple[int, str]]) -> dict[str, int]:
    """Public id → row id, for the forms."""
    return {public_id: row_id for public_id, (row_id, _) in choices.items()}


def options(choices: dict[str, tuple[int, str]]) -> list[tuple[str, str]]:
    """(public id, name), for a select field."""
    return [(public_id, name) for public_id, (_, name) in choices.items()]


def by_public_id(names: dict[int, tuple[str, str]]) -> dict[str, tuple[int, str]]:
    """Row id → (public id, name) the other way round: public id → (row id, name)."""
    return {public_id: (row_id, name) for row_id, (public_id, name) in names.items()}


def back_to_pupil(pupil_id: str, message: str) -> Any:
    flash(message, "success")
    return redirect(url_for("schools.pupil", pupil_id=pupil_id), 303)
