"""The home of each role: what is theirs, in numbers that agree with the rows, and nothing else."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask

from sisoho import clock
from sisoho.outreach.actions import request_visit
from sisoho.outreach.forms import RequestData
from sisoho.outreach.models import HomeVisit, VisitedPupil
from sisoho.rollcall import models as rollcall
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools import models as m
from sisoho.today import queries
from tests import factories
from tests.factories import Commune, School, access_of, client_of
from tests.rollcall.sending import said, send, statements

MONDAY = date(2026, 11, 23)
Marks = Mapping[m.Pupil, str] | None


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return at_vietnam(date(2026, 11, day), time(hour, minute))


def take(school: School, day: int, marks: Marks = None, name: str = "6A") -> None:
    school_class = {"6A": school.class_6a, "1A": school.class_1a}[name]
    pupils = school.pupils[:5] if name == "6A" else school.pupils[5:8]
    with clock.at(at(day, 7, 10)):
        sent = said(pupils, marks, draft_id=f"draft-{name}-{day}")
        send(access_of(school.teacher_6a), school_class, sent, Slot(date(2026, 11, day), HalfDay.MORNING))


def teacher_day(person: m.StaffMember) -> queries.TeacherDay:
    found = queries.home(access_of(person)).teacher
    assert found is not None
    return found


def leader_day(person: m.StaffMember) -> queries.LeaderDay:
    found = queries.home(access_of(person)).leader
    assert found is not None
    return found


def afternoon(school: School, school_class: m.SchoolClass) -> None:
    m.WeeklyHalfDay.create(
        unit=school.unit, school_class=school_class, weekday=0, half_day="C", starts=factories.YEAR_STARTS
    )


class TestTeacher:
    def test_own_half_days_show_what_they_wait_for(self, commune: Commune) -> None:
        school = commune.school
        afternoon(school, school.class_6a)
        found = teacher_day(school.teacher_6a)
        assert [(own.line.name, own.line.slot.half_day.value, own.opens_at) for own in found.mine] == [
            ("6A", "S", None),
            ("6A", "C", time(13, 30)),
        ]

    def test_past_the_schools_hour_the_own_class_says_so_and_never_in_a_flood(
        self, app: Flask, commune: Commune
    ) -> None:
        school = commune.school
        late = "Quá giờ, chưa điểm danh"

        def home() -> str:
            return client_of(app, school.teacher_6a).get("/").text

        assert late not in home()
        with clock.at(at_vietnam(MONDAY, time(7, 31))):
            assert late in home()
            flood = m.Season.create(
                unit=commune.unit,
                village=school.village,
                kind="flood",
                starts=MONDAY,
                ends=MONDAY + timedelta(days=3),
            )
            assert late not in home()
            flood.delete_instance()
            take(school, 23)
            assert late not in home()

    def test_a_class_whose_campus_is_closed_is_named_with_the_reason(
        self, app: Flask, commune: Commune
    ) -> None:
        school = commune.school
        campus = factories.unit("campus", "Điểm trường Suối", school.unit)
        m.SchoolClass.update(campus=campus).where(
            (m.SchoolClass.unit == school.unit) & (m.SchoolClass.id == school.class_6a.id)
        ).execute()
        closed = m.Closure.create(
            unit=school.unit, campus=campus, first_date=MONDAY, last_date=MONDAY, reason="sửa lớp"
        )
        assert "6A nghỉ: sửa lớp" in client_of(app, school.teacher_6a).get("/").text
        for person, path in (
            (school.principal, "/"),
            (school.principal, "/diem-danh"),
            (school.teacher, "/diem-danh"),
        ):
            text = client_of(app, person).get(path).text
            assert "Nghỉ, không phải điểm danh: 6A (sửa lớp)" in text
        assert "sửa lớp" not in client_of(app, school.teacher_1a).get("/").text
        m.Closure.update(campus=None).where(
            (m.Closure.unit == school.unit) & (m.Closure.id == closed.id)
        ).execute()
        assert "Hôm nay nghỉ: sửa lớp" in client_of(app, school.teacher_6a).get("/").text

    def test_earlier_half_days_lead_to_their_very_day(self, app: Flask, commune: Commune) -> None:
        school = commune.school
        m.SchoolYear.update(starts=date(2026, 11, 20)).where(m.SchoolYear.unit == school.unit).execute()
        take(school, 20, name="1A")
        take(school, 21)
        text = client_of(app, school.teacher_6a).get("/").text
        assert "Chưa gửi: 6A sáng T6 20/11" in text
        assert f"/diem-danh/{school.class_6a.public_id}/2026-11-20/sang" in text
        assert "21/11" not in text

    def test_nothing_is_owed_from_before_the_school_sent_its_first_sheet(self, commune: Commune) -> None:
        school = commune.school
        assert teacher_day(school.teacher_6a).owed == ()
        take(school, 20, name="1A")
        assert [line.slot.date.day for line in teacher_day(school.teacher_6a).owed] == [21, 20]

    def test_a_day_off_is_never_owed(self, commune: Commune) -> None:
        school = commune.school
        m.Closure.create(
            unit=school.unit, first_date=date(2026, 9, 1), last_date=date(2026, 11, 22), reason="bão"
        )
        assert teacher_day(school.teacher_6a).owed == ()

    def test_two_absentees_are_four_taps_from_home(self, app: Flask, commune: Commune) -> None:
        """Home → class (1) → V (2) → V (3) → Gửi (4): the class is a link of the home itself."""
        school = commune.school
        client = client_of(app, school.teacher_6a)
        link = f'href="/diem-danh/{school.class_6a.public_id}/2026-11-23/sang"'
        assert link in client.get("/").text
        sheet = client.get(f"/diem-danh/{school.class_6a.public_id}/2026-11-23/sang").text
        assert f'name="mark-{school.pupils[0].public_id}" value="V"' in sheet

    def test_reasons_are_counted_by_pupil_of_the_own_class_only(self, commune: Commune) -> None:
        school = commune.school
        bia, bloi = school.pupils[:2]
        take(school, 23, {bia: "V", bloi: "P"})
        take(school, 23, {school.pupils[5]: "V"}, name="1A")
        assert teacher_day(school.teacher_6a).to_verify == 1

    def test_locked_weeks_hold_no_open_reason(self, commune: Commune) -> None:
        take(commune.school, 20, {commune.school.pupils[0]: "V"})
        assert teacher_day(commune.school.teacher_6a).to_verify == 0

    def test_the_own_village_stands_with_its_counts(self, app: Flask, commune: Commune) -> None:
        school = commune.school
        take(school, 23, {school.pupils[0]: "V"})
        found = teacher_day(school.village_teacher)
        assert [(line.name, line.pupils, line.words) for line in found.villages] == [
            ("Buôn Chư Bang", 8, "Mới vắng 1")
        ]
        assert "Buôn Ma Giai" not in client_of(app, school.village_teacher).get("/").text

    def test_ended_duty_ends_the_list(self, commune: Commune) -> None:
        school = commune.school
        m.Duty.update(ends=MONDAY).where(
            (m.Duty.unit == school.unit)
            & (m.Duty.staff == school.village_teacher)
            & (m.Duty.kind == "village")
        ).execute()
        take(school, 23, {school.pupils[0]: "V"})
        assert teacher_day(school.village_teacher).villages == ()

    def test_a_request_of_the_homeroom_teacher_reaches_the_team(self, commune: Commune) -> None:
        school = commune.school
        bia = school.pupils[0]
        request_visit(access_of(school.teacher_6a), bia.public_id, RequestData("em buồn"))
        assert [entry.public_id for entry in teacher_day(school.village_teacher).asked] == [bia.public_id]
        assert teacher_day(school.teacher_6a).asked == ()

    def test_a_subject_teacher_is_led_to_the_classes(self, app: Flask, commune: Commune) -> None:
        take(commune.school, 23)
        found = teacher_day(commune.school.teacher)
        assert (found.mine, found.left, found.others) == ((), 1, 2)
        text = client_of(app, commune.school.teacher).get("/").text
        assert "Các lớp hôm nay" in text
        assert "1 buổi chưa báo" in text

    def test_a_holiday_says_why(self, app: Flask, commune: Commune) -> None:
        m.Closure.create(
            unit=commune.school.unit, first_date=MONDAY, last_date=MONDAY, reason="Ngày Nhà giáo Việt Nam"
        )
        for person in (commune.school.teacher_6a, commune.school.principal):
            assert "Hôm nay nghỉ: Ngày Nhà giáo Việt Nam" in client_of(app, person).get("/").text


class TestLeader:
    def test_the_figures_equal_a_count_over_the_rows(self, commune: Commune) -> None:
        school = commune.school
        bia, bloi, duc = school.pupils[:3]
        take(school, 23, {bia: "V", bloi: "P", duc: "T"})
        half = leader_day(school.principal).day.half_days[0]
        rows = rollcall.Mark.select(rollcall.Mark.kind).where(rollcall.Mark.unit == school.unit)
        kinds = [row.kind for row in rows]
        assert (half.totals.unknown, half.totals.excused, half.totals.late) == tuple(map(kinds.count, "VPT"))
        assert (half.totals.roll, half.totals.present) == (5, 3)
        assert (half.reported, half.scheduled, [lost.name for lost in half.missing]) == (1, 2, ["1A"])

    def test_present_by_class_and_by_village_add_up(self, commune: Commune) -> None:
        school = commune.school
        far = factories.pupil(school, "Ksor Xa", school.class_6a, school.other_village)
        with clock.at(at(23, 7, 10)):
            sent = said([*school.pupils[:5], far], {far: "V"})
            send(access_of(school.teacher_6a), school.class_6a, sent)
        day = leader_day(school.principal).day
        of = {place.name: place.by_half_day[HalfDay.MORNING] for place in (*day.by_class, *day.by_village)}
        assert of["1A"] is None
        assert [(of[n].present, of[n].roll) for n in ("6A", "Buôn Chư Bang", "Buôn Ma Giai") if of[n]] == [
            (5, 6),
            (5, 5),
            (0, 1),
        ]

    def test_the_strip_has_fourteen_days_and_gaps_where_nobody_reported(self, commune: Commune) -> None:
        take(commune.school, 20, {commune.school.pupils[0]: "P"})
        strip = leader_day(commune.school.principal).day.strip
        assert (len(strip), strip[0][0], strip[-1][0]) == (14, "10/11", "23/11")
        assert {label: rate for label, rate in strip if rate is not None} == {"20/11": 80.0}

    def test_who_was_visited_is_named_and_counted(self, app: Flask, commune: Commune) -> None:
        school = commune.school
        visit = HomeVisit.create(
            unit=school.unit, draft_id="visit-one", by=school.village_teacher, at=clock.now(), place="home",
            met=["mẹ"], recorded_at=clock.now(),
        )  # fmt: skip
        for pupil in school.pupils[:2]:
            VisitedPupil.create(unit=school.unit, visit=visit, pupil=pupil, causes=["kinh_te"])
        found = leader_day(school.principal)
        assert (found.care.visited, found.report.causes) == (2, [("Kinh tế gia đình", 2)])
        text = client_of(app, school.principal).get("/").text
        assert "Ksor H&#39;Bia, Siu Blơi" in text
        assert "gặp mẹ ở nhà" in text

    def test_a_village_without_a_team_is_named(self, commune: Commune) -> None:
        school = commune.school
        factories.pupil(school, "Ksor Xa", school.class_6a, school.other_village)
        assert leader_day(school.principal).care.uncovered == ("Buôn Ma Giai",)

    def test_the_season_ahead_is_announced(self, commune: Commune) -> None:
        for village, days in ((commune.school.village, 2), (commune.school.other_village, 30)):
            starts = MONDAY + timedelta(days=days)
            m.Season.create(
                unit=commune.unit,
                village=village,
                kind="harvest",
                starts=starts,
                ends=starts + timedelta(days=9),
            )
        assert leader_day(commune.school.principal).care.seasons == (
            ("Sắp vào mùa vụ: Buôn Chư Bang, từ 25/11", False),
        )

    def test_dropouts_are_told_by_level(self, commune: Commune) -> None:
        school = commune.school
        m.Move.create(
            unit=school.unit, pupil=school.pupils[0], year=school.year, kind="dropped", on=MONDAY,
            from_class=school.class_6a, recorded_at=clock.now(),
        )  # fmt: skip
        assert {level.value: count for level, count in leader_day(school.principal).dropouts.items()} == {
            "primary": 0,
            "lower_secondary": 1,
        }

    def test_the_other_school_stays_out(self, app: Flask, commune: Commune) -> None:
        take(commune.other_school, 23, {commune.other_school.pupils[0]: "V"})
        half = leader_day(commune.school.principal).day.half_days[0]
        assert (half.reported, half.totals.roll) == (0, 0)

    def test_a_vice_principal_with_a_class_gets_both_parts(self, commune: Commune) -> None:
        school = commune.school
        m.Duty.create(
            unit=school.unit, staff=school.vice_principal, kind="homeroom", school_class=school.class_1a,
            starts=date(2026, 8, 1),
        )  # fmt: skip
        found = queries.home(access_of(school.vice_principal))
        assert found.leader is not None
        assert [own.line.name for own in teacher_day(school.vice_principal).mine] == ["1A"]

    def test_the_tab_of_the_villages_is_an_address(self, app: Flask, commune: Commune) -> None:
        take(commune.school, 23)
        text = client_of(app, commune.school.principal).get("/?theo=buon").text
        assert "Buôn Chư Bang" in text.split('id="co-mat"', 1)[1]


class TestRefresh:
    HTMX = {"HX-Request": "true"}

    def test_an_open_page_is_left_alone_until_something_changes(self, app: Flask, commune: Commune) -> None:
        client = client_of(app, commune.school.principal)
        again = client.get("/").text.split('hx-get="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
        assert client.get(again, headers=self.HTMX).status_code == 204
        take(commune.school, 23)
        answer = client.get(again, headers=self.HTMX)
        assert answer.status_code == 200
        assert answer.text.lstrip().startswith('<div id="today"')
        assert "đã báo" in answer.text

    def test_a_new_absence_is_there_at_the_next_look(self, app: Flask, commune: Commune) -> None:
        school = commune.school
        client = client_of(app, school.village_teacher)
        assert "Mới vắng" not in client.get("/").text
        take(school, 23, {school.pupils[0]: "V"})
        assert "Mới vắng 1" in client.get("/", headers=self.HTMX).text


class TestOffice:
    def test_the_clerk_sees_a_transfer_to_confirm(self, app: Flask, commune: Commune) -> None:
        other = commune.other_school
        m.Move.create(
            unit=other.unit, pupil=other.pupils[0], year=other.year, kind="transfer_out", state="pending",
            on=MONDAY, from_class=other.class_6a, other_unit=commune.school.unit, recorded_at=clock.now(),
        )  # fmt: skip
        text = client_of(app, commune.school.clerk).get("/").text
        assert "Học sinh chuyển đến, chờ xác nhận" in text
        assert other.pupils[0].full_name.split("'")[0] not in text.split("<main", 1)[1]

    def test_a_clerk_with_nothing_to_do_reads_so(self, app: Flask, commune: Commune) -> None:
        assert "Không có việc nào đang chờ" in client_of(app, commune.school.clerk).get("/").text

    def test_an_empty_school_leads_to_its_first_morning(self, app: Flask, commune: Commune) -> None:
        new = factories.unit("school", "Trường Mới", commune.unit)
        for duty in ("principal", "clerk"):
            text = client_of(app, factories.staff(new, "Người Đầu", duty)).get("/").text
            assert "Buổi đầu: đã xong" in text
            assert "/buoi-dau" in text


class TestOfficers:
    def test_a_commune_sees_counts_of_its_schools_and_no_name(self, app: Flask, commune: Commune) -> None:
        school = commune.school
        take(school, 23, {school.pupils[0]: "V"})
        take(school, 23, name="1A")
        found = queries.commune_day(access_of(commune.officer))
        assert (found.complete, found.with_school) == (1, 2)
        assert [
            (line.reported, line.scheduled, line.totals.roll, line.totals.absent) for line in found.lines
        ] == [
            (0, 2, 0, 0),
            (2, 2, 8, 1),
        ]
        text = client_of(app, commune.officer).get("/").text
        assert "Trường đã báo đủ 1/2" in text
        assert not any(pupil.full_name.replace("'", "&#39;") in text for pupil in school.pupils)

    def test_a_department_sees_its_communes_and_opens_one(self, app: Flask, commune: Commune) -> None:
        take(commune.school, 23)
        client = client_of(app, commune.province_officer)
        text = client.get("/").text
        assert "Trường đã gửi báo cáo hôm nay 1/2" in text
        assert commune.school.unit.public_id not in text
        opened = client.get(f"/cac-truong/{commune.unit.public_id}").text
        assert "Trường TH và THCS Mẫu Một" in opened

    def test_another_commune_is_not_found(self, app: Flask, commune: Commune) -> None:
        far = factories.commune()
        assert (
            client_of(app, commune.province_officer).get(f"/cac-truong/{far.unit.public_id}").status_code
            == 404
        )
        assert (
            client_of(app, commune.school.principal).get(f"/cac-truong/{commune.unit.public_id}").status_code
            == 403
        )

    def test_a_commune_without_schools_is_told_so(self, app: Flask, commune: Commune) -> None:
        empty = factories.unit("commune", "Ủy ban nhân dân xã Mới", commune.department)
        text = client_of(app, factories.staff(empty, "Cán Bộ Mới", "commune_officer")).get("/").text
        assert "Chưa có trường nào của xã dùng phần mềm này" in text

    def test_the_administrator_sees_no_pupil_data(self, app: Flask, commune: Commune) -> None:
        person = factories.staff(commune.school.unit, "Quản Trị")
        made = factories.account(person)
        made.is_administrator, made.unit = True, commune.school.unit
        made.save()
        take(commune.school, 23, {commune.school.pupils[0]: "V"})
        text = client_of(app, person).get("/").text
        assert "Quản trị viên không xem dữ liệu học sinh" in text
        assert "đã báo" not in text


class TestQuickReport:
    def test_it_tells_the_newest_reported_half_day_without_a_name(self, app: Flask, commune: Commune) -> None:
        school = commune.school
        take(school, 23, {school.pupils[0]: "V", school.pupils[1]: "P"})
        text = client_of(app, school.principal).get("/bao-cao-nhanh").text
        report = text.split('id="report-text">', 1)[1].split("</pre>", 1)[0]
        assert report.splitlines() == [
            "Báo cáo nhanh sáng T2 23/11/2026",
            "Trường TH và THCS Mẫu Một",
            "Đã báo 1/2 lớp (chưa báo: 1A)",
            "Tiểu học: sĩ số 0, có mặt 0, chưa ra lớp 0",
            "THCS: sĩ số 5, có mặt 3, chưa ra lớp 2",
            "Toàn trường: sĩ số 5, có mặt 3, chưa ra lớp 2; chuyên cần 60,0 %",
            "Lý do: có phép 1, không phép 0, chưa rõ 1",
            "Đã đến nhà hôm nay: chưa có",
        ]

    def test_on_a_day_off_it_says_so(self, app: Flask, commune: Commune) -> None:
        m.Closure.create(unit=commune.school.unit, first_date=MONDAY, last_date=MONDAY, reason="mưa lũ")
        assert "Hôm nay nghỉ: mưa lũ" in client_of(app, commune.school.principal).get("/bao-cao-nhanh").text

    def test_it_is_for_the_leaders(self, app: Flask, commune: Commune) -> None:
        for person in (commune.school.teacher_6a, commune.school.clerk, commune.officer):
            assert client_of(app, person).get("/bao-cao-nhanh").status_code == 403


@pytest.mark.parametrize(("person", "most"), [("teacher_6a", 15), ("principal", 26), ("village_teacher", 14)])
def test_the_statements_keep_their_budget_however_large_the_school(
    app: Flask, commune: Commune, person: str, most: int
) -> None:
    school = commune.school
    client = client_of(app, getattr(school, person))

    def counted() -> int:
        with statements() as ran:
            assert client.get("/").status_code == 200
        return len(ran)

    for day in (18, 19, 20, 21, 23):
        take(school, day, {school.pupils[0]: "V", school.pupils[1]: "V"})
    few = counted()
    for number in range(8):
        made = school.make_class(f"7{'ABCDEFGH'[number]}", "7")
        factories.pupil(school, f"Siu Y {number}", made, school.other_village)
    assert counted() == few <= most
