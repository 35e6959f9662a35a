"""What the dropout register says of a person: home, family, and what the visits came to."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from sisoho.access import Access
from sisoho.outreach.models import HomeVisit, VisitedPupil
from sisoho.outreach.rules import Cause, MeetingPlace, read_causes
from sisoho.school_calendar import vietnam_date
from sisoho.schools.models import Household, PovertyDecision, Pupil, PupilHousehold, PupilPlace, Village
from sisoho.schools.queries.birth import sex_text
from sisoho.schools.queries.units import unit_names
from sisoho.schools.rules.poverty import poverty_label
from sisoho.vietnamese import format_date


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is the row id; `situation` is the family's, with a dated poverty decision before it."""

    id: int
    public_id: str
    name: str
    sort_key: str
    birth_year: int | None
    sex: str
    ethnic_group: str
    village_id: int | None
    address: str
    situation: str

    @property
    def is_girl(self) -> bool:
        return self.sex == sex_text("female")


@dataclass(frozen=True, slots=True)
class Visits:
    """What was done for one pupil. The causes are the groups alone, as last told."""

    times: int = 0
    last_on: date | None = None
    not_met: bool = False
    appointment: date | None = None
    causes: tuple[Cause, ...] = ()

    @property
    def result(self) -> str:
        if self.last_on is None:
            return "Chưa đến nhà"
        said = f"Đã đến nhà {self.times} lần, gần nhất {format_date(self.last_on)}"
        said += ", chưa gặp" if self.not_met else ""
        return said + (f", hẹn {format_date(self.appointment)}" if self.appointment else "")


def people(access: Access, pupil_ids: Collection[int]) -> dict[int, Person]:
    """pupil id → person; two statements."""
    p, place, v, home, h, poor = Pupil, PupilPlace, Village, PupilHousehold, Household, PovertyDecision

    def today(row: Any) -> Any:
        return (
            (row.unit == p.unit) & (row.starts <= access.on) & (row.ends.is_null() | (row.ends > access.on))
        )

    rows = (
        p.select(
            p.id, p.public_id, p.full_name, p.sort_key, p.birth_date, p.sex, p.ethnic_group,
            place.village, v.name, h.address, h.situation, poor.kind,
        )
        .join(place, JOIN.LEFT_OUTER, on=(place.pupil == p.id) & today(place))
        .join(v, JOIN.LEFT_OUTER, on=(v.id == place.village) & (v.unit == access.commune_id))
        .join(home, JOIN.LEFT_OUTER, on=(home.pupil == p.id) & today(home))
        .join(h, JOIN.LEFT_OUTER, on=(h.id == home.household) & (h.unit == p.unit))
        .join(poor, JOIN.LEFT_OUTER, on=(poor.household == home.household) & today(poor))
        .where((p.unit == access.unit_id) & p.id.in_(list(pupil_ids)))
        .tuples()
    )  # fmt: skip
    commune = (
        unit_names([access.commune_id], access.on).get(access.commune_id, "") if access.commune_id else ""
    )
    return {row[0]: _person(commune.removeprefix("Ủy ban nhân dân "), *row) for row in rows}


def _person(
    commune: str, id_: int, public_id: str, name: str, sort_key: str, birth: date | None, sex: str,
    group: str,
    village_id: int | None, village: str | None, address: str | None, situation: str | None,
    poverty: str | None,
) -> Person:  # fmt: skip
    family = "; ".join(filter(None, (poverty_label(poverty or ""), situation)))
    where = ", ".join(filter(None, (address, village, commune)))
    year = birth.year if birth else None
    return Person(id_, public_id, name, sort_key, year, sex_text(sex), group, village_id, where, family)


def visits_about(access: Access, pupil_ids: Collection[int]) -> dict[int, Visits]:
    """pupil id → the visits in this school; one statement, without a word the family said."""
    v, about = HomeVisit, VisitedPupil
    rows = (
        v.select(about.pupil, v.at, v.place, v.look_again_on, about.causes)
        .join(about, on=(about.visit == v.id) & (about.unit == v.unit))
        .where((v.unit == access.unit_id) & about.pupil.in_(list(pupil_ids)))
        .order_by(v.at)
        .tuples()
    )
    by_pupil: dict[int, list[tuple[datetime, str, date | None, list[str]]]] = defaultdict(list)
    for pupil_id, *rest in rows:
        by_pupil[pupil_id].append(tuple(rest))
    return {pupil_id: _visits(told) for pupil_id, told in by_pupil.items()}


def _visits(oldest_first: list[tuple[datetime, str, date | None, list[str]]]) -> Visits:
    at, place, appointment, _ = oldest_first[-1]
    told = [codes for _, _, _, codes in oldest_first if codes]
    groups = read_causes(tuple(told[-1])).groups if told else ()
    return Visits(len(oldest_first), vietnam_date(at), place == MeetingPlace.NOT_MET, appointment, groups)
