"""What people say of a flag, and what they know that no register does."""

from datetime import date, timedelta
from typing import Any

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, NotFound, RuleBroken
from sisoho.outreach.actions.author import author_id
from sisoho.outreach.actions.risk_renewal import renew_soon
from sisoho.outreach.models import PupilCircumstance, RiskFlag, RiskFlagEvent
from sisoho.outreach.models import RiskRule as RuleRow
from sisoho.outreach.queries.reach import PupilCard, decided_pupil
from sisoho.outreach.rules.risk_flags import FlagState, FlagStep
from sisoho.outreach.rules.risk_rules import CircumstanceKind, RiskCode, RiskRule, check_rule
from sisoho.schools.models import Pupil
from sisoho.schools.queries.loading import held_row

_LONGEST = 255  # characters of a reason or a note
_AHEAD = timedelta(days=366)  # for which a rule may be said


def confirm_flag(access: Access, flag_id: str) -> None:
    """The homeroom teacher or a leader agrees. Twice is once. Raises NotFound, NotAllowed, Conflict."""
    with db.write():
        flag = _live_flag(access, flag_id)
        if flag.state != FlagState.CONFIRMED:
            _decide(access, flag, FlagState.CONFIRMED, FlagStep.CONFIRMED)


def dismiss_flag(access: Access, flag_id: str, reason: str) -> None:
    """Set aside with a reason, until the facts are worse. Raises also RuleBroken without a reason."""
    reason = _said(reason)
    with db.write():
        flag = _live_flag(access, flag_id)
        flag.dismissed_measure = flag.measure
        _decide(access, flag, FlagState.DISMISSED, FlagStep.DISMISSED, reason)


def add_by_hand(access: Access, pupil_id: str, reason: str) -> RiskFlag:
    """A pupil whom no rule raised; one such flag at a time. Raises NotFound, NotAllowed, RuleBroken."""
    reason, now = _said(reason), clock.now()
    with db.write():
        card = _held_pupil(access, pupil_id)
        by_hand = (RiskFlag.pupil == card.id) & (RiskFlag.rule == RiskCode.BY_HAND.value)
        known = RiskFlag.select().where((RiskFlag.unit == access.unit_id) & by_hand)
        flags = list(known)
        if any(FlagState(flag.state).is_live for flag in flags):
            raise RuleBroken("Em này đã có trong danh sách do thầy cô thêm. Chưa thêm lần nữa.")
        today = [flag for flag in flags if flag.episode == access.on]
        flag = today[0] if today else RiskFlag(unit=access.unit_id, pupil=card.id, raised_at=now)
        flag.rule, flag.episode, flag.since = RiskCode.BY_HAND.value, access.on, access.on
        flag.facts, flag.measure, flag.raises_alone = {}, 1, True
        _decide(access, flag, FlagState.CONFIRMED, FlagStep.RAISED, reason)
    return flag


def record_circumstance(
    access: Access, pupil_id: str, kind: CircumstanceKind, note: str = "", starts: date | None = None
) -> PupilCircumstance:
    """Holds from a day, today unless told. Raises NotFound, NotAllowed; RuleBroken when it held already."""
    note, day = _short(note), starts or access.on
    with db.write():
        card, c = _held_pupil(access, pupil_id), PupilCircumstance
        _need_past(access, "starts", day)
        own = (c.unit == access.unit_id) & (c.pupil == card.id) & (c.kind == kind.value)
        if c.select(c.id).where(own & (c.ends.is_null() | (c.ends > day))).exists():
            raise RuleBroken("Điều này đã được ghi cho em. Chưa ghi lần nữa.")
        made = c.create(
            unit=access.unit_id, pupil=card.id, kind=kind.value, starts=day, note=note,
            by=author_id(access), at=clock.now(),
        )  # fmt: skip
        record(access, "record_circumstance", "pupil", card.id, fields=["kind", "starts", "note"])
        renew_soon(access.unit_id)
    return made


