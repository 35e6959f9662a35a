"""Kiểm đếm thực tế: tap the class, tap the number."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.errors import NotFound, RuleBroken
from sisoho.rollcall import actions, queries
from sisoho.rollcall.routes.blueprint import SHEET, bp, read_slot, slot_parts
from sisoho.rollcall.rules import Source
from sisoho.school_calendar import HalfDay, Slot, slot_of
from sisoho.schools.queries import unit_choices, unit_id_of
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/diem-danh/kiem-dem")
@needs(Right.TAKE_ROLL, Right.SEE_COMMUNE)
def head_counts(access: Access) -> Any:
    """The present half-day, or the one of `?ngay=&buoi=`; a commune's officer picks the school first."""
    queries.may_count(access)
    slot = slot_of(clock.now())
    if request.args.get("ngay"):
        slot = read_slot(request.args["ngay"], _half(request.args.get("buoi", "sang")))
    school = request.args.get("truong", "")
    if access.may(Right.SEE_COMMUNE) and not school:
        schools = unit_choices(access.school_ids, access.on)
        return page("rollcall/count_schools.html", schools=schools)
    here = queries.as_visitor(access, unit_id_of(school)) if school else access
    return page(
        "rollcall/head_counts.html",
        lines=queries.count_board(here, slot),
        slot=slot,
        elsewhen=_near(slot, slot_of(clock.now())),
        parts=lambda class_id: slot_parts(class_id, slot),
        school=school,
        asks_source=not access.may(Right.SEE_SCHOOL) and not school,
    )


@bp.post(SHEET + "/dem")
@needs(Right.TAKE_ROLL, Right.SEE_COMMUNE)
def count_heads(access: Access, class_id: str, day: str, half_day: str) -> Any:
    slot = read_slot(day, half_day)
    written, source = request.form.get("thay", ""), request.form.get("nguon", "")
    queries.access_to_count(access, class_id)
    if not written.isdecimal():
        raise RuleBroken("Hãy chạm số em thấy trong lớp. Chưa ghi gì.")
    actions.count_heads(access, class_id, slot, int(written), Source(source) if source == "doi" else None)
    flash("Đã ghi kiểm đếm.", "success")
    school = request.form.get("truong") or None
    return redirect(url_for("rollcall.head_counts", ngay=day, buoi=half_day, truong=school), 303)


def _near(slot: Slot, now: Slot) -> list[tuple[str, dict[str, str]]]:
    """The half-days beside the shown one, none in the future, as their words and what the page is asked by.

    A count on paper of the morning is often entered at noon, or the next day.
    """
    days = [slot.date - timedelta(days=1), slot.date, slot.date + timedelta(days=1)]
    near = [Slot(day, half) for day in days for half in HalfDay]
    at = near.index(slot)
    return [
        (one.label, {"ngay": one.date.isoformat(), "buoi": _half_word(one)})
        for one in (near[at - 1], near[at + 1])
        if one <= now
    ]


def _half_word(slot: Slot) -> str:
    word: str = slot_parts("", slot)["half_day"]
    return word


def _half(written: str) -> str:
    if written not in ("sang", "chieu"):
        raise NotFound("Không có buổi như vậy.")
    return written
