"""A teacher's year on one page: what they did, told without a rank. Theirs until released."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.outreach.models import HomeVisit, VisitedPupil
from sisoho.outreach.queries import answers, returns
from sisoho.rollcall.models import RollCallSheet
from sisoho.school_calendar import Slot, at_vietnam, vietnam_date, vietnam_time
from sisoho.schools.models import Duty, Enrolment, StaffMember
from sisoho.schools.queries import YearCard, settings_of
from sisoho.schools.queries.loading import own_public
from sisoho.support.models import ReleasedYear
from sisoho.support.queries.evidence import Share
from sisoho.support.queries.sponsors import sponsorships

STAYED = timedelta(days=30)  # criterion 3.8.4
_LIMITS = ("report_by_morning", "report_by_afternoon")


@dataclass(frozen=True, slots=True)
class YearPage:
    """`returned`: pupils of the own classes or visited by the teacher, who came back; of those back for
    thirty days, the ones in class still. `diary` counts lines over the sponsored pupils.
    """

    staff_public_id: str
    name: str
    year: YearCard
    until: date
    half_days: Share  # taken, of them on time
    contacts: Share  # of the own classes' absences, asked within the hours
    visits: int
    met: int
    returned: int
    stayed: Share
    sponsored: int
    diary: int
    released_at: datetime | None


def own_year(access: Access, year: YearCard) -> YearPage:
    """The page of whoever asks. Raises NotFound for an account without a member of staff."""
    row = StaffMember.get_or_none((StaffMember.unit == access.unit_id) & (StaffMember.id == access.staff_id))
    if row is None:
        raise NotFound("Trang này dành cho thầy cô của trường.")
    return _page(access, row, year)


def released_year(access: Access, year: YearCard, public_id: str) -> YearPage:
    """Another's page, once released and for a leader. Raises NotFound: unreleased looks like none at all."""
    row = own_public(access, StaffMember, public_id)
    if row.id == access.staff_id:
        return _page(access, row, year)
    if not access.may(Right.SEE_SCHOOL) or _released(access, row.id, year) is None:
        raise NotFound("Trang này của riêng thầy cô ấy, chưa được gửi.")
    return _page(access, row, year)


def released_pages(access: Access, year: YearCard) -> list[tuple[str, str, datetime]]:
    """(public id, name, since when) of the pages given to the leaders, by name."""
    if not access.may(Right.SEE_SCHOOL):
        return []
    r = ReleasedYear
    rows = (
        r.select(r, StaffMember)
        .join(StaffMember, on=(r.staff == StaffMember.id) & (StaffMember.unit == r.unit))
        .where((r.unit == access.unit_id) & (r.year == year.id) & r.released_at.is_null(False))
    )
    people = sorted(rows, key=lambda row: row.staff.sort_key)
    return [(row.staff.public_id, row.staff.full_name, row.released_at) for row in people]


def _released(access: Access, staff_id: int, year: YearCard) -> datetime | None:
    r = ReleasedYear
    row = r.get_or_none((r.unit == access.unit_id) & (r.staff == staff_id) & (r.year == year.id))
    return row.released_at if row else None


def _page(access: Access, person: StaffMember, year: YearCard) -> YearPage:
    until = min(access.on, year.last_day)
    classes = _own_classes(access, person.id, year)
    visits = _visits(access, person.id, year)
    seen: dict[int, date] = {}
    for met_on, _, pupil_id in visits:
        seen[pupil_id] = min(met_on, seen.get(pupil_id, met_on))
    back = _back(access, year, until, classes, seen)
    mine = [line for line in sponsorships(access) if line.sponsor_id == person.id]
    return YearPage(
        staff_public_id=person.public_id,
        name=person.full_name,
        year=year,
        until=until,
        half_days=_half_days(access, person.id, year),
        contacts=_contacts(access, year, until, classes),
        visits=len({visit for _, visit, _ in visits}),
        met=len(seen),
        returned=len(back),
        stayed=_stayed(access, back, until),
        sponsored=len({line.pupil.id for line in mine}),
        diary=sum(len(line.diary) for line in mine),
        released_at=_released(access, person.id, year),
    )


