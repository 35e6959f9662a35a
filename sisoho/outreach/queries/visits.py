"""Visits as they are read: one of them, a pupil's, a day's."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.outreach.models import HomeVisit, VisitedPupil
from sisoho.outreach.queries.case_lines import held_pupils
from sisoho.outreach.rules import Causes, MeetingPlace, read_causes
from sisoho.school_calendar import at_vietnam
from sisoho.schools.models import Enrolment, Pupil, PupilPlace, SchoolClass, StaffMember


@dataclass(frozen=True, slots=True)
class Visited:
    """A pupil of a visit. Ids are row ids."""

    id: int
    public_id: str
    name: str
    class_id: int | None
    class_name: str
    village_id: int | None


@dataclass(frozen=True, slots=True)
class VisitView:
    id: int
    public_id: str
    by_id: int
    by: str
    at: datetime
    recorded_at: datetime
    companions: str
    place: MeetingPlace
    met: tuple[str, ...]
    causes: Causes
    wishes: str
    agreed: str
    look_again_on: date | None
    pupils: tuple[Visited, ...]

    @property
    def meeting(self) -> str:
        """`gặp mẹ, ông bà ở nhà rẫy`, or that nobody was met."""
        if self.place is MeetingPlace.NOT_MET:
            return "chưa gặp được gia đình"
        return f"gặp {', '.join(self.met)} ở {self.place.label}"


def visit_view(access: Access, public_id: str) -> VisitView:
    """One visit, for the pupils' homeroom teachers and village teams of today, and leaders.

    Who went there on a duty that has ended reads it no more (domain.md §9). Raises NotFound.
    """
    access.need(Right.LOG_VISIT)
    found = _views(access, HomeVisit.public_id == public_id)
    if not found or not (_may_read(access, found[0]) or _holds(access, found[0])):
        raise NotFound("Không tìm thấy lần đến nhà này trong nhiệm vụ của thầy cô.")
    return found[0]


def visits_of_pupil(access: Access, pupil_id: int) -> list[VisitView]:
    """Newest first. The caller has asked whether the person may read about the pupil."""
    p = VisitedPupil
    ids = p.select(p.visit).where((p.unit == access.unit_id) & (p.pupil == pupil_id))
    return _views(access, HomeVisit.id.in_(ids))


def visited_on(access: Access, on: date) -> list[VisitView]:
    """The visits of a day that this person may read, newest first; one statement."""
    starts = at_vietnam(on)
    day = (HomeVisit.at >= starts) & (HomeVisit.at < starts + timedelta(days=1))
    return [view for view in _views(access, day) if _may_read(access, view)]


def _may_read(access: Access, view: VisitView) -> bool:
    return any(
        pupil.village_id in access.village_ids
        or (access.sees_class(pupil.class_id) if pupil.class_id else access.may(Right.SEE_SCHOOL))
        for pupil in view.pupils
    )


def _holds(access: Access, view: VisitView) -> bool:
    """Whose case was given to this person."""
    return not held_pupils(access).isdisjoint(pupil.id for pupil in view.pupils)


def _views(access: Access, wanted: Any) -> list[VisitView]:
    v, vp, p, e, c, place = HomeVisit, VisitedPupil, Pupil, Enrolment, SchoolClass, PupilPlace

    def today(row: Any) -> Any:
        in_force = (row.starts <= access.on) & (row.ends.is_null() | (row.ends > access.on))
        return (row.unit == vp.unit) & (row.pupil == vp.pupil) & in_force

    rows = (
        v.select(
            v.id, v.public_id, v.by, StaffMember.full_name, v.at, v.recorded_at, v.companions, v.place, v.met,
            v.wishes, v.agreed, v.look_again_on, vp.causes, p.id, p.public_id, p.full_name, c.id, c.name,
            place.village,
        )
        .join(StaffMember)
        .switch(v)
        .join(vp, on=(vp.visit == v.id) & (vp.unit == v.unit))
        .join(p)
        .join(e, JOIN.LEFT_OUTER, on=today(e))
        .join(c, JOIN.LEFT_OUTER, on=(c.id == e.school_class) & (c.unit == e.unit))
        .join(place, JOIN.LEFT_OUTER, on=today(place))
        .where((v.unit == access.unit_id) & wanted)
        .order_by(v.at.desc(), v.id.desc(), vp.id)
        .tuples()
    )  # fmt: skip
    by_visit: Mapping[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_visit[row[0]].append(row)
    return [_view(of_visit) for of_visit in by_visit.values()]


def _view(rows: list[Any]) -> VisitView:
    id_, public_id, by_id, by, at, recorded_at, companions, place, met, wishes, agreed, day, *_ = rows[0]
    pupils = {row[13]: _visited(*row[13:]) for row in rows}
    return VisitView(
        id=id_,
        public_id=public_id,
        by_id=by_id,
        by=by,
        at=at,
        recorded_at=recorded_at,
        companions=companions,
        place=MeetingPlace(place),
        met=tuple(met),
        causes=read_causes(tuple(dict.fromkeys(code for row in rows for code in row[12]))),
        wishes=wishes,
        agreed=agreed,
        look_again_on=day,
        pupils=tuple(pupils.values()),
    )


def _visited(
    id_: int, public_id: str, name: str, class_id: int | None, class_name: str | None, village_id: int | None
) -> Visited:
    return Visited(id_, public_id, name, class_id, class_name or "", village_id)
