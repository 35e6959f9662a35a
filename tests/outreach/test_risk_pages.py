"""The page of pupils who need looking after, by role."""

import re
from datetime import timedelta
from html import unescape

from flask import Flask

from sisoho import clock
from sisoho.outreach.actions import log_contact
from sisoho.outreach.actions.risk import add_by_hand
from sisoho.outreach.actions.risk_renewal import renew_risk
from sisoho.outreach.forms import read_contact
from sisoho.outreach.queries.risk_list import risk_counts, risk_list
from sisoho.schools.models import PupilPlace
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


def test_each_pupil_shows_the_last_contact(app: Flask, commune: factories.Commune) -> None:
    school = commune.school
    first, second = pupils_of(school)[:2]
    access = access_of(school.teacher_6a)
    for pupil in (first, second):
        add_by_hand(access, pupil.public_id, "hay mệt")
    for outcome in ("call_reached", "call_tried"):
        with clock.at(clock.now() + timedelta(hours=len(outcome))):
            log_contact(access, first.public_id, read_contact({"outcome": outcome, "draft_id": outcome}))
    said = {line.card.id: line.last_said for line in risk_list(access).lines}
    assert said == {
        first.id: "Đã trao đổi với gia đình 23/11/2026", second.id: "Chưa liên hệ, chưa đến nhà",
    }  # fmt: skip


def test_the_picture_leads_to_those_whose_village_nobody_wrote_down(
    app: Flask, commune: factories.Commune
) -> None:
    school = commune.school
    lost, placed = school.pupils[0], school.pupils[1]
    for pupil in (lost, placed):
        add_by_hand(access_of(school.principal), pupil.public_id, "hay mệt")
    PupilPlace.update(village=None).where(
        (PupilPlace.unit == school.unit) & (PupilPlace.pupil == lost)
    ).execute()
    client = client_of(app, school.principal)
    path = url_in(client.get("/toan-canh").text, "Ch%C6%B0a%20ghi%20th%C3%B4n,%20bu%C3%B4n")
    text = unescape(client.get(path).text)
    assert lost.full_name in text
    assert placed.full_name not in text


def url_in(text: str, part: str) -> str:
    """The first link of a page whose address holds `part`, as the browser reads it."""
    links = re.findall(r'href="([^"]+)"', text)
    return unescape(next(link for link in links if part in link.replace("+", "%20")))


def test_the_list_stays_narrowed_after_a_decision_also_through_htmx(
    app: Flask, commune: factories.Commune
) -> None:
    school = commune.school
    pupils = [school.pupils[0], school.pupils[6]]
    flags = [add_by_hand(access_of(school.principal), pupil.public_id, "hay mệt") for pupil in pupils]
    client = client_of(app, school.principal)
    text = client.get("/can-quan-tam?lop=6A").text
    assert '<option value="1A">Lớp 1A</option>' in text
    assert pupils[1].full_name not in text
    path = f"/can-quan-tam/{flags[0].public_id}/khong-phai?lop=6A"
    assert path in text
    refused = client.post(path, data={"reason": ""}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert refused.text.lstrip().startswith('<div class="stack" id="can-quan-tam">')
    assert client.post(path, data={"reason": "đã khỏe"}).headers["Location"] == "/can-quan-tam?lop=6A"
    again = f"/can-quan-tam/{flags[1].public_id}/khong-phai?lop=6A"
    done = client.post(again, data={"reason": "đã khỏe"}, headers={"HX-Request": "true"})
    assert done.status_code == 200
    assert "Không có em nào như vậy trong danh sách" in done.text
    assert "<html" not in done.text


def test_the_leader_reads_how_many_and_how_many_are_new_this_week(
    app: Flask, commune: factories.Commune
) -> None:
    school = commune.school
    with clock.at(clock.now() - timedelta(days=1)):  # Sunday
        add_by_hand(access_of(school.principal), school.pupils[0].public_id, "hay mệt")
    roll_call(school, {school.pupils[0]: "K"}, LAST_DAYS)  # raised by a rule too, and not new for that
    add_by_hand(access_of(school.principal), school.pupils[6].public_id, "hay mệt")
    assert risk_counts(access_of(school.principal)) == (2, 1)
    assert risk_counts(access_of(commune.other_school.principal)) == (0, 0)
    home = client_of(app, school.principal).get("/").text
    assert "em cần quan tâm (+1 mới tuần này)" in home
