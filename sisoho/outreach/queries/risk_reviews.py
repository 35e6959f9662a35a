"""The monthly reviews: what a class's page asks and remembers, and which classes have been gone through."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from peewee import fn

from sisoho.access import Access
from sisoho.errors import NotAllowed, NotFound
from sisoho.outreach.models import RiskReview, RiskReviewLine
from sisoho.outreach.queries.risk_list import RiskLine, risk_lines
from sisoho.outreach.rules.risk_flags import FlagState
from sisoho.outreach.rules.risk_review import Decision, ReviewLine, is_asked
from sisoho.outreach.rules.visits import read_causes
from sisoho.school_calendar import Month, vietnam_date
from sisoho.schools.models import Pupil, SchoolClass, SchoolYear, StaffMember
from sisoho.schools.queries import current_year
from sisoho.schools.queries.classes import ClassLine, ListedPupil, class_lines, class_list
from sisoho.schools.queries.loading import own_public


@dataclass(frozen=True, slots=True)
class DoneReview:
    """One signed review; `counts` as rules.risk_review.counts gives them. Ids are row ids."""

    id: int
    class_id: int
    month: Month
    at: datetime
    by: str
    counts: Mapping[str, int]

    @property
    def on(self) -> date:
        return vietnam_date(self.at)


@dataclass(frozen=True, slots=True)
class ClassMonth:
    """A class in a month; `review` the newest one, `listed` how many pupils are on its list today."""

    line: ClassLine
    review: DoneReview | None
    listed: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """`said`: pupil's public id → what stands ready to be agreed to; `others` may be added by hand.

    `done`: this month's newest review; `earlier`: the newest of each month before, newest first.
    """

    row: Any
    month: Month
    lines: tuple[RiskLine, ...]
    said: Mapping[str, ReviewLine]
    others: tuple[ListedPupil, ...]
    done: DoneReview | None
    earlier: tuple[DoneReview, ...]


def review_page(access: Access, class_id: str) -> ReviewPage:
    """This month's review of a class. Raises NotFound, NotAllowed."""
    row = reviewed_class(access, class_id)
    month = Month.of(access.on)
    lines = tuple(line for line in risk_lines(access) if line.card.class_id == row.id)
    listed = {line.card.id for line in lines}
    done = [review for review in _newest(access, RiskReview.school_class == row.id) if review.month <= month]
    this = next((review for review in done if review.month == month), None)
    return ReviewPage(
        row=row,
        month=month,
        lines=lines,
        said=_suggested(access, lines, this),
        others=tuple(p for p in class_list(access, class_id).pupils if p.id not in listed),
        done=this,
        earlier=tuple(review for review in done if review.month < month),
    )


@dataclass(frozen=True, slots=True)
class PastLine:
    pupil_id: int
    name: str
    said: ReviewLine


@dataclass(frozen=True, slots=True)
class PastReview:
    row: Any
    done: DoneReview
    lines: tuple[PastLine, ...]


def past_review(access: Access, class_id: str, month: Month) -> PastReview:
    """What the newest review of a month said, as signed. Raises NotFound, NotAllowed."""
    row = reviewed_class(access, class_id)
    own = (RiskReview.school_class == row.id) & (RiskReview.month == month.starts)
    done = next(iter(_newest(access, own)), None)
    if done is None:
        raise NotFound(f"Lớp {row.name} không có bản rà soát {month.label}.")
    line, p = RiskReviewLine, Pupil
    rows = (
        line.select(p.id, p.full_name, line.decision, line.causes, line.help)
        .join(p, on=(p.id == line.pupil) & (p.unit == line.unit))
        .where((line.unit == access.unit_id) & (line.review == done.id))
        .order_by(line.id)
        .tuples()
    )
    return PastReview(row, done, tuple(PastLine(id_, name, _said(*rest)) for id_, name, *rest in rows))


def reviewed_class(access: Access, class_id: str) -> Any:
    """The row of a class whose list this person goes through. Raises NotFound, NotAllowed."""
    row = own_public(access, SchoolClass, class_id)
    if not access.sees_class(row.id):
        raise NotAllowed("Việc rà soát là của giáo viên chủ nhiệm lớp này và ban giám hiệu.")
    return row


def month_reviews(access: Access, month: Month) -> list[ClassMonth]:
    """Every class of the month's year for leaders, the own for others; those not gone through first."""
    year = current_year(access, month.ends - timedelta(days=1))
    if year is None:
        return []
    lines = [line for line in class_lines(access, year.id) if access.sees_class(line.id)]
    done = {review.class_id: review for review in _newest(access, RiskReview.month == month.starts)}
    listed = Counter(line.card.class_id for line in risk_lines(access))
    found = [ClassMonth(line, done.get(line.id), listed[line.id]) for line in lines]
    return sorted(found, key=lambda one: one.review is not None)


def reviews_due(access: Access) -> list[tuple[str, str]]:
    """(public id, name) of the own classes whose review this month waits; at most one statement."""
    if not access.class_ids or not is_asked(access.on, reviewed=False):
        return []
    c, y, r = SchoolClass, SchoolYear, RiskReview
    done = r.select(r.school_class).where(
        (r.unit == access.unit_id) & (r.month == Month.of(access.on).starts)
    )
    rows = (
        c.select(c.public_id, c.name)
        .join(y)
        .where(
            (c.unit == access.unit_id)
            & c.id.in_(list(access.class_ids))
            & (y.starts <= access.on)
            & (y.ends > access.on)
            & c.id.not_in(done)
        )
        .order_by(c.name)
    )
    return [(public_id, name) for public_id, name in rows.tuples()]


def _newest(access: Access, wanted: Any) -> list[DoneReview]:
    """The newest review of each class and month, latest month first."""
    r = RiskReview
    own = (r.unit == access.unit_id) & wanted
    newest = r.select(fn.MAX(r.id)).where(own).group_by(r.school_class, r.month)
    rows = (
        r.select(r.id, r.school_class, r.month, r.at, StaffMember.full_name, r.counts)
        .join(StaffMember, on=(StaffMember.id == r.by) & (StaffMember.unit == r.unit))
        .where((r.unit == access.unit_id) & r.id.in_(newest))
        .order_by(r.month.desc(), r.id)
        .tuples()
    )
    return [DoneReview(id_, class_id, Month.of(day), *rest) for id_, class_id, day, *rest in rows]


def _suggested(access: Access, lines: tuple[RiskLine, ...], this: DoneReview | None) -> dict[str, ReviewLine]:
    """What was said last of each pupil; a decision only where one was taken, this month or on the list."""
    r, listed = RiskReviewLine, {line.card.id: line for line in lines}
    rows = (
        r.select(r.pupil, r.review, r.decision, r.causes, r.help)
        .where((r.unit == access.unit_id) & r.pupil.in_(list(listed)))
        .order_by(r.id)
        .tuples()
    )
    last = {pupil_id: (review_id, _said(*rest)) for pupil_id, review_id, *rest in rows}
    found = {}
    for pupil_id, line in listed.items():
        review_id, said = last.get(pupil_id, (None, ReviewLine()))
        if this is None or review_id != this.id:
            agreed = all(flag.state is FlagState.CONFIRMED for flag in line.raising)
            said = replace(said, decision=Decision.KEEP if agreed else None)
        found[line.card.public_id] = said
    return found


def _said(decision: str, causes: list[str], help_: str) -> ReviewLine:
    return ReviewLine(Decision(decision), read_causes(causes), help_)
