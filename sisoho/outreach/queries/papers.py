"""The papers of a visit: which are offered, what stands in them, what the family's word was."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import fn

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.outreach.models import Commitment, HomeVisit, VisitedPupil
from sisoho.outreach.queries.dropout_people import Person, people
from sisoho.outreach.queries.due_marks import DueMarks
from sisoho.outreach.queries.duties import StaffCard, duties
from sisoho.outreach.queries.families import NO_FAMILY, Family, families
from sisoho.outreach.queries.visit_pictures import visit_consent
from sisoho.outreach.queries.visits import VisitView, visit_view
from sisoho.outreach.rules import GivenBy, MeetingPlace, PaperKind, offered_papers
from sisoho.rollcall.queries import marks_between
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import vietnam_date
from sisoho.schools.models import StaffMember
from sisoho.schools.queries import UnitCard, current_year, unit_card, unit_names
from sisoho.schools.queries.due import class_rolls


@dataclass(frozen=True, slots=True)
class Word:
    """The family's word as recorded."""

    public_id: str
    kind: PaperKind
    given: GivenBy
    witness: str
    has_photo: bool
    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class VisitPapers:
    """`half_days`: missed without leave by the pupil who missed most; `visits` up to this one.

    `agreed`: how the family agreed at the visit itself, "" where it was not asked.
    """

    visit: VisitView
    half_days: int
    visits: int
    offered: tuple[PaperKind, ...]
    words: tuple[Word, ...]
    agreed: str

    @property
    def next_word(self) -> PaperKind | None:
        """The offered paper of which the family's word is still to be written down."""
        known = {word.kind for word in self.words} | ({PaperKind.MINUTES} if self.agreed else set())
        return next((kind for kind in self.offered if kind not in known), None)


@dataclass(frozen=True, slots=True)
class PaperData:
    """What a paper is filled in with."""

    visit: VisitView
    people: tuple[Person, ...]
    family: Family
    card: UnitCard
    governing: str
    homeroom: tuple[StaffCard, ...]
    half_days: int


def visit_papers(access: Access, public_id: str) -> VisitPapers:
    """For those who may read the visit. Raises NotFound."""
    visit = visit_view(access, public_id)
    ids = [pupil.id for pupil in visit.pupils]
    half_days, visits = _missed(access, ids, visit), _visits_until(access, ids, visit.at)
    has_minutes = _has_minutes(access, ids)
    met, agreed = visit.place is not MeetingPlace.NOT_MET, visit_consent(access, visit)
    offered = offered_papers(half_days, visits, has_minutes=has_minutes, met=met, agreed=agreed is not None)
    words = tuple(_words(access, visit.id))
    return VisitPapers(visit, half_days, visits, offered, words, agreed.label if agreed else "")


def paper_data(access: Access, found: VisitPapers) -> PaperData:
    visit = found.visit
    ids = [pupil.id for pupil in visit.pupils]
    card = unit_card(access.unit_id, access.on)
    parent = card.parent_id or 0
    held = duties(access, access.on)
    homeroom = {
        person.id: person for one in visit.pupils if one.class_id for person in held.homeroom(one.class_id)
    }
    known, homes = people(access, ids), families(access, ids)
    return PaperData(
        visit=visit,
        people=tuple(known[pupil_id] for pupil_id in ids),
        family=next((homes[pupil_id] for pupil_id in ids if pupil_id in homes), NO_FAMILY),
        card=card,
        governing=card.governing_line or unit_names([parent], access.on).get(parent, ""),
        homeroom=tuple(homeroom.values()),
        half_days=found.half_days,
    )


def word_photo(access: Access, public_id: str) -> int:
    """The row id of the stored photo, for those who may read the visit. Raises NotFound."""
    c = Commitment
    row = (
        c.select(c.photo, HomeVisit.public_id)
        .join(HomeVisit, on=(HomeVisit.id == c.visit) & (HomeVisit.unit == c.unit))
        .where((c.unit == access.unit_id) & (c.public_id == public_id) & c.photo.is_null(False))
        .tuples()
        .first()
    )
    if row is None:
        raise NotFound("Không tìm thấy ảnh này trong nhiệm vụ của thầy cô.")
    visit_view(access, row[1])
    return int(row[0])


def _missed(access: Access, pupil_ids: list[int], visit: VisitView) -> int:
    day = vietnam_date(visit.at)
    year = current_year(access, day)
    starts, ends = (year.starts if year else day), day + timedelta(days=1)
    marks = marks_between(access, starts, ends, pupil_ids=pupil_ids)
    without_leave = [mark for mark in marks if mark.kind in (MarkKind.K, MarkKind.V)]
    counted = list(DueMarks(class_rolls(access, starts, ends)).of(without_leave))
    return max((sum(mark.pupil_id == pupil_id for mark in counted) for pupil_id in pupil_ids), default=0)


def _visits_until(access: Access, pupil_ids: list[int], at: datetime) -> int:
    v, p = HomeVisit, VisitedPupil
    rows = (
        v.select(p.pupil, fn.COUNT(v.id))
        .join(p, on=(p.visit == v.id) & (p.unit == v.unit))
        .where((v.unit == access.unit_id) & (v.at <= at) & p.pupil.in_(pupil_ids))
        .group_by(p.pupil)
        .tuples()
    )
    return max((count for _, count in rows), default=0)


def _has_minutes(access: Access, pupil_ids: list[int]) -> bool:
    c, p = Commitment, VisitedPupil
    rows = (
        c.select(c.id)
        .join(p, on=(p.visit == c.visit) & (p.unit == c.unit))
        .where((c.unit == access.unit_id) & (c.kind == PaperKind.MINUTES.value) & p.pupil.in_(pupil_ids))
    )
    return bool(rows.exists())


def _words(access: Access, visit_id: int) -> list[Word]:
    c = Commitment
    rows = (
        c.select(c.public_id, c.kind, c.given, c.witness, c.photo, StaffMember.full_name, c.recorded_at)
        .join(StaffMember, on=(StaffMember.id == c.by) & (StaffMember.unit == c.unit))
        .where((c.unit == access.unit_id) & (c.visit == visit_id))
        .order_by(c.id)
        .tuples()
    )
    return [
        Word(public_id, PaperKind(kind), GivenBy(given), witness, photo is not None, by, at)
        for public_id, kind, given, witness, photo, by, at in rows
    ]
