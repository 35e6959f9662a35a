"""Begin to stand by a pupil, tell a month, end with a result."""

from datetime import date

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.outreach.actions.author import author_id
from sisoho.schools.models import StaffMember
from sisoho.schools.queries.loading import held_row, own_public
from sisoho.support.forms.sponsors import EndData, MonthData, SponsorshipData
from sisoho.support.models import SponsorMonth, Sponsorship
from sisoho.support.queries.people import chosen, pupils_to_help
from sisoho.support.queries.sponsors import SponsorshipLine, sponsorship

_OVER = "Việc đỡ đầu này đã kết thúc. Chưa có gì thay đổi."


def begin_sponsorship(access: Access, data: SponsorshipData) -> Sponsorship:
    """A teacher may offer herself to a pupil of her classes or villages; whom else, the homeroom teacher
    and the leaders say. Raises NotFound, NotAllowed, RuleBroken where the same two already run.
    """
    access.need(Right.GIVE_SUPPORT)
    pupil = chosen(pupils_to_help(access), data.pupil)
    sponsor = own_public(access, StaffMember, data.sponsor)
    by_id = author_id(access)
    if sponsor.id != by_id and not access.sees_class(pupil.class_id or 0):
        raise NotAllowed("Thầy cô chỉ ghi việc đỡ đầu của chính mình; người khác do chủ nhiệm ghi.")
    check_begins(access, data.starts)
    s = Sponsorship
    with db.write():
        held_row(access, StaffMember, sponsor.id)
        same = (s.unit == access.unit_id) & (s.pupil == pupil.id) & (s.sponsor == sponsor.id)
        if s.select().where(same & s.ends.is_null()).exists():
            raise RuleBroken(
                "Thầy cô này đang đỡ đầu em rồi.", {"sponsor": "Thầy cô này đang đỡ đầu em rồi."}
            )
        made = s.create(
            unit=access.unit_id,
            pupil=pupil.id,
            sponsor=sponsor.id,
            helps=list(data.helps),
            difficulty=data.difficulty,
            plan=data.plan,
            starts=data.starts,
            by=by_id,
            recorded_at=clock.now(),
        )
        record(access, "begin_sponsorship", "sponsorship", made.id, fields=["pupil", "sponsor", "helps"])
    return made


def tell_month(access: Access, public_id: str, data: MonthData) -> None:
    """One line a month: told again, the newer words stand. Raises NotFound, NotAllowed, RuleBroken."""
    line, by_id = _writable(access, public_id), author_id(access)
    if data.month.starts > access.on or data.month.ends <= line.starts:
        raise RuleBroken("Tháng này chưa tới, hoặc trước ngày bắt đầu đỡ đầu.", {"month": "Chọn tháng khác."})
    m = SponsorMonth
    own = (m.unit == access.unit_id) & (m.sponsorship == line.id) & (m.month == data.month.starts)
    with db.write():
        held_row(access, Sponsorship, line.id)
        known = m.get_or_none(own)
        if known is None:
            m.create(
                unit=access.unit_id,
                sponsorship=line.id,
                month=data.month.starts,
                note=data.note,
                by=by_id,
                recorded_at=clock.now(),
            )
        elif data.note:
            known.note, known.by, known.recorded_at = data.note, by_id, clock.now()
            known.save()
        record(access, "tell_sponsor_month", "sponsorship", line.id, fields=[data.month.key])


def end_sponsorship(access: Access, public_id: str, data: EndData) -> None:
    """Raises NotFound, NotAllowed, RuleBroken."""
    line = _writable(access, public_id)
    check_ends(access, line.starts, data.ends)
    with db.write():
        row = held_row(access, Sponsorship, line.id)
        if row.ends is not None:  # somebody else ended it meanwhile, with a result of their own
            raise NotAllowed(_OVER)
        row.ends, row.end_reason, row.result = data.ends, data.reason, data.result
        row.save()
        record(access, "end_sponsorship", "sponsorship", line.id, fields=["ends", "end_reason", "result"])


def _writable(access: Access, public_id: str) -> SponsorshipLine:
    line = sponsorship(access, public_id)
    if not line.may_write:
        raise NotAllowed(_OVER)
    return line


def check_begins(access: Access, starts: date) -> None:
    if starts > access.on:
        raise RuleBroken("Chưa lưu được.", {"starts": "Ngày này chưa tới."})


def check_ends(access: Access, starts: date, ends: date) -> None:
    if ends > access.on:
        raise RuleBroken("Chưa lưu được.", {"ends": "Ngày này chưa tới."})
    if ends < starts:
        raise RuleBroken("Chưa lưu được.", {"ends": f"Phải từ ngày bắt đầu, {starts:%d/%m/%Y}."})
