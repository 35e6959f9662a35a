"""The flags of the demo's schools, renewed on Fridays and the last morning, and what people say of them."""

from datetime import date, time, timedelta
from functools import partial

from sisoho.db import new_public_id
from sisoho.demo.cast import Person
from sisoho.demo.stage import Stage
from sisoho.outreach.actions import risk as actions
from sisoho.outreach.actions.risk_renewal import renew_risk
from sisoho.outreach.actions.risk_review import sign_review
from sisoho.outreach.forms.risk_review import ReviewData
from sisoho.outreach.queries.risk_list import RiskLine, risk_lines
from sisoho.outreach.queries.risk_reviews import review_page
from sisoho.outreach.rules.risk_flags import FlagState
from sisoho.outreach.rules.risk_review import ASKED_FROM, Decision, ReviewLine
from sisoho.outreach.rules.risk_rules import CircumstanceKind
from sisoho.outreach.rules.visits import Causes, read_causes
from sisoho.school_calendar import Month, at_vietnam, days

_FRIDAY, _SUNDAY = 4, 6
_EVENING = time(19, 10)
_LAST_MORNING = time(9, 15)
_CIRCUMSTANCES = (
    (CircumstanceKind.LEARNING, "đọc còn chậm"),
    (CircumstanceKind.LEARNING, "chưa thuộc bảng nhân"),
    (CircumstanceKind.SIBLING_DROPPED, "chị lớn nghỉ học ở trường cũ"),
)
_CAUSES = (("kinh_te",), ("hoc_luc",), ("kinh_te", "duong_xa"), ("khac",))
_HELPS = ("cô chủ nhiệm kèm đọc sau giờ", "cho mượn sách, xe đạp", "nhờ bạn cùng buôn đón đi học", "")
_LET_GO = "em đi học đều lại, gia đình đã hứa"


def write_risk(stage: Stage) -> None:
    dates = stage.dates
    for day in days(dates.first, dates.as_of):
        if day.weekday() == _FRIDAY:
            stage.diary.at(at_vietnam(day, time(17, 30)), partial(_renew, stage))
    holders = [person for person in stage.cast if person.class_ids]
    for number, person in enumerate(holders):
        if number % 2 == 0:
            day = dates.first + timedelta(days=10 + number)
            stage.diary.at(at_vietnam(day, _EVENING), partial(_circumstance, stage, person, number))
        for day in _review_days(dates.first, dates.as_of, number):
            stage.diary.at(at_vietnam(day, _EVENING), partial(_review, stage, person, number))
    stage.diary.at(at_vietnam(dates.as_of, _LAST_MORNING), partial(_last_morning, stage, holders))


def _renew(stage: Stage) -> None:
    renew_risk(stage.of_post("principal"))


def _review_days(first: date, last: date, number: int) -> list[date]:
    """A day of last month and of this one, from the 20th on; every fifth teacher leaves one of them out.

    Of this month it is the teacher whom a newcomer signs in as: the home asks for it.
    """
    found = []
    for left_out, month in ((1, Month.of(last).before), (0, Month.of(last))):
        day = month.starts + timedelta(days=ASKED_FROM - 1 + number % 2)
        if day.weekday() == _SUNDAY:
            day += timedelta(days=1)
        if first < day < last and number % 5 != left_out:
            found.append(day)
    return found


def _circumstance(stage: Stage, person: Person, number: int) -> None:
    own = [child for child in stage.children if child.class_id in person.class_ids]
    child = own[number % len(own)]
    kind, note = _CIRCUMSTANCES[number // 2 % len(_CIRCUMSTANCES)]
    actions.record_circumstance(stage.access(person), child.public_id, kind, note)


def _review(stage: Stage, person: Person, number: int) -> None:
    access = stage.access(person)
    class_id = next(roll.public_id for roll in stage.rolls.values() if roll.id in person.class_ids)
    lines = review_page(access, class_id).lines
    said = {line.card.public_id: _said(number + place) for place, line in enumerate(lines)}
    sign_review(access, class_id, ReviewData(new_public_id(), said))


def _said(number: int) -> ReviewLine:
    if number % 6 == 5:
        return ReviewLine(Decision.DISMISS, Causes(), _LET_GO)
    return ReviewLine(
        Decision.KEEP, read_causes(_CAUSES[number % len(_CAUSES)]), _HELPS[number % len(_HELPS)]
    )


def _last_morning(stage: Stage, holders: list[Person]) -> None:
    """Renewed; then some confirm what is new, one sets it aside, one adds a pupil whom no rule saw."""
    _renew(stage)
    for number, person in enumerate(holders[:6]):
        access = stage.access(person)
        own = [line for line in risk_lines(access) if line.decides]
        if number == 2:
            _add(stage, person, own)
        for flag in [flag for line in own for flag in line.raising if flag.state is FlagState.OPEN][:2]:
            if number == 1:
                actions.dismiss_flag(access, flag.public_id, "em ốm, gia đình đã báo, giấy nộp sau")
            else:
                actions.confirm_flag(access, flag.public_id)


def _add(stage: Stage, person: Person, listed: list[RiskLine]) -> None:
    known = {line.card.id for line in listed}
    for child in stage.children:
        is_here = child.class_id in person.class_ids and stage.class_of(child, stage.dates.as_of) is not None
        if is_here and child.pupil_id not in known:
            said = "Em hay ngủ gật, kể tối phải trông em cho mẹ lên rẫy"
            actions.add_by_hand(stage.access(person), child.public_id, said)
            return
