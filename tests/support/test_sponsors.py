"""Sponsors, buddies and groups: who may write what, told in words, nothing twice."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from python_calamine import load_workbook

from sisoho.access import Access
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.school_calendar import Month
from sisoho.support.actions import benefits, buddies, lessons, sponsors
from sisoho.support.forms.lessons import GroupData, SessionData
from sisoho.support.forms.sponsors import EndData, MonthData, PairData, SponsorshipData
from sisoho.support.queries import buddies as pair_queries
from sisoho.support.queries import lessons as group_queries
from sisoho.support.queries import sponsors as queries
from sisoho.support.rules import LessonKind
from sisoho.support.rules.proposed_schemes import PROPOSED
from tests.at_once import at_once
from tests.factories import Commune, access_of, client_of

TODAY = date(2026, 11, 23)
NOVEMBER = Month(2026, 11)


@pytest.fixture
def homeroom(commune: Commune) -> Access:
    return access_of(commune.school.teacher_6a)


def begin(access: Access, commune: Commune, sponsor: Any = None, **more: Any) -> Any:
    school = commune.school
    sponsor = sponsor or school.teacher_6a
    told = {"helps": ("study",), "starts": date(2026, 10, 5), "difficulty": "nhà xa", **more}
    return sponsors.begin_sponsorship(
        access, SponsorshipData(school.pupils[0].public_id, sponsor.public_id, **told)
    )


def test_one_tap_tells_a_month_and_a_second_changes_nothing(commune: Commune, homeroom: Access) -> None:
    made = begin(homeroom, commune)
    sponsors.tell_month(homeroom, made.public_id, MonthData(NOVEMBER, "cho em mượn sách"))
    sponsors.tell_month(homeroom, made.public_id, MonthData(NOVEMBER))
    (line,) = queries.sponsorship(homeroom, made.public_id).diary
    assert (line.month, line.note) == (NOVEMBER, "cho em mượn sách")


@pytest.mark.parametrize("month", [Month(2026, 9), Month(2026, 12)])
def test_a_month_before_it_began_or_to_come_is_refused(
    commune: Commune, homeroom: Access, month: Month
) -> None:
    made = begin(homeroom, commune)
    with pytest.raises(RuleBroken):
        sponsors.tell_month(homeroom, made.public_id, MonthData(month))


def test_the_same_two_do_not_run_twice_and_an_end_keeps_the_diary(commune: Commune, homeroom: Access) -> None:
    made = begin(homeroom, commune)
    with pytest.raises(RuleBroken, match="đang đỡ đầu"):
        begin(homeroom, commune)
    sponsors.tell_month(homeroom, made.public_id, MonthData(NOVEMBER))
    with pytest.raises(RuleBroken):
        sponsors.end_sponsorship(homeroom, made.public_id, EndData(date(2026, 10, 1), "steady"))
    sponsors.end_sponsorship(homeroom, made.public_id, EndData(TODAY, "steady", "đọc tốt"))
    line = queries.sponsorship(homeroom, made.public_id)
    assert (line.is_over, line.result, len(line.diary)) == (True, "đọc tốt", 1)
    with pytest.raises(NotAllowed):
        sponsors.tell_month(homeroom, made.public_id, MonthData(NOVEMBER))


def test_a_sponsor_of_another_class_sees_the_own_pupil_and_a_stranger_nobody(commune: Commune) -> None:
    school = commune.school
    made = begin(access_of(school.principal), commune, school.teacher)
    assert queries.sponsorship(access_of(school.teacher), made.public_id).may_write
    for person in (school.teacher_1a, commune.other_school.principal):
        assert queries.sponsorships(access_of(person)) == []
        with pytest.raises(NotFound):
            queries.sponsorship(access_of(person), made.public_id)


def test_a_teacher_cannot_name_another_for_a_pupil_of_no_class_of_hers(commune: Commune) -> None:
    school = commune.school
    with pytest.raises(NotAllowed):
        begin(access_of(school.village_teacher), commune, school.teacher)
    assert begin(access_of(school.village_teacher), commune, school.village_teacher)


def test_the_clerk_lists_who_without_what_the_family_told(
    app: Flask, commune: Commune, homeroom: Access
) -> None:
    begin(homeroom, commune, plan="gặp mẹ em", difficulty="cha mẹ đi làm xa")
    client = client_of(app, commune.school.clerk)
    assert "Ksor H" in client.get("/ho-tro/do-dau").text
    book = load_workbook(BytesIO(client.get("/ho-tro/do-dau/so.xlsx").data))
    words = str(book.get_sheet_by_index(0).to_python())
    assert "LƯU HÀNH NỘI BỘ" in words
    assert "kèm học" in words
    assert "đi làm xa" not in words
    assert "gặp mẹ em" not in words


def test_the_book_is_a_pdf_kept_by_nobody(app: Flask, commune: Commune, homeroom: Access) -> None:
    begin(homeroom, commune)
    answer = client_of(app, commune.school.principal).get("/ho-tro/do-dau/so.pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_refused_form_keeps_what_was_typed(app: Flask, commune: Commune) -> None:
    client = client_of(app, commune.school.teacher_6a)
    typed = {"difficulty": "nhà ở rẫy", "starts": "2026-11-30", "helps": "study"}
    answer = client.post("/ho-tro/do-dau/moi", data=typed)
    assert answer.status_code == 422
    assert "nhà ở rẫy" in answer.text
    assert "Hãy chọn em cần giúp." in answer.text


def test_a_pair_is_two_pupils_once(commune: Commune, homeroom: Access) -> None:
    first, second = (pupil.public_id for pupil in commune.school.pupils[:2])
    made = buddies.make_pair(homeroom, PairData(first, second, TODAY, "cùng đi học"))
    with pytest.raises(RuleBroken, match="đang là đôi bạn"):
        buddies.make_pair(homeroom, PairData(second, first, TODAY))
    buddies.tell_pair_month(homeroom, made.public_id, MonthData(NOVEMBER, "đọc tốt hơn"))
    assert pair_queries.pair(homeroom, made.public_id).told(NOVEMBER)
    assert pair_queries.pairs(access_of(commune.school.teacher_1a)) == []


def test_a_meeting_keeps_its_list_by_exception_and_can_be_written_again(
    commune: Commune, homeroom: Access
) -> None:
    school = commune.school
    ids = tuple(pupil.public_id for pupil in school.pupils[:3])
    data = GroupData(LessonKind.REMEDIAL, "Toán 6A", school.teacher.public_id, TODAY, ids)
    made = lessons.open_group(homeroom, school.year.id, data)
    teacher = access_of(school.teacher)

    def read() -> group_queries.GroupLine:
        return group_queries.group(teacher, school.year.id, made.public_id)

    lessons.keep_session(teacher, read(), SessionData(TODAY, "phân số", ids[:1]))
    assert read().share == (2, 3)
    lessons.keep_session(teacher, read(), SessionData(TODAY))
    assert (read().share, read().sessions[0].topic) == ((3, 3), "phân số")
    lessons.set_members(teacher, read(), ids[1:])
    assert [pupil.public_id for pupil in read().former] == [ids[0]]
    assert read().attended(school.pupils[0].id) == (1, 1)
    lessons.keep_session(teacher, read(), SessionData(TODAY, "", ids[1:2]))
    assert read().attended(school.pupils[0].id) == (1, 1)  # who left the list keeps what was written
    assert read().attended(school.pupils[1].id) == (0, 1)


def test_of_two_who_end_a_sponsorship_at_once_the_first_result_stands(
    commune: Commune, homeroom: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = begin(homeroom, commune)
    results = ("đọc tốt", "chuyển trường")
    ending = [
        lambda said=said: sponsors.end_sponsorship(homeroom, made.public_id, EndData(TODAY, "steady", said))
        for said in results
    ]
    _, refused = at_once(monkeypatch, "sisoho.support.actions.sponsors", "check_ends", *ending)
    assert [type(problem) for problem in refused] == [NotAllowed]
    assert queries.sponsorship(homeroom, made.public_id).result in results


def test_a_scheme_added_twice_by_a_double_tap_is_one(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = access_of(commune.school.clerk)
    adding = [lambda: benefits.add_scheme(clerk, PROPOSED[0])] * 2
    made, refused = at_once(monkeypatch, "sisoho.support.actions.benefits", "asdict", *adding)
    assert (len(made), [type(problem) for problem in refused]) == (1, [RuleBroken])


def test_a_teachers_year_is_nobody_elses_until_released(app: Flask, commune: Commune) -> None:
    school = commune.school
    own, principal = client_of(app, school.teacher_6a), client_of(app, school.principal)
    path = f"/ho-tro/nam-cua/{school.teacher_6a.public_id}"
    assert own.get("/ho-tro/nam-cua-toi").status_code == 200
    assert principal.get(path).status_code == principal.get(f"{path}.pdf").status_code == 404
    assert own.post("/ho-tro/nam-cua-toi/gui").status_code == 303
    assert principal.get(path).status_code == 200
    assert client_of(app, school.teacher_1a).get(path).status_code == 404
    own.post("/ho-tro/nam-cua-toi/thu-lai")
    assert principal.get(path).status_code == 404
    assert own.get("/ho-tro/nam-cua-toi.pdf").data.startswith(b"%PDF")
