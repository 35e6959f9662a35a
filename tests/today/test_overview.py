"""Toàn cảnh: every figure says as many as the list behind it shows, and the wall shows nobody's name."""

import re
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from sisoho import clock
from sisoho.audit.models import FileView
from sisoho.emulation.actions import set_target
from sisoho.emulation.forms import TargetData
from sisoho.emulation.rules.targets import Indicator, Origin
from sisoho.outreach.models import OutreachCase
from sisoho.school_calendar import Season, SeasonKind, at_vietnam
from sisoho.schools import models as m
from sisoho.schools.actions import record_move
from sisoho.schools.forms import MoveData
from sisoho.schools.rules import MoveKind
from sisoho.today.queries.overview import Overview, overview
from sisoho.today.queries.overview_commune import commune_overview
from sisoho.today.season_rules import seasons_ahead
from tests import factories
from tests.factories import Commune, School, access_of, client_of
from tests.outreach.away import LAST_DAYS, MONDAY, pupils_of, roll_call
from tests.rollcall.sending import statements

DAY = timedelta(days=1)


@pytest.fixture
def school(commune: Commune) -> School:
    """Monday: H'Bia away for the third half-day, Blơi with leave, Đức without; one pupil left school."""
    school = commune.school
    bia, bloi, duc, *_ = pupils_of(school)
    roll_call(school, {bia: "V"}, LAST_DAYS[:2])
    roll_call(school, {bia: "V", bloi: "P", duc: "K"})
    left = MoveData(MONDAY, "Kinh tế", paper_kind="Biên bản", paper_issuer="Trường")
    record_move(access_of(school.principal), school.pupils[5].id, school.year.id, MoveKind.DROPPED, left)
    put_target(school, "70")
    m.Season.create(
        unit=school.commune,
        village=school.village,
        kind="harvest",
        starts=MONDAY + DAY * 9,
        ends=MONDAY + DAY * 30,
    )
    return school


def put_target(school: School, value: str) -> None:
    """What the school registers for its primary level, in percent."""
    said = TargetData(
        Indicator.DROPOUT, "primary", Origin.REGISTERED, Decimal(value), date(2026, 9, 20), "Kế hoạch"
    )
    set_target(access_of(school.principal), "2026-2027", said)


def seen(school: School) -> Overview:
    return overview(access_of(school.principal))


def test_today_opens_the_absent_by_their_reason(app: Flask, school: School) -> None:
    half = seen(school).day.half_days[0]
    assert (half.reported, half.scheduled) == (1, 2)
    assert (half.totals.excused, half.totals.unexcused, half.totals.unknown) == (1, 1, 1)
    client = client_of(app, school.principal)
    shown = {
        reason: client.get(f"/toan-canh/vang?buoi=sang&ly-do={reason}").text
        for reason in ("co-phep", "khong-phep", "chua-ro")
    }
    for reason, name in (
        ("co-phep", "Siu Blơi"),
        ("khong-phep", "Rơ Châm Đức"),
        ("chua-ro", "Ksor H&#39;Bia"),
    ):
        assert [key for key, text in shown.items() if name in text] == [reason]
    assert "Không có em nào" in client.get("/toan-canh/vang?buoi=chieu").text
    assert "3 em" in client.get("/toan-canh/vang").text


def test_every_figure_leads_to_as_many_people(app: Flask, school: School) -> None:
    with clock.at(at_vietnam(MONDAY + DAY, time(7))):
        found, client = seen(school), client_of(app, school.principal)
        page = client.get("/toan-canh").text
        assert (found.overdue, found.at_risk.pupils, found.cases.open) == (1, 1, 1)
        behind = ["/thon-buon/ca-truong/qua-hen", "/can-quan-tam?lop=6A", "/ho-so-van-dong?tuoi=0-7"]
        behind += [f"/can-quan-tam?buon={'Bu%C3%B4n+Ch%C6%B0+Bang'}", "/ho-so-van-dong?nguoi=Ksor+Bu%C3%B4n"]
        for path in behind:
            assert f'href="{path}"' in page.replace("%20", "+"), path
            answer = client.get(path)
            assert answer.status_code == 200
            assert "Ksor H&#39;Bia" in answer.text
            assert "Nay H&#39;Đào" not in answer.text
        assert 'href="/bo-hoc?nhom=this_year&amp;cap=primary"' in page
        assert "Rahlan Y Khoa" in client.get("/bo-hoc?nhom=this_year&cap=primary").text


