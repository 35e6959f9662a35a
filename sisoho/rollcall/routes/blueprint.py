"""The blueprint the roll call's pages stand on, and how days and half-days are written in its URLs."""

from datetime import date
from typing import Any

from flask import Blueprint, current_app, url_for

from sisoho.errors import NotFound
from sisoho.school_calendar import HalfDay, Slot, read_date

bp = Blueprint("rollcall", __name__)

_HALF_DAYS = {"sang": HalfDay.MORNING, "chieu": HalfDay.AFTERNOON}
_WORDS = {half_day: word for word, half_day in _HALF_DAYS.items()}
SHEET = "/diem-danh/<class_id>/<day>/<any(sang, chieu):half_day>"


@bp.app_template_global()
def sheet_url(class_id: str, slot: Slot) -> str:
    """The roll-call page of a class (public id) at a half-day; for the templates of every slice."""
    return url_for("rollcall.sheet", **slot_parts(class_id, slot))


@bp.app_template_global()
def has_endpoint(name: str) -> bool:
    """Whether a slice above serves `name`: a page may offer it without knowing the slice."""
    return name in current_app.view_functions


def slot_parts(class_id: str, slot: Slot) -> dict[str, Any]:
    """What SHEET is built from."""
    return {"class_id": class_id, "day": slot.date.isoformat(), "half_day": _WORDS[slot.half_day]}


def read_day(written: str) -> date:
    """Raises NotFound for what is no day."""
    try:
        return read_date(written)
    except ValueError:
        raise NotFound("Không có ngày như vậy.") from None


def read_slot(day: str, half_day: str) -> Slot:
    """Raises NotFound for what is no day."""
    return Slot(read_day(day), _HALF_DAYS[half_day])
