"""What people say of flags: who may, and what the next renewal makes of it."""

from datetime import timedelta

import pytest

from sisoho import clock
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.outreach.actions import risk
from sisoho.outreach.actions.risk_renewal import renew_risk
from sisoho.outreach.models import RiskFlag, RiskFlagEvent
from sisoho.outreach.queries.risk_flags import flags_of
from sisoho.outreach.queries.risk_rules import rules_in_force
from sisoho.outreach.rules.risk_rules import RULE_KINDS, CircumstanceKind, RiskCode, RiskRule
from tests import factories
from tests.factories import access_of
from tests.outreach.away import LAST_DAYS, pupils_of, roll_call


@pytest.fixture
def flag(commune: factories.Commune) -> RiskFlag:
    """Three half-days of the first pupil of 6A."""
    school = commune.school
    roll_call(school, {pupils_of(school)[0]: "K"}, LAST_DAYS)
    renew_risk(access_of(school.principal))
    return _flag(school, RiskCode.STREAK)


def _flag(school: factories.School, rule: RiskCode) -> RiskFlag:
    return RiskFlag.get((RiskFlag.unit == school.unit) & (RiskFlag.rule == rule.value))


def test_a_flag_set_aside_stays_so_and_keeps_its_reason(commune: factories.Commune, flag: RiskFlag) -> None:
    access = access_of(commune.school.teacher_6a)
    with pytest.raises(RuleBroken):
        risk.dismiss_flag(access, flag.public_id, "  ")
    risk.dismiss_flag(access, flag.public_id, "em nằm viện, giấy nộp sau")
    renew_risk(access)
    told = _flag(commune.school, RiskCode.STREAK)
    assert (told.state, told.dismissed_measure) == ("dismissed", flag.measure)
    of_flag = (RiskFlagEvent.unit == commune.school.unit) & (RiskFlagEvent.flag == flag.id)
    events = RiskFlagEvent.select().where(of_flag).order_by(RiskFlagEvent.id)
    assert [(e.step, e.reason) for e in events] == [
        ("raised", ""), ("dismissed", "em nằm viện, giấy nộp sau"),
    ]  # fmt: skip


def test_confirming_twice_is_once(commune: factories.Commune, flag: RiskFlag) -> None:
    for _ in range(2):
        risk.confirm_flag(access_of(commune.school.principal), flag.public_id)
    steps = RiskFlagEvent.select().where(
        (RiskFlagEvent.unit == commune.school.unit) & (RiskFlagEvent.step == "confirmed")
    )
    assert steps.count() == 1


def test_the_village_teacher_does_not_decide_and_outsiders_find_nothing(
    commune: factories.Commune, flag: RiskFlag
) -> None:
    school, other = commune.school, commune.other_school
    pupil = pupils_of(school)[0]
    for staff in (school.village_teacher, school.teacher_1a, other.principal):
        with pytest.raises((NotAllowed, NotFound)):
            risk.confirm_flag(access_of(staff), flag.public_id)
    with pytest.raises(NotFound):
        risk.dismiss_flag(access_of(other.principal), flag.public_id, "x")
    with pytest.raises(NotFound):
        risk.add_by_hand(access_of(other.principal), pupil.public_id, "x")
    assert _flag(school, RiskCode.STREAK).state == "open"


def test_a_pupil_added_by_hand_stays_through_renewal_until_set_aside(commune: factories.Commune) -> None:
    school = commune.school
    access, pupil = access_of(school.teacher_6a), pupils_of(school)[1]
    made = risk.add_by_hand(access, pupil.public_id, "em hay ngủ gật, nói muốn đi làm")
    with pytest.raises(RuleBroken):
        risk.add_by_hand(access, pupil.public_id, "lần nữa")
    renew_risk(access)
    assert _flag(school, RiskCode.BY_HAND).state == "confirmed"
    risk.dismiss_flag(access, made.public_id, "đã nói chuyện, em vui")
    assert risk.add_by_hand(access, pupil.public_id, "lại buồn").id == made.id


def test_a_circumstance_holds_from_its_day_once_until_it_ends(commune: factories.Commune) -> None:
    school = commune.school
    access, (pupil, other) = access_of(school.teacher_6a), pupils_of(school)[1:3]
    learning, week_ago = CircumstanceKind.LEARNING, clock.today() - timedelta(days=7)
    made = risk.record_circumstance(access, pupil.public_id, learning, "chậm đọc", week_ago)
    with pytest.raises(RuleBroken):
        risk.record_circumstance(access, pupil.public_id, learning)
    with pytest.raises(NotFound):
        risk.end_circumstance(access_of(commune.other_school.principal), pupil.public_id, made.public_id)
    with pytest.raises(NotFound):
        risk.end_circumstance(access, other.public_id, made.public_id)
    for wrong in (week_ago - timedelta(days=1), clock.today() + timedelta(days=1)):
        with pytest.raises(RuleBroken) as refused:
            risk.end_circumstance(access, pupil.public_id, made.public_id, wrong)
        assert list(refused.value.fields) == ["ends"]
    for day in (clock.today(), week_ago):  # the second time changes nothing
        risk.end_circumstance(access, pupil.public_id, made.public_id, day)
    with pytest.raises(RuleBroken):  # it held on that day, as is written
        risk.record_circumstance(access, pupil.public_id, learning, starts=week_ago)
    assert risk.record_circumstance(access, pupil.public_id, learning).id != made.id


def test_a_sibling_who_left_another_school_is_told_beside_what_raised_the_pupil(
    commune: factories.Commune, flag: RiskFlag
) -> None:
    school = commune.school
    access, pupil = access_of(school.teacher_6a), pupils_of(school)[0]
    assert flag.pupil_id == pupil.id
    risk.record_circumstance(access, pupil.public_id, CircumstanceKind.SIBLING_DROPPED)
    told = {card.rule: card.sentence for card in flags_of(access)[pupil.id]}
    assert told[RiskCode.DROPPED_NEARBY] == "Có 1 anh chị em cùng nhà đã bỏ học, từ 23/11/2026"


def test_a_changed_rule_holds_from_its_day_and_only_leaders_change_it(commune: factories.Commune) -> None:
    school = commune.school
    access, streak = access_of(school.principal), RiskRule(RiskCode.STREAK, (5,), 0, True)
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(NotAllowed):
        risk.change_rule(access_of(school.teacher_6a), streak, tomorrow)
    with pytest.raises(RuleBroken):
        risk.change_rule(access, streak, clock.today() - timedelta(days=1))
    risk.change_rule(access, streak, tomorrow)
    risk.change_rule(access, RiskRule(RiskCode.STREAK, (4,), 0, True), tomorrow)
    assert rules_in_force(access, clock.today())[0] == RULE_KINDS[RiskCode.STREAK].default
    assert rules_in_force(access, tomorrow)[0].thresholds == (4,)
