"""The commune says what it did about a case a school referred to it."""

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed
from sisoho.notices.actions import tell
from sisoho.outreach.actions.case_rows import Author, append
from sisoho.outreach.models import CaseEvent, OutreachCase
from sisoho.outreach.queries.case_commune import referred_case
from sisoho.outreach.queries.duties import duties
from sisoho.outreach.rules.case_words import EventKind
from sisoho.outreach.rules.cases import Event
from sisoho.schools.queries.loading import held_row
from sisoho.schools.rules import DutyKind, on_duty


def answer_referred(access: Access, public_id: str, text: str, draft_id: str) -> None:
    """Written into the school's case under the officer's name; the holder and the principal are told.

    Raises NotFound, NotAllowed, RuleBroken for a closed case.
    """
    access.need(Right.SEE_REFERRED)
    if access.staff_id is None:
        raise NotAllowed("Cần tên người ghi; tài khoản này không gắn với ai. Chưa có gì được lưu.")
    found = referred_case(access, public_id)
    school, e = found.school.id, CaseEvent
    with db.write():
        row = held_row(found.school_access, OutreachCase, found.line.id)
        if e.select().where((e.unit == school) & (e.draft_id == draft_id)).exists():
            return
        author = Author(access.staff_id, f"{access.person_name} ({access.unit_name})")
        event = Event(EventKind.COMMUNE_NOTE, clock.now(), text=text)
        append(found.school_access, row, [event], author, watch_days=1, draft_id=draft_id)
        record(access, "answer_referred_case", "outreach_case", row.id)
        held = duties(found.school_access, access.on).held
        told = [row.staff_id] if row.staff_id is not None else []
        told += on_duty(held, DutyKind.PRINCIPAL, access.on)
        key = f"case-answer:{public_id}:{draft_id}"
        tell(school, told, key, "Xã đã trả lời về một hồ sơ vận động.", f"/ho-so-van-dong/{public_id}")
