"""The page of pupils who need looking after, by role."""

from flask import Flask

from sisoho.outreach.actions.risk import add_by_hand
from sisoho.outreach.actions.risk_renewal import renew_risk
from tests import factories
from tests.factories import access_of, client_of
from tests.outreach.away import LAST_DAYS, pupils_of, roll_call


def test_each_role_sees_its_pupils_and_only_those_who_decide_see_buttons(
    app: Flask, commune: factories.Commune
) -> None:
    school = commune.school
    pupil = pupils_of(school)[0]
    roll_call(school, {pupil: "K"}, LAST_DAYS)
    renew_risk(access_of(school.principal))
    add_by_hand(access_of(school.teacher_6a), pupil.public_id, "em nói muốn đi làm")
    for person in (school.teacher_6a, school.principal):
        text = client_of(app, person).get("/can-quan-tam").text
        assert "Nghỉ 3 buổi liền chưa có phép" in text
        assert "Xác nhận" in text
        assert "em nói muốn đi làm" in text
    for person in (school.teacher_1a, commune.other_school.principal):
        assert pupil.full_name not in client_of(app, person).get("/can-quan-tam").text
    duty = client_of(app, school.village_teacher).get("/can-quan-tam").text
    assert "Đưa ra khỏi danh sách" not in duty
    assert "em nói muốn đi làm" not in duty


def test_a_pupil_leaves_the_list_by_a_reason(app: Flask, commune: factories.Commune) -> None:
    school = commune.school
    pupil = pupils_of(school)[0]
    flag = add_by_hand(access_of(school.teacher_6a), pupil.public_id, "hay mệt")
    client = client_of(app, school.teacher_6a)
    path = f"/can-quan-tam/{flag.public_id}/khong-phai"
    assert client.post(path, data={"reason": " "}).status_code == 422
    long = client.post(path, data={"reason": "em đã khỏe " * 30})
    assert long.status_code == 422
    assert f'value="{"em đã khỏe " * 30}"' in long.text  # nothing typed is lost
    assert client.post(path, data={"reason": "em đã khỏe"}).status_code == 303
    assert pupil.full_name not in client.get("/can-quan-tam").text
