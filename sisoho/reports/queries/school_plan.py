"""The figures of the school's plan, as they stand today."""

from dataclasses import dataclass
from datetime import date

from sisoho.access import Access
from sisoho.documents import queries as documents
from sisoho.documents.models import Document
from sisoho.emulation.queries import targets_in_force
from sisoho.emulation.rules.targets import ALL_LEVELS, Indicator
from sisoho.errors import RuleBroken
from sisoho.reports.queries.checks import CALENDAR, TARGETS, VILLAGES, Check
from sisoho.reports.queries.opening import Opening, opening_of
from sisoho.reports.queries.plan_material import material_checks, seasons_within
from sisoho.reports.queries.superior_paper import paper_for_school
from sisoho.reports.queries.targets import Targets, level_targets, school_ceiling, superior_targets
from sisoho.reports.rules import SchoolPlanData, VillageDuty
from sisoho.reports.rules.criteria import proposed_criteria
from sisoho.reports.rules.seasons import season_lines
from sisoho.school_calendar import Span
from sisoho.schools import queries as schools
from sisoho.schools.queries import VillageLine, YearCard
from sisoho.schools.rules import Level

_ENTRY_GRADES = {Level.PRIMARY: "lớp 1", Level.LOWER_SECONDARY: "lớp 6"}


@dataclass(frozen=True)
class PlanDraft:
    """Figures, what is missing of them, and the paper they answer."""

    data: SchoolPlanData
    year_label: str
    checks: tuple[Check, ...]
    answers: Document


def school_plan_figures(access: Access) -> PlanDraft:
    """Raises RuleBroken, saying where to mend it, when there is no year, superior's paper or target."""
    year = schools.current_year(access)
    if year is None:
        raise RuleBroken("Chưa soạn được: trường chưa mở năm học nào. Mở ở trang Năm học rồi soạn lại.")
    superior = paper_for_school(access, year.label)
    header, signature = documents.agency_header(access), documents.head_signature(access)
    opening, targets = opening_of(access, year), targets_in_force(access, year.label)
    levels = [level for level in Level if opening.by_level.get(level)]
    ceilings, ceiling_checks = superior_targets(targets, levels, "toàn xã", school_ceiling)
    registered, level_checks = level_targets(targets, opening.by_level, levels)
    villages = schools.village_lines(access)
    duties = _duties(villages, opening)
    homes = {"", *(duty.village for duty in duties)}
    seasons = [s for s in seasons_within(access, Span(year.starts, year.ends)) if s.place in homes]
    data = SchoolPlanData(
        header=header,
        year=access.on.year,
        school_year=year.label,
        superior=_superior_name(access),
        incoming=superior.paper,
        opening=opening.figures,
        superior_targets=ceilings,
        levels=registered,
        entry_grades=", ".join(_ENTRY_GRADES[level] for level in levels),
        villages=duties,
        seasons=season_lines(seasons),
        criteria=proposed_criteria(),
        signature=signature,
        attendance_at_least=_attendance(targets),
    )
    checks = [
        *ceiling_checks,
        *level_checks,
        *_attendance_checks(data),
        *_opening_checks(opening, year, access.on),
        *_village_checks(data.villages),
        *material_checks(header, signature, seasons),
    ]
    return PlanDraft(data, year.label, tuple(checks), superior.document)


def _superior_name(access: Access) -> str:
    names = schools.unit_names([access.commune_id], access.on) if access.commune_id else {}
    return next(iter(names.values()), "cấp trên")


def _attendance(targets: Targets):  # type: ignore[no-untyped-def]
    said = targets.get((Indicator.ATTENDANCE, ALL_LEVELS))
    return said.registered.value if said and said.registered else None


def _attendance_checks(data: SchoolPlanData) -> list[Check]:
    missing = data.attendance_at_least is None
    return [("Chưa đăng ký chỉ tiêu chuyên cần toàn trường.", TARGETS)] if missing else []


def _opening_checks(opening: Opening, year: YearCard, on: date) -> list[Check]:
    checks = []
    if not opening.frozen:
        checks.append((f"Chưa chốt sĩ số đầu năm: số liệu lấy ngày {on:%d/%m/%Y}.", CALENDAR))
    unknown = opening.by_village.get(None, 0)
    if unknown:
        checks.append((f"{unknown} em chưa ghi thôn, buôn nên không có trong Phụ lục II.", "/hoc-sinh"))
    return checks


def _duties(villages: list[VillageLine], opening: Opening) -> tuple[VillageDuty, ...]:
    """The villages where pupils of the opening roll lived, with today's team."""
    return tuple(
        VillageDuty(
            line.name,
            opening.by_village[line.id],
            tuple(member.name for member in line.team),
            "; ".join(filter(None, (line.head_name, line.elder_name))),
        )
        for line in villages
        if opening.by_village.get(line.id)
    )


def _village_checks(duties: tuple[VillageDuty, ...]) -> list[Check]:
    alone = [duty.village for duty in duties if not duty.teachers]
    return [(f"Chưa phân công giáo viên phụ trách {', '.join(alone)}.", VILLAGES)] if alone else []
