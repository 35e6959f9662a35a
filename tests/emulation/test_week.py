"""The week of the classes, from real sheets, contacts and returns."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from sisoho import clock
from sisoho.emulation import queries
from sisoho.emulation.queries import ClassLine
from sisoho.outreach.actions import log_contact
from sisoho.outreach.forms import ContactData
from sisoho.outreach.rules import Channel
from sisoho.rollcall import models as rollcall
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools import models as m
from tests.factories import Commune, School, access_of, client_of
from tests.rollcall.sending import said, send, statements

MONDAY = date(2026, 11, 16)
SATURDAY = date(2026, 11, 21)


def morning(day: int) -> Slot:
    return Slot(date(2026, 11, day), HalfDay.MORNING)


def evening(day: int) -> datetime:
    return at_vietnam(date(2026, 11, day), time(20))


def take(
    school: School, day: int, marks: Mapping[m.Pupil, str] | None = None, at: time = time(7, 10)
) -> None:
    """The sheet of 6A on a morning of November."""
    with clock.at(at_vietnam(date(2026, 11, day), at)):
        sent = said(school.pupils[:5], marks, draft_id=f"draft-{day}")
        send(access_of(school.teacher_6a), school.class_6a, sent, morning(day))


def line_of(school: School, day: date = MONDAY, name: str = "6A") -> ClassLine:
    found = queries.week_of_school(access_of(school.principal), day)
    return next(line for line in found.lines if line.name == name)


def part(line: ClassLine, number: int) -> tuple[int, int, Decimal]:
    found = line.week.parts[number]
    return found.numerator, found.denominator, found.points


def test_sheets_count_when_complete_and_taken_in_time_by_the_phone(commune: Commune) -> None:
    school = commune.school
    for day in (16, 17, 18):
        take(school, day)
    take(school, 19, at=time(9))
    with clock.at(evening(21)):
        line = line_of(school)
    assert part(line, 0) == (3, 6, Decimal("2.5"))
    assert [item.counts for item in line.half_days] == [True, True, True, False, False, False]
    assert line.half_days[3].taken_at == at_vietnam(date(2026, 11, 19), time(9))


def test_a_pupil_who_was_not_called_makes_a_sheet_incomplete(commune: Commune) -> None:
    school = commune.school
    with clock.at(at_vietnam(MONDAY, time(7, 10))):
        send(access_of(school.teacher_6a), school.class_6a, said(school.pupils[:4]), morning(16))
        line = line_of(school)
    assert (line.half_days[0].missed, line.half_days[0].counts) == (1, False)


def test_half_days_to_come_do_not_count_yet(commune: Commune) -> None:
    with clock.at(at_vietnam(date(2026, 11, 17), time(7, 29))):
        assert part(line_of(commune.school), 0)[1] == 1
    with clock.at(at_vietnam(date(2026, 11, 17), time(7, 30))):
        assert part(line_of(commune.school), 0)[1] == 2


def test_an_absence_answered_within_a_day_counts_and_one_still_in_time_waits(commune: Commune) -> None:
    school = commune.school
    bia, bloi = school.pupils[:2]
    take(school, 18, {bia: "V", bloi: "V"})
    with clock.at(evening(18)):
        asked = ContactData("contact-1", Channel.CALL, reached=False)
        log_contact(access_of(school.teacher_6a), bia.public_id, asked)
        early = line_of(school)
    with clock.at(evening(19)):
        late = line_of(school)
    assert part(early, 1)[:2] == (1, 1)
    assert early.half_days[2].waiting == 1
    assert part(late, 1)[:2] == (1, 2)
    assert (late.half_days[2].asked, late.half_days[2].unknown) == (1, 2)


def test_a_long_absence_is_missing_until_the_pupil_is_back(commune: Commune) -> None:
    school = commune.school
    bia, bloi = school.pupils[:2]
    for day in (16, 17, 18):
        take(school, day, {bia: "V", bloi: "V"})
    take(school, 19, {bloi: "V"})
    with clock.at(evening(19)):
        assert part(line_of(school), 2)[:2] == (1, 2)


def test_attendance_equals_an_independent_count_over_the_marks(commune: Commune) -> None:
    school = commune.school
    bia, bloi = school.pupils[:2]
    take(school, 16, {bia: "V", bloi: "T"})
    take(school, 17, {bia: "P"})
    with clock.at(evening(17)):
        line = line_of(school)
    own = rollcall.Mark.unit == school.unit
    away = rollcall.Mark.select().where(own & (rollcall.Mark.kind != "T")).count()
    assert away == 2
    assert line.week.attendance == Fraction(10 - away, 10)


def test_a_class_below_ten_pupils_has_points_but_no_rank(commune: Commune) -> None:
    take(commune.school, 16)
    with clock.at(evening(16)):
        line = line_of(commune.school)
    assert line.pupils == 5
    assert line.week.rank is None
    assert line.week.points == 10


def test_the_other_school_is_counted_apart(commune: Commune) -> None:
    take(commune.school, 16)
    with clock.at(evening(16)):
        assert part(line_of(commune.other_school), 0)[:2] == (0, 1)


def test_classes_are_ranked_within_their_grade_when_the_school_says_so(commune: Commune) -> None:
    school = commune.school
    value = '{"grouping": "grade", "smallest_ranked": 1}'
    m.Setting.create(unit=school.unit, key="week_scheme", starts=date(2026, 11, 1), value=value)
    take(school, 16)
    with clock.at(evening(16)):
        week = queries.week_of_school(access_of(school.principal), MONDAY)
    assert {name: [line.week.rank for line in lines] for name, lines in week.groups.items()} == {
        "Khối 1": [1],
        "Khối 6": [1],
    }


def test_the_way_back_and_forth_passes_over_a_week_of_holidays(commune: Commune) -> None:
    m.Closure.create(
        unit=commune.school.unit,
        first_date=date(2026, 11, 9),
        last_date=date(2026, 11, 15),
        reason="nghỉ lễ",
    )
    week = queries.week_of_school(access_of(commune.school.principal), MONDAY)
    assert (week.label, week.before, week.after) == (
        "Tuần 10 (16/11 – 22/11)",
        date(2026, 11, 2),
        date(2026, 11, 23),
    )


def test_a_week_to_come_shows_the_present_one(commune: Commune) -> None:
    week = queries.week_of_school(access_of(commune.school.principal), date(2027, 3, 1))
    assert (week.starts, week.after, week.is_open) == (date(2026, 11, 23), None, True)


def test_the_statements_do_not_grow_with_the_classes(commune: Commune) -> None:
    def counted() -> int:
        with statements() as ran:
            queries.week_of_school(access_of(commune.school.principal), MONDAY)
        return len(ran)

    take(commune.school, 16, {commune.school.pupils[0]: "V"})
    few = counted()
    for number in range(6):
        commune.school.make_class(f"7{'ABCDEF'[number]}", "7")
    assert counted() == few


class TestPages:
    def test_every_teacher_and_the_clerk_sees_the_week(self, app: Flask, commune: Commune) -> None:
        school = commune.school
        take(school, 16, {school.pupils[0]: "V"})
        for person in (school.teacher, school.clerk, school.principal):
            answer = client_of(app, person).get("/thi-dua?tuan=2026-11-16")
            assert answer.status_code == 200
            assert "Tuần 11 (16/11 – 22/11)" in answer.text

    def test_half_days_lead_to_their_sheets(self, app: Flask, commune: Commune) -> None:
        text = client_of(app, commune.school.teacher).get("/thi-dua?tuan=2026-11-16").text
        assert f"/diem-danh/{commune.school.class_6a.public_id}/2026-11-16/sang" in text

    def test_the_clerk_who_takes_no_roll_gets_no_dead_links(self, app: Flask, commune: Commune) -> None:
        text = client_of(app, commune.school.clerk).get("/thi-dua?tuan=2026-11-16").text
        assert "/diem-danh/" not in text

    def test_nobody_is_named(self, app: Flask, commune: Commune) -> None:
        school = commune.school
        take(school, 16, {school.pupils[0]: "V"})
        for url in ("/thi-dua?tuan=2026-11-16", "/thi-dua/bang-tin?tuan=2026-11-16"):
            text = client_of(app, school.vice_principal).get(url).text
            main = text.split("<main", 1)[1]
            assert not any(person.full_name in main for person in (school.teacher_6a, school.principal))
            assert not any(pupil.full_name in text for pupil in school.pupils)

    def test_the_notice_board_hides_how_few_pupils_attend(self, app: Flask, commune: Commune) -> None:
        take(commune.school, 16, {commune.school.pupils[0]: "V"})
        text = client_of(app, commune.school.principal).get("/thi-dua/bang-tin?tuan=2026-11-16").text
        assert "80,0 %" not in text

    def test_outsiders_and_impossible_weeks_are_refused(self, app: Flask, commune: Commune) -> None:
        assert client_of(app, commune.officer).get("/thi-dua").status_code == 403
        assert client_of(app, commune.school.clerk).get("/thi-dua?tuan=moi").status_code == 404

    def test_the_spreadsheet_says_what_the_page_says(self, app: Flask, commune: Commune) -> None:
        take(commune.school, 16)
        with clock.at(evening(16)):
            answer = client_of(app, commune.school.principal).get("/thi-dua/xuat.xlsx?tuan=2026-11-16")
        rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
        header = next(number for number, row in enumerate(rows) if row[0] == "STT")
        of_6a = dict(zip(rows[header], rows[header + 2], strict=True))
        assert (of_6a["Lớp"], of_6a["Tổng điểm"], of_6a["Sĩ số"]) == ("6A", 10, 5)


SCHEME = {
    "sheets": "4",
    "contacts": "3",
    "returns": "2,5",
    "smallest_ranked": "5",
    "grouping": "school",
    "band_0_at_least": "97",
    "band_0_name": "Rất chuyên cần",
    "band_0_points": "3",
    "attendance_counts": "1",
}


class TestScheme:
    def test_a_changed_scheme_counts_from_its_week_on(self, app: Flask, commune: Commune) -> None:
        take(commune.school, 16)
        client = client_of(app, commune.school.principal)
        answer = client.post("/thi-dua/cach-tinh", data={**SCHEME, "from": "this"})
        assert answer.status_code == 303
        assert line_of(commune.school).week.rank is None
        with clock.at(evening(23)):
            assert queries.scheme_of(access_of(commune.school.principal), date(2026, 11, 23)).most == Decimal(
                "12.5"
            )
            assert queries.scheme_of(access_of(commune.school.principal), MONDAY).most == 10

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"sheets": "nhiều"}, "Cần một số từ 0 đến 100."),
            ({"band_0_name": ""}, "Mỗi mức cần tên"),
            ({"smallest_ranked": "0"}, "Cần một số em từ 1 đến 100."),
        ],
    )
    def test_what_makes_no_sense_is_shown_again_as_typed(
        self, app: Flask, commune: Commune, wrong: dict[str, str], message: str
    ) -> None:
        client = client_of(app, commune.school.principal)
        answer = client.post("/thi-dua/cach-tinh", data={**SCHEME, "returns": "1,75", **wrong})
        assert answer.status_code == 422
        assert message in answer.text
        assert 'value="1,75"' in answer.text
        assert not m.Setting.select().where(m.Setting.unit == commune.school.unit).exists()

    def test_a_teacher_may_not_change_it(self, app: Flask, commune: Commune) -> None:
        assert (
            client_of(app, commune.school.teacher).post("/thi-dua/cach-tinh", data=SCHEME).status_code == 403
        )
