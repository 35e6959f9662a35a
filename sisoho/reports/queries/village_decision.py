"""What the decision on the villages' teachers is made of: the duties as they stand today."""

from collections import defaultdict
from dataclasses import dataclass

from peewee import fn

from sisoho.access import Access, Role
from sisoho.documents import queries as documents
from sisoho.documents.models import Document
from sisoho.documents.rules import TYPE_RULES, full_number
from sisoho.errors import RuleBroken
from sisoho.reports.queries.checks import STAFF, VILLAGES, Check
from sisoho.reports.queries.plan_material import header_checks
from sisoho.reports.rules import IncomingPaper
from sisoho.reports.rules.village_decision import (
    AssignedTeacher,
    AssignedVillage,
    VillageDecisionData,
    build_village_decision,
    changed_villages,
)
from sisoho.schools import queries as schools
from sisoho.schools.models import Duty, Enrolment, PupilHousehold, PupilPlace, StaffMember
from sisoho.schools.queries import YearCard
from sisoho.schools.queries.classes import enrolled_on

VILLAGE_DECISION, SCHOOL_PLAN = "village_decision", "school_plan"


@dataclass(frozen=True)
class DecisionDraft:
    """Figures, and what is missing of them."""

    data: VillageDecisionData
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class InForce:
    """The decision in force, "" where none is; `changed`: the villages whose duties differ from it today."""

    public_id: str
    number: str
    changed: tuple[str, ...]


def village_decision_figures(access: Access, *, with_phones: bool) -> DecisionDraft:
    """Raises RuleBroken, saying where to mend it, without a school year or without any village."""
    year = schools.current_year(access)
    if year is None:
        raise RuleBroken("Chưa soạn được: trường chưa mở năm học nào. Mở ở trang Năm học rồi soạn lại.")
    villages = _villages(access)
    if not villages:
        raise RuleBroken(
            "Chưa soạn được: chưa có thôn, buôn nào có học sinh hoặc có người phụ trách. "
            "Ghi ở trang Thôn buôn rồi soạn lại."
        )
    header, signature = documents.agency_header(access), documents.head_signature(access)
    plan = documents.latest_issued(access.unit_id, SCHOOL_PLAN, year.label)
    card = schools.unit_card(access.unit_id, access.on)
    data = VillageDecisionData(
        header=header,
        on=access.on,
        school_year=year.label,
        last_day=year.last_day,
        levels=card.levels or (),
        villages=villages,
        signature=signature,
        plan=_reference(plan) if plan else None,
        replaced=_replaced(access, year),
        proposed_by=_proposed_by(access),
        superior=schools.unit_names([access.commune_id or 0], access.on).get(access.commune_id or 0, ""),
        with_phones=with_phones,
    )
    checks = [
        *header_checks(header, signature),
        *_duty_checks(data),
        *_place_checks(access, year, villages),
        *([] if plan else [("Chưa phát hành kế hoạch năm học để làm căn cứ.", "/ke-hoach/soan")]),
    ]
    return DecisionDraft(data, tuple(checks))


def decision_in_force(access: Access) -> InForce | None:
    """The year's decision, and where today's duties have left it; None before the first."""
    year = schools.current_year(access)
    issued = documents.latest_issued(access.unit_id, VILLAGE_DECISION, year.label) if year else None
    if issued is None:
        return None
    content = documents.content_of(issued)
    now = build_village_decision(village_decision_figures(access, with_phones=False).data)
    return InForce(issued.public_id, full_number(content), changed_villages(content, now))


def _villages(access: Access) -> tuple[AssignedVillage, ...]:
    """Those where pupils of the school live or teachers of the school are on duty."""
    teams, households = _teams(access), _households(access)
    return tuple(
        AssignedVillage(
            line.name,
            line.kind,
            households.get(line.id, 0),
            line.pupils,
            tuple(teams[line.id]),
            "; ".join(filter(None, (line.head_name, line.elder_name))),
        )
        for line in schools.village_lines(access)
        if line.pupils or line.id in teams
    )