def _half_days(access: Access, staff_id: int, year: YearCard) -> Share:
    s, limits = RollCallSheet, settings_of(access, _LIMITS, access.on)
    by = {"S": limits["report_by_morning"], "C": limits["report_by_afternoon"]}
    wanted = (s.unit == access.unit_id) & (s.taken_by == staff_id)
    rows = s.select(s.date, s.half_day, s.first_device_at).where(
        wanted & (s.date >= year.starts) & (s.date < year.ends)
    )
    times = [(row.half_day, vietnam_time(row.first_device_at)) for row in rows]
    return Share(sum(f"{at:%H:%M}" <= by[half] for half, at in times), len(times))


def _own_classes(access: Access, staff_id: int, year: YearCard) -> dict[int, list[tuple[date, date | None]]]:
    """class id → the spans in which the person was its homeroom teacher."""
    d = Duty
    rows = d.select().where((d.unit == access.unit_id) & (d.staff == staff_id) & (d.kind == "homeroom"))
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for row in rows:
        found[row.school_class_id].append((row.starts, row.ends))
    return found


def _held(classes: dict[int, list[tuple[date, date | None]]], class_id: int, on: date) -> bool:
    spans = classes.get(class_id, ())
    return any(starts <= on and (ends is None or on < ends) for starts, ends in spans)


def _contacts(
    access: Access, year: YearCard, until: date, classes: dict[int, list[tuple[date, date | None]]]
) -> Share:
    if not classes:
        return Share(0, 0)
    found = answers(access, year.starts, until + timedelta(days=1))
    own = [one.promptness for one in found if _held(classes, one.class_id, one.slot.date)]
    return Share(sum(one.done for one in own), sum(one.due for one in own))


def _visits(access: Access, staff_id: int, year: YearCard) -> list[tuple[date, int, int]]:
    """(day, visit id, pupil id)."""
    v, p = HomeVisit, VisitedPupil
    rows = (
        v.select(v.at, v.id, p.pupil)
        .join(p, on=(p.visit == v.id) & (p.unit == v.unit))
        .where((v.unit == access.unit_id) & (v.by == staff_id) & (v.at >= at_vietnam(year.starts)))
        .tuples()
    )
    return [(vietnam_date(at), visit_id, pupil_id) for at, visit_id, pupil_id in rows]


def _back(
    access: Access,
    year: YearCard,
    until: date,
    classes: dict[int, list[tuple[date, date | None]]],
    seen: dict[int, date],
) -> dict[int, Slot]:
    """pupil id → last return, of pupils of the own classes or seen at home before it."""
    found: dict[int, Slot] = {}
    for class_id, came in returns(access, year.starts, until + timedelta(days=1)).items():
        for one in came:
            visited = seen.get(one.pupil_id, date.max) <= one.slot.date
            if visited or _held(classes, class_id, one.slot.date):
                found[one.pupil_id] = max(one.slot, found.get(one.pupil_id, one.slot))
    return found


def _stayed(access: Access, back: dict[int, Slot], until: date) -> Share:
    long_back = [pupil_id for pupil_id, slot in back.items() if slot.date + STAYED <= until]
    return Share(len(_in_class(access, long_back)), len(long_back))


def _in_class(access: Access, pupil_ids: Collection[int]) -> set[int]:
    e = Enrolment
    rows = e.select(e.pupil).where(
        (e.unit == access.unit_id)
        & e.pupil.in_(list(pupil_ids))
        & (e.starts <= access.on)
        & (e.ends.is_null() | (e.ends > access.on))
    )
    return {pupil_id for (pupil_id,) in rows.tuples()}
