"""Heads counted beside the sheet: by leaders, day duty, Đội and commune, with what explains a difference."""

from datetime import timedelta

import pytest
from flask import Flask

from sisoho import clock
from sisoho.errors import NotFound, RuleBroken
from sisoho.rollcall import actions, queries
from sisoho.rollcall.models import HeadCount
from sisoho.rollcall.rules import Comparison, Seen, SheetTotals, Source
from sisoho.schools.queries import due
from tests.factories import Commune, School, access_of, client_of
from tests.rollcall.sending import MORNING, said, send, url

SHEET = SheetTotals(roll=35, excused=1, unexcused=1, late=1)


@pytest.mark.parametrize(
    ("seen", "gone", "difference", "words"),
    [
        (33, 0, 0, "thấy 33 · bản điểm danh có mặt 33 (đi trễ 1) · khớp"),
        (32, 0, 0, "thấy 32 · bản điểm danh có mặt 33 (đi trễ 1) · khớp"),
        (31, 1, 0, "thấy 31 · bản điểm danh có mặt 33 (đi trễ 1, về sớm, vắng từ tiết 1) · khớp"),
        (30, 0, -2, "thấy 30 · bản điểm danh có mặt 33 (đi trễ 1) · thiếu 2: cần xem lại"),
        (35, 0, 2, "thấy 35 · bản điểm danh có mặt 33 (đi trễ 1) · thừa 2: cần xem lại"),
    ],
)
def test_late_and_left_early_explain_what_they_can_and_no_more(seen, gone, difference, words):
    found = Comparison(seen, SHEET, gone)
    assert (found.difference, found.words) == (difference, words)
    assert found.agrees == (difference == 0)


def test_without_a_sheet_nothing_agrees_and_nothing_is_suspected():
    found = Comparison(30, None)
    assert (found.agrees, found.difference) == (False, 0)
    assert "chưa có bản điểm danh" in found.words


def told(school: School) -> list[tuple[int, Source, bool]]:
    (line,) = [x for x in queries.count_board(access_of(school.principal), MORNING) if x.name == "6A"]
    return [(one.comparison.seen, one.source, one.comparison.agrees) for one in line.told]


def test_two_taps_of_a_leader_stand_beside_the_sheet(app: Flask, commune: Commune):
    school = commune.school
    send(access_of(school.teacher_6a), school.class_6a, said(school.pupils[:5], {school.pupils[0]: "V"}))
    client = client_of(app, school.principal)
    assert client.get("/diem-danh/kiem-dem").status_code == 200
    for number in ("4", "5"):
        assert client.post(url(school.class_6a) + "/dem", data={"thay": number}).status_code == 303
    assert told(school) == [(5, Source.LEADER, False), (4, Source.LEADER, True)]
    assert "thừa 1: cần xem lại" in client.get("/diem-danh/kiem-dem").get_data(as_text=True)


def test_what_a_later_lesson_noted_explains_a_missing_head(commune: Commune):
    school, access = commune.school, access_of(commune.school.teacher)
    send(access_of(school.teacher_6a), school.class_6a, said(school.pupils[:5]))
    actions.count_heads(access, school.class_6a.public_id, MORNING, 4, None)
    assert told(school) == [(4, Source.DAY_DUTY, False)]
    roll = due.class_roll(access, school.class_6a.public_id)
    actions.note_lesson(access, roll, MORNING, school.pupils[0].id, Seen.LEFT_EARLY, 2, "")
    assert told(school) == [(4, Source.DAY_DUTY, True)]


def test_the_commune_counts_in_its_schools_and_sees_no_name(app: Flask, commune: Commune):
    school = commune.school
    send(access_of(school.teacher_6a), school.class_6a, said(school.pupils[:5]))
    officer = client_of(app, commune.officer)
    listed = officer.get("/diem-danh/kiem-dem").get_data(as_text=True)
    assert school.unit.public_id in listed
    board = f"/diem-danh/kiem-dem?truong={school.unit.public_id}"
    sent = {"thay": "5", "truong": school.unit.public_id}
    assert officer.post(url(school.class_6a) + "/dem", data=sent).status_code == 303
    assert told(school) == [(5, Source.COMMUNE, True)]
    page = officer.get(board).get_data(as_text=True)
    assert "6A" in page
    assert not any(pupil.full_name in page for pupil in school.pupils)


def test_another_school_counts_nothing_here(commune: Commune):
    access = access_of(commune.other_school.principal)
    with pytest.raises(NotFound):
        actions.count_heads(access, commune.school.class_6a.public_id, MORNING, 5, None)
    assert HeadCount.select().where(HeadCount.unit == commune.school.unit).count() == 0


def test_the_doi_gives_totals_under_its_own_name_and_no_class_grows_by_half(commune: Commune):
    school, access = commune.school, access_of(commune.school.teacher)
    actions.count_heads(access, school.class_6a.public_id, MORNING, 5, Source.DOI)
    assert told(school) == [(5, Source.DOI, False)]
    with pytest.raises(RuleBroken, match="Lớp có 5 em"):
        actions.count_heads(access, school.class_6a.public_id, MORNING, 50, None)


def test_a_count_on_paper_is_entered_later_and_without_a_sheet_nothing_is_suspected(
    app: Flask, commune: Commune
):
    school, path = commune.school, "/diem-danh/kiem-dem"
    afternoon = {"ngay": "2026-11-23", "buoi": "chieu"}
    with clock.at(clock.now() + timedelta(hours=8)):
        teacher = client_of(app, school.teacher)
        shown = teacher.get(path, query_string=afternoon).text
        assert "Không lớp nào học buổi này" in shown
        assert f'href="{path}?ngay=2026-11-23&amp;buoi=sang"' in shown
        assert "24/11" not in shown
        teacher.post(url(school.class_6a) + "/dem", data={"thay": "3", "nguon": "doi"})
        morning = teacher.get(path, query_string={"ngay": "2026-11-23", "buoi": "sang"}).text
    assert "Đội" in morning
    assert "chưa đối chiếu" in morning
    assert "cần xem lại" not in morning
    assert f'href="{url(school.class_6a)}"' in morning
