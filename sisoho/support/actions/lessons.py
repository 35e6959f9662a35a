"""Open a group, keep its list, write down a meeting, close it."""

from collections.abc import Sequence

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.outreach.actions.author import author_id
from sisoho.schools.models import StaffMember
from sisoho.schools.queries.loading import held_row, own_public
from sisoho.support.actions.sponsors import check_begins
from sisoho.support.forms.lessons import GroupData, SessionData
from sisoho.support.models import LessonGroup, LessonMember, LessonRoll, LessonSession
from sisoho.support.queries.lessons import GroupLine
from sisoho.support.queries.people import chosen, own_pupils


def open_group(access: Access, year_id: int, data: GroupData) -> LessonGroup:
    """By the homeroom teacher or a leader, for pupils of theirs. Raises NotFound, NotAllowed, RuleBroken."""
    access.need(Right.GIVE_SUPPORT)
    known = own_pupils(access)
    pupils = [chosen(known, public_id) for public_id in data.pupils]
    teacher, by_id = own_public(access, StaffMember, data.teacher), author_id(access)
    check_begins(access, data.starts)
    classes = {pupil.class_id for pupil in pupils}
    with db.write():
        made = LessonGroup.create(
            unit=access.unit_id,
            year=year_id,
            kind=data.kind.value,
            name=data.name,
            teacher=teacher,
            school_class=next(iter(classes)) if len(classes) == 1 else None,
            meets=data.meets,
            starts=data.starts,
            by=by_id,
            recorded_at=clock.now(),
        )
        for pupil in pupils:
            LessonMember.create(unit=access.unit_id, group=made, pupil=pupil.id, starts=data.starts)
        record(access, "open_group", "lesson_group", made.id, fields=["kind", "name", "teacher", "pupils"])
    return made


def set_members(access: Access, line: GroupLine, public_ids: Sequence[str]) -> None:
    """The list from today on; who is taken off keeps the meetings attended. Raises NotFound, NotAllowed."""
    check_keeps(access, line)
    known = [*own_pupils(access), *line.members]
    wanted = {chosen(known, public_id).id for public_id in public_ids}
    m = LessonMember
    with db.write():
        held_row(access, LessonGroup, line.id)
        own = (m.unit == access.unit_id) & (m.group == line.id) & (m.ends.is_null() | (m.ends > access.on))
        current = {row.pupil_id: row for row in m.select().where(own)}
        for pupil_id, row in current.items():
            if pupil_id not in wanted:
                row.ends = access.on
                row.save()
        for pupil_id in wanted - current.keys():
            m.create(unit=access.unit_id, group=line.id, pupil=pupil_id, starts=access.on)
        record(access, "set_lesson_members", "lesson_group", line.id, fields=["pupils"])


def keep_session(access: Access, line: GroupLine, data: SessionData) -> LessonSession:
    """Who came to a meeting: the list but those named; written again, the newer stands.

    Who has left the list since keeps what was written of that meeting. Raises NotAllowed, RuleBroken.
    """
    check_keeps(access, line)
    if data.on > access.on or data.on < line.starts:
        raise RuleBroken("Chưa lưu được.", {"on": "Ngày này chưa tới, hoặc trước khi nhóm bắt đầu."})
    if not line.members:
        raise RuleBroken("Nhóm chưa có em nào. Hãy chọn danh sách trước.")
    absent, by_id = set(data.absent), author_id(access)
    s, r = LessonSession, LessonRoll
    with db.write():
        held_row(access, LessonGroup, line.id)
        known = s.get_or_none((s.unit == access.unit_id) & (s.group == line.id) & (s.on == data.on))
        row = known or s(unit=access.unit_id, group=line.id, on=data.on, recorded_at=clock.now())
        row.topic, row.by = data.topic or row.topic, by_id
        row.save()
        listed = r.pupil.in_([pupil.id for pupil in line.members])
        r.delete().where((r.unit == access.unit_id) & (r.session == row.id) & listed).execute()
        for pupil in line.members:
            is_absent = pupil.public_id in absent
            r.create(unit=access.unit_id, session=row.id, pupil=pupil.id, absent=is_absent)
        record(access, "keep_lesson_session", "lesson_session", row.id, fields=["absent", "topic"])
    return row


def close_group(access: Access, line: GroupLine) -> None:
    """From today on. Raises NotAllowed."""
    check_keeps(access, line)
    with db.write():
        row = held_row(access, LessonGroup, line.id)
        row.ends = access.on
        row.save()
        record(access, "close_group", "lesson_group", line.id, fields=["ends"])


def keeps(access: Access, line: GroupLine) -> bool:
    """Its teacher, the homeroom teacher of its class, a leader."""
    if not access.may(Right.GIVE_SUPPORT) or line.is_over:
        return False
    is_own = line.teacher_id == access.staff_id or line.class_id in access.class_ids
    return is_own or access.may(Right.SEE_SCHOOL)


def check_keeps(access: Access, line: GroupLine) -> None:
    if not keeps(access, line):
        raise NotAllowed("Nhóm này do thầy cô khác ghi, hoặc đã kết thúc. Chưa có gì thay đổi.")