def test_every_link_of_the_page_opens(app: Flask, school: School) -> None:
    client = client_of(app, school.principal)
    main = client.get("/toan-canh").text.split("<main", 1)[1]
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', main)}
    assert len(links) > 15
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_dropouts_stand_against_the_target_in_pupils(app: Flask, school: School) -> None:
    """Below 70 % of 2 pupils left on the roll of today: one may go, one has gone."""
    standing = {one.level: one for one in seen(school).standings}
    assert (standing["primary"].dropouts, standing["primary"].most, standing["primary"].left) == (1, 1, 0)
    assert (standing["lower_secondary"].dropouts, standing["lower_secondary"].most) == (0, None)
    assert "thêm 1 em là vượt" in client_of(app, school.principal).get("/toan-canh").text
    put_target(school, "0.5")
    assert "vượt 1 em" in client_of(app, school.principal).get("/toan-canh").text


def test_returns_of_the_month_and_who_is_watched(school: School) -> None:
    with clock.at(at_vietnam(MONDAY + DAY, time(7, 5))):
        roll_call(school, {}, [MONDAY + DAY])
        cases = seen(school).cases
        assert (cases.open, cases.back, cases.watched) == (0, 1, 1)
    with clock.at(at_vietnam(date(2026, 12, 1), time(7, 5))):
        assert (seen(school).cases.back, seen(school).cases.watched) == (0, 1)


def test_the_season_ahead_opens_those_who_live_there_and_the_look_is_recorded(
    app: Flask, school: School
) -> None:
    (season,) = seen(school).seasons
    assert (season.ahead.label, season.ahead.begun) == ("Mùa vụ", False)
    assert [(card.name, pupils) for card, pupils in season.villages] == [("Buôn Chư Bang", 7)]
    client = client_of(app, school.principal)
    shown = client.get(f"/toan-canh/buon/{school.village.public_id}")
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Nay H&#39;Đào" in shown.text
    looked = FileView.select().where(FileView.unit_id == school.unit.id)
    assert looked.where(FileView.staff_id == school.principal.id).count() == 7


def test_seasons_ahead_are_those_in_force_soon_or_the_next_of_their_kind() -> None:
    def harvest(village: int | None, start: int, days: int = 20) -> Season:
        starts = MONDAY + DAY * start
        return Season(SeasonKind.HARVEST, village, starts, starts + DAY * days)

    tet = [(MONDAY + DAY * 75, MONDAY + DAY * 86), (MONDAY + DAY * 430, MONDAY + DAY * 441)]
    seasons = [
        harvest(1, -5), harvest(2, -5), harvest(3, -5), harvest(None, 50), harvest(1, 200),
        harvest(1, -50), Season(SeasonKind.FLOOD, 3, MONDAY, MONDAY + DAY * 9),
    ]  # fmt: skip
    found = seasons_ahead(seasons, tet, {1: 4, 2: 3, None: 1}, [2, 1, 3], MONDAY)
    assert [(one.label, one.village_ids, one.pupils, one.begun) for one in found] == [
        ("Mùa vụ", (2, 1), 7, True),
        ("Mùa vụ", (), 8, False),
        ("Nghỉ Tết Nguyên đán", (), 8, False),
    ]


def test_it_is_for_the_leaders(app: Flask, commune: Commune) -> None:
    people = (commune.school.teacher_6a, commune.school.clerk, commune.officer)
    for path in ("/toan-canh", "/toan-canh/vang", "/toan-canh/bang-tin"):
        assert {client_of(app, person).get(path).status_code for person in people} == {403}


def test_another_school_is_not_counted(app: Flask, commune: Commune, school: School) -> None:
    other = seen(commune.other_school)
    assert (other.at_risk.pupils, other.cases.open, other.overdue) == (0, 0, 0)
    client = client_of(app, commune.other_school.principal)
    assert "Ksor H&#39;Bia" not in client.get("/toan-canh/vang").text