def _teams(access: Access) -> dict[int, list[AssignedTeacher]]:
    """Duties in force or declared for later."""
    d, s = Duty, StaffMember
    rows = (
        d.select(d.village, s.full_name, s.phone, d.lead, d.starts, d.ends)
        .join(s, on=(d.staff == s.id) & (s.unit == d.unit))
        .where((d.unit == access.unit_id) & (d.kind == "village") & (d.ends.is_null() | (d.ends > access.on)))
        .order_by(d.starts, s.sort_key, d.id)
        .tuples()
    )
    teams: dict[int, list[AssignedTeacher]] = defaultdict(list)
    for village_id, *duty in rows:
        teams[village_id].append(AssignedTeacher(*duty))
    for team in teams.values():
        team.sort(key=lambda teacher: not teacher.leads)
    return teams


def _households(access: Access) -> dict[int, int]:
    """Village id → households of the pupils in class today who live there."""
    place, home, on = PupilPlace, PupilHousehold, access.on
    rows = (
        place.select(place.village, fn.COUNT(fn.DISTINCT(home.household)))
        .join(home, on=(home.pupil == place.pupil) & (home.unit == place.unit))
        .switch(place)
        .join(Enrolment, on=(Enrolment.pupil == place.pupil) & (Enrolment.unit == place.unit))
        .where(
            (place.unit == access.unit_id)
            & place.village.is_null(False)
            & (place.starts <= on)
            & (place.ends.is_null() | (place.ends > on))
            & (home.starts <= on)
            & (home.ends.is_null() | (home.ends > on))
            & enrolled_on(on)
        )
        .group_by(place.village)
    )
    return dict(rows.tuples())


def _reference(document: Document, issuer: str = "") -> IncomingPaper:
    content = documents.content_of(document)
    name = TYPE_RULES[content.type].name
    return IncomingPaper(name, full_number(content), document.document_on, issuer or content.header.name)


def _replaced(access: Access, year: YearCard) -> IncomingPaper | None:
    found = documents.latest_issued(access.unit_id, VILLAGE_DECISION, year.label)
    if found is None:
        return None
    return _reference(found, f"Hiệu trưởng {documents.content_of(found).header.name}")


def _proposed_by(access: Access) -> str:
    if Role.PRINCIPAL in access.roles:
        return ""
    return "Phó Hiệu trưởng" if Role.VICE_PRINCIPAL in access.roles else "bộ phận văn phòng"


def _duty_checks(data: VillageDecisionData) -> list[Check]:
    on, checks = data.on, []
    alone = [
        one.name
        for one in data.villages
        if one.pupils and not any(duty.starts <= on for duty in one.teachers)
    ]
    if alone:
        checks.append((f"Chưa có giáo viên phụ trách: {', '.join(alone)}.", VILLAGES))
    headless = [
        one.name for one in data.villages if len(one.teachers) > 1 and not any(t.leads for t in one.teachers)
    ]
    if headless:
        checks.append((f"Chưa chọn người phụ trách chính: {', '.join(headless)}.", STAFF))
    mute = dict.fromkeys(t.name for one in data.villages for t in one.teachers if not t.phone)
    if data.with_phones and mute:
        checks.append((f"Chưa ghi số điện thoại: {', '.join(mute)}.", STAFF))
    return checks


def _place_checks(access: Access, year: YearCard, villages: tuple[AssignedVillage, ...]) -> list[Check]:
    enrolled = sum(line.pupils for line in schools.class_lines(access, year.id))
    unknown = enrolled - sum(village.pupils for village in villages)
    return (
        [(f"{unknown} em chưa ghi thôn, buôn nên không có trong danh sách.", "/hoc-sinh")]
        if unknown > 0
        else []
    )
