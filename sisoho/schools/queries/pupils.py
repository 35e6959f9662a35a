"""One pupil's page, for those whose work needs it."""

from dataclasses import dataclass
from datetime import date, timedelta

from peewee import JOIN

from sisoho.access import Access, Right
from sisoho.errors import NotAllowed
from sisoho.schools.models import (
    Enrolment,
    Guardian,
    Household,
    PovertyDecision,
    Pupil,
    PupilHousehold,
    PupilPlace,
    SchoolClass,
    SchoolYear,
    Village,
)
from sisoho.schools.queries.birth import birth_text, sex_text
from sisoho.schools.queries.loading import own_public
from sisoho.schools.queries.moves import MoveLine, moves_of_pupil
from sisoho.schools.queries.units import campus_names
from sisoho.schools.rules.poverty import poverty_label


@dataclass(frozen=True, slots=True)
class GuardianLine:
    id: int
    relation: str
    name: str
    phone: str
    other_names: str


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """`others`: (public id, name) of the school's other pupils of the household."""

    id: int
    address: str
    situation: str
    poverty: str  # "Hộ nghèo (12/QĐ-UBND, đến hết 31/12/2026)"
    guardians: tuple[GuardianLine, ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EnrolmentLine:
    year: str
    class_id: int
    class_public_id: str
    class_name: str
    grade: int
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class PupilPage:
    """`now`: the enrolment of today, None for who is in no class. `id` is the row id."""

    id: int
    public_id: str
    name: str
    birth: str
    sex: str
    ethnic_group: str
    id_masked: str
    register_number: str
    disability: bool
    village: str
    campus: str
    now: EnrolmentLine | None
    enrolments: tuple[EnrolmentLine, ...]
    moves: tuple[MoveLine, ...]
    household: HouseholdView | None


def pupil_page(access: Access, public_id: str) -> PupilPage:
    """The pupil as leaders, the clerk and the homeroom teacher of the present class see the pupil.

    Raises NotFound for a pupil of another school, NotAllowed for other staff (domain.md §9).
    """
    pupil = own_public(access, Pupil, public_id)
    enrolments = _enrolments(access, pupil.id)
    now = next((line for line in enrolments if _counts(line, access.on)), None)
    if not may_open(access, now.class_id if now else None):
        raise NotAllowed("Trang riêng của em chỉ dành cho giáo viên chủ nhiệm, văn thư và lãnh đạo trường.")
    village, campus = _place(access, pupil.id)
    return PupilPage(
        id=pupil.id,
        public_id=pupil.public_id,
        name=pupil.full_name,
        birth=birth_text(pupil.birth_date, pupil.birth_precision),
        sex=sex_text(pupil.sex),
        ethnic_group=pupil.ethnic_group,
        id_masked=masked(pupil.id_number),
        register_number=pupil.register_number,
        disability=pupil.disability,
        village=village,
        campus=campus,
        now=now,
        enrolments=tuple(enrolments),
        moves=tuple(moves_of_pupil(access, pupil.id)),
        household=_household(access, pupil.id),
    )


def may_open(access: Access, class_id: int | None) -> bool:
    """Whether the person may open the page of a pupil who is in that class (None: in no class)."""
    return access.may(Right.SEE_REGISTERS) or (class_id is not None and access.sees_class(class_id))


def masked(id_number: str) -> str:
    """`064•••••••12`: enough to tell two children apart, not enough to misuse."""
    return id_number and f"{id_number[:3]}•••••••{id_number[-2:]}"


def _counts(line: EnrolmentLine, on: date) -> bool:
    return line.starts <= on and (line.ends is None or on < line.ends)


def _enrolments(access: Access, pupil_id: int) -> list[EnrolmentLine]:
    rows = (
        Enrolment.select(Enrolment, SchoolClass, SchoolYear)
        .join(
            SchoolClass, on=(Enrolment.school_class == SchoolClass.id) & (SchoolClass.unit == Enrolment.unit)
        )
        .switch(Enrolment)
        .join(SchoolYear, on=(Enrolment.year == SchoolYear.id) & (SchoolYear.unit == Enrolment.unit))
        .where((Enrolment.unit == access.unit_id) & (Enrolment.pupil == pupil_id))
        .order_by(Enrolment.starts.desc(), Enrolment.id.desc())
    )
    return [
        EnrolmentLine(
            row.year.label,
            row.school_class_id,
            row.school_class.public_id,
            row.school_class.name,
            row.grade,
            row.starts,
            row.ends,
        )
        for row in rows
    ]


def _place(access: Access, pupil_id: int) -> tuple[str, str]:
    """Village and campus of today, by name."""
    row = (
        PupilPlace.select(PupilPlace, Village)
        .join(
            Village,
            JOIN.LEFT_OUTER,
            on=(PupilPlace.village == Village.id) & (Village.unit == access.commune_id),
        )
        .where(
            (PupilPlace.unit == access.unit_id)
            & (PupilPlace.pupil == pupil_id)
            & (PupilPlace.starts <= access.on)
            & (PupilPlace.ends.is_null() | (PupilPlace.ends > access.on))
        )
        .first()
    )
    if row is None:
        return "", ""
    campus = campus_names(access).get(row.campus_id, ("", ""))[1] if row.campus_id else ""
    return (row.village.name if row.village_id else ""), campus


def _household(access: Access, pupil_id: int) -> HouseholdView | None:
    row = (
        PupilHousehold.select(PupilHousehold, Household)
        .join(
            Household,
            on=(PupilHousehold.household == Household.id) & (Household.unit == PupilHousehold.unit),
        )
        .where(
            (PupilHousehold.unit == access.unit_id)
            & (PupilHousehold.pupil == pupil_id)
            & PupilHousehold.ends.is_null()
        )
        .first()
    )
    if row is None:
        return None
    household = row.household
    return HouseholdView(
        household.id,
        household.address,
        household.situation,
        _poverty(access, household.id),
        tuple(guardian_lines(access, household.id)),
        tuple(_others(access, household.id, pupil_id)),
    )


def guardian_lines(access: Access, household_id: int) -> list[GuardianLine]:
    rows = (
        Guardian.select()
        .where((Guardian.unit == access.unit_id) & (Guardian.household == household_id))
        .order_by(Guardian.id)
    )
    return [GuardianLine(row.id, row.relation, row.full_name, row.phone, row.other_names) for row in rows]


def _poverty(access: Access, household_id: int) -> str:
    row = (
        PovertyDecision.select()
        .where(
            (PovertyDecision.unit == access.unit_id)
            & (PovertyDecision.household == household_id)
            & (PovertyDecision.starts <= access.on)
            & (PovertyDecision.ends.is_null() | (PovertyDecision.ends > access.on))
        )
        .first()
    )
    if row is None:
        return ""
    until = f"đến hết {row.ends - timedelta(days=1):%d/%m/%Y}" if row.ends else ""
    said = ", ".join(filter(None, (row.paper, until)))
    return poverty_label(row.kind) + (f" ({said})" if said else "")


def _others(access: Access, household_id: int, pupil_id: int) -> list[tuple[str, str]]:
    rows = (
        PupilHousehold.select(PupilHousehold, Pupil)
        .join(Pupil, on=(PupilHousehold.pupil == Pupil.id) & (Pupil.unit == PupilHousehold.unit))
        .where(
            (PupilHousehold.unit == access.unit_id)
            & (PupilHousehold.household == household_id)
            & (PupilHousehold.pupil != pupil_id)
            & PupilHousehold.ends.is_null()
        )
    )
    return [
        (row.pupil.public_id, row.pupil.full_name) for row in sorted(rows, key=lambda row: row.pupil.sort_key)
    ]