def test_the_statements_keep_their_budget_however_large_the_school(app: Flask, school: School) -> None:
    client = client_of(app, school.principal)

    def counted() -> list[int]:
        found = []
        for path in ("/toan-canh", "/toan-canh/bang-tin"):
            with statements() as ran:
                assert client.get(path).status_code == 200
            found.append(len(ran))
        return found

    few = counted()
    for number in range(6):
        made = school.make_class(f"7{'ABCDEF'[number]}", "7")
        moved = factories.pupil(school, f"Siu Y {number}", made, school.other_village)
        OutreachCase.create(
            unit=school.unit, year=school.year, pupil=moved, why="hand", since=MONDAY, state="open",
            live=moved.id, opened_at=clock.now(), priority="normal",
        )  # fmt: skip
    assert counted() == few
    assert few[0] <= 24
    assert few[1] <= 24


class TestNoticeBoard:
    def test_it_tells_of_classes_returns_and_targets(self, app: Flask, school: School) -> None:
        for number in range(8):
            factories.pupil(school, f"Rmah Y {number}", school.class_6a)
        with clock.at(at_vietnam(MONDAY + DAY, time(7, 5))):
            roll_call(school, {}, [MONDAY + DAY])
            text = client_of(app, school.principal).get("/toan-canh/bang-tin").text
        line = re.search(r"<tr><td[^>]*>6A</td>.*?</tr>", text, re.S)
        assert line
        assert [cell.strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", line[0])] == [
            "6A", "13", "70,0 %", "1",
        ]  # fmt: skip
        assert "không quá 1 em" in text

    def test_a_class_of_few_has_no_figures_of_its_own(self, app: Flask, school: School) -> None:
        text = client_of(app, school.principal).get("/toan-canh/bang-tin").text
        line = re.search(r"<tr><td[^>]*>6A</td>.*?</tr>", text, re.S)
        assert line
        assert re.findall(r"<td[^>]*>(.*?)</td>", line[0]) == ["6A", "5", "", ""]

    def test_no_pupils_and_no_guardians_name_stands_on_it(self, app: Flask, school: School) -> None:
        text = client_of(app, school.principal).get("/toan-canh/bang-tin").text
        main = text.split("<main", 1)[1].replace("&#39;", "'")
        pupils = m.Pupil.select().where(m.Pupil.unit == school.unit)
        guardians = m.Guardian.select().where(m.Guardian.unit == school.unit)
        names = [row.full_name for row in (*pupils, *guardians)]
        assert len(names) >= 16
        assert [name for name in names if name in main] == []
        assert not re.search(r"hoc-sinh/|/vang/|ho-so-van-dong/|0987", main)


class TestCommune:
    def test_each_school_stands_in_counts_as_it_counts_itself(
        self, app: Flask, commune: Commune, school: School
    ) -> None:
        own, found = seen(school), commune_overview(access_of(commune.officer), commune.unit.public_id)
        one = next(line for line in found.schools if line.public_id == school.unit.public_id)
        assert (one.at_risk, one.cases, one.to_visit) == (own.at_risk.pupils, own.cases.open, own.to_visit)
        assert (one.dropouts, one.misses_target, one.totals.absent) == (1, False, 3)
        other = next(line for line in found.schools if line is not one)
        assert (other.at_risk, other.dropouts, other.reported) == (0, 0, 0)
        put_target(school, "0.5")
        text = client_of(app, commune.officer).get(f"/cac-truong/{commune.unit.public_id}/toan-canh").text
        assert "vượt chỉ tiêu" in text

    def test_no_name_of_a_pupil_stands_there_and_only_the_officer_opens_the_register(
        self, app: Flask, commune: Commune, school: School
    ) -> None:
        path = f"/cac-truong/{commune.unit.public_id}/toan-canh"
        register = f"/bo-hoc?truong={school.unit.public_id}"
        for person, opens in ((commune.officer, True), (commune.province_officer, False)):
            text = client_of(app, person).get(path).text
            names = [row.full_name for row in m.Pupil.select().where(m.Pupil.unit == school.unit)]
            assert [name for name in names if name in text.replace("&#39;", "'")] == []
            assert (register in text) == opens
        assert client_of(app, commune.officer).get(register).status_code == 200
        assert client_of(app, school.principal).get(path).status_code == 403
        assert client_of(app, commune.officer).get("/cac-truong/la-hoac/toan-canh").status_code == 404
