"""Chưa thấy mặt đầu năm, and the principal's word that freezes the opening roll."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.audit.actions import record_views
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.schools import actions
from sisoho.schools.forms import DROP_CAUSES, FormReader
from sisoho.schools.models import Pupil
from sisoho.schools.queries.loading import own_public
from sisoho.today.queries.first_days import first_days as read_first_days
from sisoho.today.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/chua-thay-mat")
@needs(Right.TAKE_ROLL)
def first_days(access: Access) -> Any:
    return _page(access, {})


def _page(access: Access, errors: dict[str, str], status: int = 200) -> Any:
    found = read_first_days(access)
    if found is not None:
        record_views(access, [one.id for one in (*found.open, *found.awaited)])
    return page(
        "today/first_days.html",
        of=found,
        causes=[(cause, cause) for cause in DROP_CAUSES],
        errors=errors,
        typed=request.form,
        status=status,
    )


@bp.post("/chua-thay-mat/<pupil_id>")
@needs(Right.TAKE_ROLL)
def say_of_unseen(access: Access, pupil_id: str) -> Any:
    """`viec`: seen | awaited (with `note`) | dropped (with `reason`)."""
    pupil, form = own_public(access, Pupil, pupil_id), FormReader(request.form)
    if not (access.may(Right.SEE_SCHOOL) or access.class_ids):
        raise NotAllowed("Việc này do giáo viên chủ nhiệm của lớp hoặc lãnh đạo trường ghi.")
    try:
        do = form.choice("viec", ("seen", "awaited", "dropped"), required="Hãy chọn việc cần ghi.")
        note = form.text("note")
        form.finish()
        if do == "seen":
            actions.say_seen(access, pupil.id)
        elif do == "awaited":
            actions.keep_waiting(access, pupil.id, note)
        else:
            actions.record_summer_dropout(access, pupil.id, note)
    except RuleBroken as broken:
        return _page(access, {pupil_id: next(iter(broken.fields.values()), broken.message)}, 422)
    done = {
        "seen": "đã thấy em",
        "awaited": "còn vận động, em vẫn có tên trong danh sách",
        "dropped": "bỏ học trong hè, ghi vào danh sách học sinh bỏ học",
    }
    flash(f"{pupil.full_name}: {done[do]}.", "success")
    return redirect(url_for("today.first_days"), 303)


@bp.post("/chua-thay-mat/chot")
@needs(Right.SEE_SCHOOL)
def confirm_opening_roll(access: Access) -> Any:
    """Freeze the opening roll once each unseen pupil has a person's word."""
    found = read_first_days(access)
    if found is None:
        raise NotFound
    if found.not_called:
        raise RuleBroken(
            f"Lớp {', '.join(found.not_called)} chưa điểm danh buổi nào nên chưa biết em nào chưa ra lớp."
        )
    if found.open:
        raise RuleBroken(
            f"Còn {len(found.open)} em chưa thấy mặt mà chưa ghi rõ. Hãy ghi từng em rồi chốt sĩ số."
        )
    frozen = actions.freeze_opening_roll(access, found.year.id)
    flash(f"Đã chốt sĩ số đầu năm: {frozen} em.", "success")
    return redirect(url_for("schools.movement"), 303)