def end_circumstance(access: Access, pupil_id: str, circumstance_id: str, ends: date | None = None) -> None:
    """No longer so from a day, today unless told; what was written by mistake ends on the day it began.

    Twice is once. Raises NotFound, NotAllowed, RuleBroken.
    """
    day = ends or access.on
    with db.write():
        card, c = _held_pupil(access, pupil_id), PupilCircumstance
        own = (c.unit == access.unit_id) & (c.pupil == card.id)
        found = c.get_or_none(own & (c.public_id == circumstance_id))
        if found is None:
            raise NotFound()
        if found.ends is None:
            _need_past(access, "ends", day, found.starts)
            found.ends = day
            found.save()
            record(access, "end_circumstance", "pupil", card.id, fields=["ends"])
            renew_soon(access.unit_id)


def _need_past(access: Access, field: str, day: date, since: date | None = None) -> None:
    said = ""
    if day > access.on:
        said = "Ngày này chưa tới: hãy chọn hôm nay hoặc ngày đã qua."
    elif since is not None and day < since:
        said = f"Điều này được ghi từ {since:%d/%m/%Y}: hãy chọn từ ngày đó."
    if said:
        raise RuleBroken("Chưa lưu được. Những gì đã nhập vẫn còn ở dưới.", {field: said})


def change_rule(access: Access, rule: RiskRule, starts: date) -> None:
    """A new dated row, from today at the earliest, so that what was raised before stays explained.

    The same day corrects its row. Raises NotAllowed, RuleBroken.
    """
    access.need(Right.SEE_SCHOOL)
    check_rule(rule)
    if not access.on <= starts <= access.on + _AHEAD:
        said = "Cần ngày từ hôm nay, trong vòng một năm: điều đã nêu trước đó giữ theo quy tắc cũ."
        raise RuleBroken("Chưa lưu được quy tắc. Những gì đã nhập vẫn còn ở dưới.", {"starts": said})
    values: dict[str, Any] = {
        "active": rule.active,
        "thresholds": list(rule.thresholds),
        "window": rule.window,
        "raises_alone": rule.raises_alone,
        "by": author_id(access),
        "at": clock.now(),
    }
    key = {"unit": access.unit_id, "code": rule.code.value, "starts": starts}
    with db.write():
        RuleRow.insert(**key, **values).on_conflict(
            conflict_target=[RuleRow.unit, RuleRow.code, RuleRow.starts],
            preserve=[getattr(RuleRow, name) for name in values],
        ).execute()
        record(access, "change_risk_rule", "unit", access.unit_id, fields=[rule.code.value])
        if starts == access.on:
            renew_soon(access.unit_id)


def _held_pupil(access: Access, pupil_id: str) -> PupilCard:
    """Kept to this transaction, so that two who write at once write one after the other."""
    card = decided_pupil(access, pupil_id)
    held_row(access, Pupil, card.id)
    return card


def _live_flag(access: Access, flag_id: str) -> RiskFlag:
    f = RiskFlag
    rows = f.select(f, Pupil.public_id.alias("of")).join(
        Pupil, on=(Pupil.id == f.pupil) & (Pupil.unit == f.unit)
    )
    found = rows.where((f.unit == access.unit_id) & (f.public_id == flag_id)).objects().first()
    if found is None:
        raise NotFound()
    decided_pupil(access, found.of)
    flag = held_row(access, RiskFlag, found.id)
    if not FlagState(flag.state).is_live:
        raise Conflict("Điều này không còn trong danh sách; xin tải lại trang. Chưa có gì thay đổi.")
    return flag


def _decide(access: Access, flag: RiskFlag, state: FlagState, step: FlagStep, reason: str = "") -> None:
    now: Any = clock.now()
    by = author_id(access)
    flag.state, flag.by, flag.reason, flag.at = state.value, by, reason, now
    flag.save()
    RiskFlagEvent.create(
        unit=access.unit_id, flag=flag, step=step.value, facts=flag.facts, reason=reason, by=by, at=now
    )
    record(access, f"risk_flag_{step.value}", "risk_flag", flag.id, fields=["state", "reason"])


def _said(reason: str) -> str:
    if not reason.strip():
        raise RuleBroken("Chưa lưu: cần ghi lý do.", {"reason": "Xin ghi ngắn gọn lý do."})
    return _short(reason)


def _short(text: str) -> str:
    text = text.strip()
    if len(text) > _LONGEST or "\0" in text:
        raise RuleBroken(
            f"Chưa lưu: xin ghi không quá {_LONGEST} chữ.", {"reason": f"Xin ghi không quá {_LONGEST} chữ."}
        )
    return text
