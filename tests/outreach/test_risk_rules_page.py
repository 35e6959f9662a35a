"""The page of the rules: in words for everybody, changed from a day on by the leaders."""

import pytest
from flask import Flask

from sisoho.errors import RuleBroken
from sisoho.outreach.actions.risk_renewal import renew_risk
from sisoho.outreach.forms.risk_rules import read_rule
from sisoho.outreach.queries.risk_flags import flags_of
from sisoho.outreach.queries.risk_rules import rule_history, rules_in_force
from sisoho.outreach.rules.risk_rules import RULE_KINDS, RiskCode, RiskRule, check_rule
from sisoho.outreach.rules.risk_words import meaning
from tests import factories
from tests.factories import access_of, client_of
from tests.outreach.away import LAST_DAYS, pupils_of, roll_call

FORM = {"thresholds": "4", "alone": "1", "active": "1", "starts": "2026-11-23"}
STREAK = "/can-quan-tam/quy-tac/streak"


def test_every_rule_says_its_numbers() -> None:
    for code, kind in RULE_KINDS.items():
        said = meaning(kind.default)
        for number in kind.default.thresholds if kind.unit else ():
            assert str(number) in said, code
        assert not kind.has_window or str(kind.default.window) in said


@pytest.mark.parametrize(
    ("code", "field", "written", "said"),
    [
        ("streak", "thresholds", "ba", "Cần một số từ 1 đến 60 (buổi liền)."),
        ("streak", "thresholds", "", "Cần một số từ 1 đến 60 (buổi liền)."),
        ("streak", "thresholds", "3, 5", "Cần một số từ 1 đến 60 (buổi liền)."),
        ("streak", "thresholds", "-3", "Cần một số từ 1 đến 60 (buổi liền)."),
        ("share", "thresholds", "101", "Cần một số từ 1 đến 100 (% số buổi phải học)."),
        ("sessions", "thresholds", "30, 15", "Cần các số từ 1 đến 45, tăng dần, cách nhau dấu phẩy."),
        ("share", "window", "5", "Cần số ngày từ 7 đến 400."),
        ("share", "window", "x" * 500, "Dài quá 8 ký tự, hãy viết gọn lại."),
        ("streak", "starts", "31/02/2027", "Ngày “31/02/2027” không có trên lịch. Cần ghi ngày/tháng/năm."),
        ("streak", "starts", "", "Hãy chọn quy tắc dùng từ ngày nào."),
    ],
)
def test_what_is_no_threshold_is_refused_in_words(code: str, field: str, written: str, said: str) -> None:
    whole = {"thresholds": "10", "window": "60", "starts": "2026-11-23", "alone": "1", "active": "1"}
    with pytest.raises(RuleBroken) as refused:
        check_rule(read_rule(RiskCode(code), whole | {field: written})[0])
    assert refused.value.fields == {field: said}


def test_steps_are_written_with_commas() -> None:
    rule, _ = read_rule(RiskCode.SESSIONS, FORM | {"thresholds": "10; 20,30"})
    assert rule == RiskRule(RiskCode.SESSIONS, (10, 20, 30), 0, True)


def test_a_change_counts_from_its_day_renews_the_list_and_is_remembered(
    app: Flask, commune: factories.Commune
) -> None:
    school, pupil = commune.school, pupils_of(commune.school)[0]
    access = access_of(school.principal)
    roll_call(school, {pupil: "K"}, LAST_DAYS)
    renew_risk(access)
    assert pupil.id in flags_of(access)
    client = client_of(app, school.principal)
    assert client.post(STREAK, data=FORM).status_code == 303
    assert rules_in_force(access, access.on)[0].thresholds == (4,)
    assert pupil.id not in flags_of(access)  # three half-days are fewer than four
    off = {"thresholds": "4", "alone": "1", "starts": "2026-12-01"}
    assert client.post(STREAK, data=off).status_code == 303
    assert [(one.starts.isoformat(), one.rule.active) for one in rule_history(access, RiskCode.STREAK)] == [
        ("2026-12-01", False), ("2026-11-23", True),
    ]  # fmt: skip
    text = client.get(STREAK).text
    assert "Từ 01/12/2026" in text
    assert "Nguyễn Thị Hồng" in text


def test_a_refused_change_keeps_what_was_typed(app: Flask, commune: factories.Commune) -> None:
    client = client_of(app, commune.school.vice_principal)
    for typed in ({"thresholds": "sáu"}, {"starts": "2026-11-22"}, {"starts": "2028-01-01"}):
        answer = client.post(STREAK, data=FORM | typed)
        assert answer.status_code == 422
        assert f'value="{next(iter(typed.values()))}"' in answer.text
    assert rule_history(access_of(commune.school.principal), RiskCode.STREAK) == []


def test_a_teacher_reads_the_rules_and_changes_none(app: Flask, commune: factories.Commune) -> None:
    client = client_of(app, commune.school.teacher_6a)
    assert "Em nghỉ từ 3 buổi liền chưa có phép" in client.get("/can-quan-tam/quy-tac").text
    assert "<button" not in client.get(STREAK).text.split("<main")[1]
    assert client.post(STREAK, data=FORM).status_code == 403
    assert client.get("/can-quan-tam/quy-tac/by_hand").status_code == 404


def test_another_schools_rules_stay_as_they_are(app: Flask, commune: factories.Commune) -> None:
    client_of(app, commune.school.principal).post(STREAK, data=FORM)
    other = access_of(commune.other_school.principal)
    assert rules_in_force(other, other.on)[0].thresholds == (3,)
