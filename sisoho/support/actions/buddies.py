"""Make a pair, tell its month, part it."""

from datetime import date

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.outreach.actions.author import author_id
from sisoho.schools.models import Pupil
from sisoho.schools.queries.loading import held_row
from sisoho.support.actions.sponsors import check_begins, check_ends
from sisoho.support.forms.sponsors import MonthData, PairData
from sisoho.support.models import BuddyNote, BuddyPair
from sisoho.support.queries.buddies import PairLine, pair
from sisoho.support.queries.people import chosen, own_pupils


def make_pair(access: Access, data: PairData) -> BuddyPair:
    """Two pupils of the own classes (a leader's of any). Raises NotFound, NotAllowed, RuleBroken."""
    access.need(Right.GIVE_SUPPORT)
    pupils = own_pupils(access)
    helped, helper, by_id = chosen(pupils, data.helped), chosen(pupils, data.helper), author_id(access)
    check_begins(access, data.starts)
    b = BuddyPair
    with db.write():
        held_row(access, Pupil, min(helped.id, helper.id))
        both = [helped.id, helper.id]
        same = (b.unit == access.unit_id) & b.helped.in_(both) & b.helper.in_(both)
        if b.select().where(same & b.ends.is_null()).exists():
            raise RuleBroken("Hai em đang là đôi bạn rồi.", {"helper": "Hai em đang là đôi bạn rồi."})
        made = b.create(
            unit=access.unit_id,
            helped=helped.id,
            helper=helper.id,
            purpose=data.purpose,
            starts=data.starts,
            by=by_id,
            recorded_at=clock.now(),
        )
        record(access, "make_pair", "buddy_pair", made.id, fields=["helped", "helper", "purpose"])
    return made


def tell_pair_month(access: Access, public_id: str, data: MonthData) -> None:
    """One line a month; told again, the newer words stand. Raises NotFound, NotAllowed, RuleBroken."""
    line, by_id = _writable(access, public_id), author_id(access)
    if data.month.starts > access.on or data.month.ends <= line.starts:
        raise RuleBroken("Chưa lưu được.", {"month": "Tháng này chưa tới, hoặc trước ngày bắt đầu."})
    n = BuddyNote
    with db.write():
        held_row(access, BuddyPair, line.id)
        own = (n.unit == access.unit_id) & (n.pair == line.id) & (n.month == data.month.starts)
        known = n.get_or_none(own)
        if known is None:
            n.create(
                unit=access.unit_id,
                pair=line.id,
                month=data.month.starts,
                note=data.note,
                by=by_id,
                recorded_at=clock.now(),
            )
        elif data.note:
            known.note, known.by, known.recorded_at = data.note, by_id, clock.now()
            known.save()
        record(access, "tell_pair_month", "buddy_pair", line.id, fields=[data.month.key])


def part_pair(access: Access, public_id: str, ends: date) -> None:
    """Raises NotFound, NotAllowed, RuleBroken."""
    line = _writable(access, public_id)
    check_ends(access, line.starts, ends)
    with db.write():
        row = held_row(access, BuddyPair, line.id)
        row.ends = ends
        row.save()
        record(access, "part_pair", "buddy_pair", line.id, fields=["ends"])


def _writable(access: Access, public_id: str) -> PairLine:
    access.need(Right.GIVE_SUPPORT)
    line = pair(access, public_id)
    if line.is_over:
        raise NotAllowed("Đôi bạn này đã kết thúc. Chưa có gì thay đổi.")
    return line
