"""The figures of the commune's plan: its ceilings against the opening rolls of its schools."""

from dataclasses import dataclass, replace
from datetime import date

from sisoho.access import Access
from sisoho.documents import queries as documents
from sisoho.documents.models import Document
from sisoho.emulation.queries import InForce, roll_by_level, targets_in_force, year_label
from sisoho.emulation.rules.targets import Indicator
from sisoho.errors import RuleBroken
from sisoho.reports.queries.checks import STAFF, Check
from sisoho.reports.queries.plan_material import material_checks, seasons_within
from sisoho.reports.queries.superior_paper import paper_for_commune
from sisoho.reports.queries.targets import Targets, as_set, commune_ceiling, superior_targets
from sisoho.reports.rules import CommunePlanData, SchoolCeiling
from sisoho.reports.rules.criteria import proposed_criteria
from sisoho.reports.rules.seasons import season_lines
from sisoho.school_calendar import Span
from sisoho.schools.queries import unit_names
from sisoho.schools.rules import Level
from sisoho.vietnamese import sort_key


@dataclass(frozen=True)
class CommunePlanDraft:
    """Figures, what is missing of them, and the plan this one continues."""

    data: CommunePlanData
    year_label: str
    checks: tuple[Check, ...]
    answers: Document


def commune_plan_figures(access: Access, registration_on: date) -> CommunePlanDraft:
    """Raises RuleBroken where the commune has set no ceiling, has no school or no plan to continue."""
    year = year_label(access)
    earlier = paper_for_commune(access)
    header, signature = documents.agency_header(access), documents.head_signature(access)
    targets = targets_in_force(access, year)
    ceilings, checks = superior_targets(targets, list(Level), "toàn xã", commune_ceiling)
    schools = _schools(access, year, targets)
    if not schools:
        raise RuleBroken("Chưa soạn được: trường trong xã chưa có học sinh năm học này.")
    seasons = seasons_within(access, _year_span(year))
    data = CommunePlanData(
        header=header,
        year=access.on.year,
        school_year=year,
        predecessor=earlier.paper,
        targets=ceilings,
        schools=schools,
        seasons=season_lines(seasons),
        criteria=proposed_criteria(),
        signature=signature,
        registration_on=registration_on,
    )
    silent = _silent_schools(access, schools)
    checks += [(f"{name} chưa có số liệu năm học {year}.", STAFF) for name in silent]
    checks += material_checks(header, signature, seasons)
    return CommunePlanDraft(data, year, tuple(checks), earlier.document)


def _schools(access: Access, year: str, targets: Targets) -> tuple[SchoolCeiling, ...]:
    """By name, then level; two statements a school, of which a commune has few."""
    names = unit_names(access.school_ids, access.on)
    found = []
    for unit_id, name in sorted(names.items(), key=lambda pair: sort_key(pair[1])):
        rolls = roll_by_level(replace(access, unit_id=unit_id, unit_kind="school"), year)
        for level in Level:
            below = commune_ceiling(targets.get((Indicator.DROPOUT, level), InForce()))
            if rolls.get(level) and below:
                found.append(SchoolCeiling(name, level.short_label, rolls[level], as_set(below)))
    return tuple(found)


def _silent_schools(access: Access, schools: tuple[SchoolCeiling, ...]) -> list[str]:
    known = {line.school for line in schools}
    return sorted(set(unit_names(access.school_ids, access.on).values()) - known)


def _year_span(year: str) -> Span:
    """ "2026-2027" from August to July: a commune has no school year of its own."""
    first = int(year.split("-")[0])
    return Span(date(first, 8, 1), date(first + 1, 8, 1))
