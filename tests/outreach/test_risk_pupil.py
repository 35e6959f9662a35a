"""One pupil's page: added by hand, circumstances with dates, what was said and when."""

import pytest
from flask import Flask

from sisoho.outreach.actions.risk import confirm_flag, dismiss_flag
from sisoho.outreach.actions.risk_renewal import renew_risk
from sisoho.outreach.models import OutreachCase, PupilCircumstance, RiskFlag
from sisoho.outreach.queries.case_page import case_page
from sisoho.outreach.queries.risk_pupil import flag_moments, risk_pupil
from tests import factories
from tests.factories import access_of, client_of
from tests.outreach.away import LAST_DAYS, pupils_of, roll_call

LEARNING = {"kind": "learning", "starts": "2026-11-02", "note": "đọc còn chậm"}


@pytest.fixture
def path(commune: factories.Commune) -> str:
    return f"/can-quan-tam/em/{pupils_of(commune.school)[1].public_id}"


def test_a_teacher_adds_a_pupil_and_writes_down_and_ends_what_is_known(
    app: Flask, commune: factories.Commune, path: str
) -> None:
    client = client_of(app, commune.school.teacher_6a)
    assert client.post(f"{path}/them", data={"reason": "nói muốn đi làm"}).status_code == 303
    assert client.post(f"{path}/hoan-canh", data=LEARNING).status_code == 303
    text = client.get(path).text
    for said in ("nói muốn đi làm", "Gặp khó khăn trong học tập, từ 02/11/2026", "02/11/2026 – nay"):
        assert said in text
    assert f"{path}/them" not in text  # once is enough
    held = PupilCircumstance.get(PupilCircumstance.unit == commune.school.unit)
    end = f"{path}/hoan-canh/{held.public_id}/het"
    assert client.post(end, data={"ends": "2026-11-20"}).status_code == 303
    text = client.get(path).text
    assert "02/11/2026 – 20/11/2026" in text
    assert end not in text


def test_what_is_refused_is_shown_again_as_typed(app: Flask, commune: factories.Commune, path: str) -> None:
    client = client_of(app, commune.school.teacher_6a)
    client.post(f"{path}/hoan-canh", data=LEARNING)
    held = PupilCircumstance.get(PupilCircumstance.unit == commune.school.unit)
    ends = f"/hoan-canh/{held.public_id}/het"
    for where, typed, said in (
        ("/them", {"reason": "x" * 300}, "Xin ghi không quá 255 chữ"),
        ("/hoan-canh", LEARNING | {"starts": "2026-12-24"}, "Ngày này chưa tới"),
        ("/hoan-canh", {"starts": "2026-11-20"}, "Hãy chọn điều thầy cô biết."),
        ("/hoan-canh", LEARNING | {"note": "đã ghi rồi"}, "Điều này đã được ghi cho em."),
        (ends, {"ends": "2026-11-01"}, "Điều này được ghi từ 02/11/2026"),
    ):
        answer = client.post(path + where, data=typed)
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{list(typed.values())[-1]}"' in answer.text


def test_only_those_who_decide_open_the_page(app: Flask, commune: factories.Commune, path: str) -> None:
    school = commune.school
    for person, status in (
        (school.principal, 200),
        (school.teacher_6a, 200),
        (school.village_teacher, 403),
        (school.teacher_1a, 404),
        (commune.other_school.principal, 404),
    ):
        assert client_of(app, person).get(path).status_code == status


def test_what_became_of_a_flag_is_told_in_the_words_of_its_day(commune: factories.Commune) -> None:
    school = commune.school
    access, pupil = access_of(school.teacher_6a), pupils_of(school)[0]
    roll_call(school, {pupil: "K"}, LAST_DAYS)
    renew_risk(access)
    flag = RiskFlag.get((RiskFlag.unit == school.unit) & (RiskFlag.rule == "streak"))
    dismiss_flag(access, flag.public_id, "em ốm, đã có giấy")
    streak = [one for one in flag_moments(access, pupil.id) if one.rule == "streak"]
    assert [(one.step.label, one.sentence, one.reason, one.by) for one in streak] == [
        ("Nêu lên", "Nghỉ 3 buổi liền chưa có phép, từ 20/11/2026", "", ""),
        (
            "Đưa ra khỏi danh sách",
            "Nghỉ 3 buổi liền chưa có phép, từ 20/11/2026",
            "em ốm, đã có giấy",
            "Phạm Văn Sáu",
        ),
    ]
    assert risk_pupil(access, pupil.public_id).moments[0].step == "dismissed"


def test_a_case_tells_what_was_raised_confirmed_and_set_aside_among_its_events(
    commune: factories.Commune,
) -> None:
    school = commune.school
    teacher, pupil = access_of(school.teacher_6a), pupils_of(school)[0]
    roll_call(school, {pupil: "K"}, LAST_DAYS)  # opens the case and renews the list
    flag = RiskFlag.get((RiskFlag.unit == school.unit) & (RiskFlag.rule == "streak"))
    confirm_flag(teacher, flag.public_id)
    dismiss_flag(teacher, flag.public_id, "bà ngoại nói nhỏ: nhà đang túng")
    case = OutreachCase.get(OutreachCase.unit == school.unit)

    def told(person: object) -> list[tuple[str, str, str]]:
        moments = case_page(access_of(person), case.public_id).timeline.moments
        return [(one.title, one.text, one.by) for one in reversed(moments) if "danh sách" in one.title]

    seen, said = "Nghỉ 3 buổi liền chưa có phép, từ 20/11/2026", "bà ngoại nói nhỏ: nhà đang túng"
    first = ("Vào danh sách cần quan tâm", seen, "tự động")
    out = "Đưa ra khỏi danh sách cần quan tâm"
    assert told(school.teacher_6a) == [first, (out, f"{seen} — {said}", "Phạm Văn Sáu")]
    assert told(school.village_teacher) == [first, (out, seen, "Phạm Văn Sáu")]
    titles = [one.title for one in case_page(teacher, case.public_id).timeline.moments]
    assert titles.count("Xác nhận em cần quan tâm") == 1
