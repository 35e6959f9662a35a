"""The homeroom teacher signs the month's review of the class; nothing of it is changed afterwards."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sisoho import clock, db
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.db import new_public_id
from sisoho.outreach.actions.author import author_id
from sisoho.outreach.actions.case_rows import live_case
from sisoho.outreach.actions.cases import open_case
from sisoho.outreach.actions.risk import confirm_flag, dismiss_flag
from sisoho.outreach.forms.cases import OpenCaseData
from sisoho.outreach.forms.risk_review import ReviewData
from sisoho.outreach.models import RiskReview, RiskReviewLine
from sisoho.outreach.queries.risk_list import RiskLine
from sisoho.outreach.queries.risk_reviews import ReviewPage, review_page, reviewed_class
from sisoho.outreach.rules.case_words import Priority
from sisoho.outreach.rules.risk_flags import FlagState
from sisoho.outreach.rules.risk_review import Decision, ReviewLine, check_review, counts
from sisoho.schools.models import SchoolClass
from sisoho.schools.queries.loading import held_row

_VISIT_WITHIN = timedelta(days=7)  # domain.md §2.5, 3.8.2


def sign_review(access: Access, class_id: str, data: ReviewData) -> RiskReview:
    """Keeps what was said of each pupil, and does it: confirms, sets aside, opens a case where referred.

    A draft sent twice is signed once. Raises NotFound, NotAllowed, RuleBroken.
    """
    by = author_id(access)
    with db.write():
        held_row(access, SchoolClass, reviewed_class(access, class_id).id)  # one signs after the other
        of = review_page(access, class_id)
        r = RiskReview
        known = r.get_or_none((r.unit == access.unit_id) & (r.draft_id == data.draft_id))
        if known is not None:
            return known
        names = {line.card.public_id: line.card.name for line in of.lines}
        check_review(data.lines, names, names)
        said = {line.card.id: data.lines[line.card.public_id] for line in of.lines}
        made = r.create(
            unit=access.unit_id, draft_id=data.draft_id, school_class=of.row, month=of.month.starts,
            counts=counts(said.values()), by=by, at=clock.now(),
        )  # fmt: skip
        _keep_lines(access, made, said)
        for line in of.lines:
            _carry_out(access, of, line, said[line.card.id])
        record(access, "sign_risk_review", "risk_review", made.id, fields=["decision", "causes", "help"])
    return made


def _keep_lines(access: Access, review: RiskReview, said: Mapping[int, ReviewLine]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "unit": access.unit_id,
            "review": review,
            "pupil": pupil_id,
            "decision": line.decision,
            "causes": [group.value for group in line.causes.groups],
            "help": line.help,
        }
        for pupil_id, line in said.items()
    ]
    if rows:
        RiskReviewLine.insert_many(rows).execute()


def _carry_out(access: Access, of: ReviewPage, line: RiskLine, said: ReviewLine) -> None:
    for flag in line.raising:
        if said.decision is Decision.DISMISS:
            dismiss_flag(access, flag.public_id, said.help)
        elif flag.state is not FlagState.CONFIRMED:
            confirm_flag(access, flag.public_id)
    if said.decision is Decision.REFER and live_case(access.unit_id, line.card.id) is None:
        reason = [f"Rà soát {of.month.label}", said.causes.label, said.help]
        words = ". ".join(filter(None, reason))
        data = OpenCaseData(new_public_id(), words, access.on + _VISIT_WITHIN, None, Priority.NORMAL)
        open_case(access, line.card.public_id, data)
