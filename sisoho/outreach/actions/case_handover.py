"""The cases of one person go to another in one deed, when duty changes."""

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.notices.actions import tell
from sisoho.outreach.actions.author import author_id
from sisoho.outreach.actions.case_rows import Author, append
from sisoho.outreach.models import OutreachCase
from sisoho.outreach.queries.case_holders import staff_choices
from sisoho.outreach.rules.case_words import EventKind
from sisoho.outreach.rules.cases import Event


def hand_over(access: Access, from_public_id: str, to_public_id: str) -> int:
    """How many live cases went over; "" as the first means those nobody holds. Raises RuleBroken."""
    access.need(Right.SEE_SCHOOL)
    people = {person.value: person for person in staff_choices(access, active_only=False)}
    to = people.get(to_public_id)
    wrong = {}
    if to is None or not to.is_active:
        wrong["to"] = "Hãy chọn người nhận."
    if from_public_id == to_public_id:
        wrong["to"] = "Người nhận phải khác người đang giữ."
    if from_public_id and from_public_id not in people:
        wrong["from"] = "Hãy chọn người đang giữ."
    if wrong or to is None:
        raise RuleBroken("Chưa chuyển được hồ sơ nào.", wrong)
    c, author = OutreachCase, Author(author_id(access), access.person_name)
    held = c.staff == people[from_public_id].staff_id if from_public_id else c.staff.is_null()
    with db.write():
        rows = list(
            c.select().where(
                (c.unit == access.unit_id) & c.live.is_null(False) & held & (c.organisation == "")
            )
        )
        for row in rows:
            event = Event(EventKind.ASSIGNED, clock.now(), staff_id=to.staff_id, text="Bàn giao")
            append(access, row, [event], author, watch_days=1)
        if rows and to.staff_id is not None:
            text = f"Nhà trường bàn giao cho thầy cô {len(rows)} hồ sơ vận động."
            key = f"cases-handed:{to.staff_id}:{clock.now():%Y-%m-%d-%H-%M}"
            tell(access.unit_id, [to.staff_id], key, text, "/ho-so-van-dong")
    return len(rows)
