"""Draft the living plans from the figures of today; drafting again refreshes them and keeps hand edits."""

from datetime import date

from sisoho.access import Access, Right
from sisoho.documents.actions import save_draft
from sisoho.documents.models import Document
from sisoho.errors import NotAllowed
from sisoho.reports.queries import COMMUNE_PLAN, commune_plan_figures, school_plan_figures
from sisoho.reports.queries.village_decision import SCHOOL_PLAN, VILLAGE_DECISION, village_decision_figures
from sisoho.reports.rules import build_commune_plan, build_school_plan
from sisoho.reports.rules.village_decision import build_village_decision


def draft_school_plan(access: Access) -> Document:
    """The school's plan in answer to the commune's. Raises NotAllowed, RuleBroken."""
    access.need(Right.DRAFT_DOCUMENT)
    if access.unit_kind != "school":
        raise NotAllowed("Kế hoạch của trường do trường soạn.")
    drafted = school_plan_figures(access)
    return save_draft(
        access,
        SCHOOL_PLAN,
        build_school_plan(drafted.data),
        year_label=drafted.year_label,
        checks=drafted.checks,
        answers=drafted.answers,
    )


def draft_commune_plan(access: Access, registration_on: date) -> Document:
    """The commune's plan; schools register by `registration_on`. Raises NotAllowed, RuleBroken."""
    access.need(Right.DRAFT_DOCUMENT)
    if access.unit_kind != "commune":
        raise NotAllowed("Kế hoạch của xã do xã soạn.")
    drafted = commune_plan_figures(access, registration_on)
    return save_draft(
        access,
        COMMUNE_PLAN,
        build_commune_plan(drafted.data),
        year_label=drafted.year_label,
        checks=drafted.checks,
        answers=drafted.answers,
        due_on=registration_on,
    )


def draft_village_decision(access: Access, *, with_phones: bool) -> Document:
    """The decision that names each village's teachers, from the duties of today; while one of the year is in
    force, the draft replaces it. Raises NotAllowed, RuleBroken."""
    access.need(Right.DRAFT_DOCUMENT)
    if access.unit_kind != "school":
        raise NotAllowed("Quyết định phân công thôn, buôn do trường soạn.")
    drafted = village_decision_figures(access, with_phones=with_phones)
    content, year = build_village_decision(drafted.data), drafted.data.school_year
    return save_draft(access, VILLAGE_DECISION, content, year_label=year, checks=drafted.checks)
