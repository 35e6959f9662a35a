"""Renewal of a school's flags from its own marks: once, cheaply, and the same again."""

from datetime import date, timedelta

import pytest

from sisoho import clock, db
from sisoho.outreach.actions.risk_renewal import renew_risk
from sisoho.outreach.models import RiskFlag, RiskFlagEvent, RiskRule
from sisoho.outreach.queries.risk_flags import flags_of, stored_flags
from sisoho.outreach.rules.risk_flags import FlagState
from sisoho.outreach.rules.risk_rules import RiskCode
from sisoho.schools.models import PovertyDecision, PupilHousehold
from tests import factories
from tests.outreach.away import LAST_DAYS, MONDAY, pupils_of, roll_call


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    return commune.school


def steps(school: factories.School) -> list[str]:
    rows = RiskFlagEvent.select().where(RiskFlagEvent.unit == school.unit).order_by(RiskFlagEvent.id)
    return [row.step for row in rows]


def test_three_half_days_raise_a_flag_with_its_sentence_and_presence_ends_it(
    school: factories.School,
) -> None:
    bia = pupils_of(school)[0]
    roll_call(school, {bia: "K"}, LAST_DAYS)
    access = factories.access_of(school.principal)
    renew_risk(access)
    first, *background = flags_of(access)[bia.id]
    assert first.sentence == "Nghỉ 3 buổi liền chưa có phép, từ 20/11/2026"
    assert [card.rule for card in background] == [RiskCode.ENTRY_GRADE]
    assert not any(card.raises_alone for card in background)
    with clock.at(clock.now() + timedelta(days=1)):
        roll_call(school, {}, [MONDAY + timedelta(days=1)])
        renew_risk(factories.access_of(school.principal))
    assert flags_of(access) == {}
    assert sorted(steps(school)) == ["ended", "ended", "raised", "raised"]


def test_a_second_pass_changes_nothing_and_the_other_school_is_left_alone(
    commune: factories.Commune,
) -> None:
    school = commune.school
    roll_call(school, {pupils_of(school)[0]: "K"}, LAST_DAYS)
    access = factories.access_of(school.principal)
    renew_risk(access)
    before = list(RiskFlag.select().where(RiskFlag.unit == school.unit).order_by(RiskFlag.id).dicts())
    assert renew_risk(access) == 0
    after = list(RiskFlag.select().where(RiskFlag.unit == school.unit).order_by(RiskFlag.id).dicts())
    assert before == after
    assert flags_of(factories.access_of(commune.other_school.principal)) == {}


def test_a_flag_set_aside_is_raised_again_by_one_more_half_day(school: factories.School) -> None:
    bia = pupils_of(school)[0]
    roll_call(school, {bia: "K"}, LAST_DAYS)
    access = factories.access_of(school.principal)
    renew_risk(access)
    own = (RiskFlag.unit == school.unit) & (RiskFlag.rule == RiskCode.STREAK.value)
    RiskFlag.update(state=FlagState.DISMISSED.value, dismissed_measure=3).where(own).execute()
    renew_risk(access)
    assert RiskFlag.get(own).state == FlagState.DISMISSED
    with clock.at(clock.now() + timedelta(days=1)):
        roll_call(school, {bia: "K"}, [MONDAY + timedelta(days=1)])
        renew_risk(factories.access_of(school.principal))
    assert RiskFlag.get(own).state == FlagState.OPEN


def test_newer_facts_do_not_undo_what_a_person_said_meanwhile(
    school: factories.School, monkeypatch: pytest.MonkeyPatch
) -> None:
    bia = pupils_of(school)[0]
    roll_call(school, {bia: "K"}, LAST_DAYS)
    own = (RiskFlag.unit == school.unit) & (RiskFlag.rule == RiskCode.STREAK.value)

    def said_meanwhile(*args: object) -> object:
        found = stored_flags(*args)  # type: ignore[arg-type]
        RiskFlag.update(state=FlagState.CONFIRMED.value).where(own).execute()
        return found

    monkeypatch.setattr("sisoho.outreach.actions.risk_renewal.stored_flags", said_meanwhile)
    with clock.at(clock.now() + timedelta(days=1)):
        roll_call(school, {bia: "K"}, [MONDAY + timedelta(days=1)])
    flag = RiskFlag.get(own)
    assert (flag.facts["half_days"], flag.state) == (4, FlagState.CONFIRMED)


def test_a_schools_own_threshold_counts_from_its_day_on(school: factories.School) -> None:
    bia = pupils_of(school)[0]
    roll_call(school, {bia: "K"}, LAST_DAYS)
    common = {"unit": school.unit, "code": RiskCode.STREAK.value, "active": True, "raises_alone": True}
    RiskRule.create(**common, starts=date(2026, 11, 23), thresholds=[5], at=clock.now())
    access = factories.access_of(school.principal)
    renew_risk(access)
    assert flags_of(access) == {}


def test_a_pass_costs_the_same_for_one_flagged_pupil_and_for_all(school: factories.School) -> None:
    access, counts = factories.access_of(school.principal), []
    for gone in (pupils_of(school)[:1], pupils_of(school)):
        for pupil in gone:
            home = PupilHousehold.get((PupilHousehold.unit == school.unit) & (PupilHousehold.pupil == pupil))
            PovertyDecision.create(
                unit=school.unit, household=home.household_id, kind="poor", starts=date(2026, 1, 1)
            )
        roll_call(school, dict.fromkeys(gone, "K"), LAST_DAYS, seq=len(gone))
        RiskFlagEvent.delete().where(RiskFlagEvent.unit == school.unit).execute()
        RiskFlag.delete().where(RiskFlag.unit == school.unit).execute()
        counts.append(_statements(lambda: renew_risk(access)))
    assert counts[0] == counts[1] <= 16


def _statements(call) -> int:  # type: ignore[no-untyped-def]
    said, target = [], db.database.obj
    before = target.execute_sql
    target.execute_sql = lambda sql, *args, **kwargs: said.append(sql) or before(sql, *args, **kwargs)
    try:
        call()
    finally:
        target.execute_sql = before
    return len([sql for sql in said if not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT"))])


def test_new_marks_renew_by_themselves(school: factories.School) -> None:
    bia = pupils_of(school)[0]
    roll_call(school, {bia: "V"}, LAST_DAYS)
    assert flags_of(factories.access_of(school.principal))[bia.id][0].rule is RiskCode.STREAK
