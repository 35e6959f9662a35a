"""The lists behind the principal's figures: each narrowed by its address, and said so."""

from datetime import date, time, timedelta

from flask import Flask

from sisoho import clock
from sisoho.outreach.models import OutreachCase
from sisoho.outreach.queries import dropout_register
from sisoho.outreach.queries.case_lists import case_list
from sisoho.outreach.rules import Bucket
from sisoho.school_calendar import at_vietnam
from sisoho.schools.actions import record_move
from sisoho.schools.forms import MoveData
from sisoho.schools.rules import Level, MoveKind
from tests.factories import Commune, School, access_of, client_of
from tests.outreach.away import LAST_DAYS, MONDAY, THURSDAY, present, pupils_of, roll_call

DAY = timedelta(days=1)


def _opened(school: School, days_ago: int) -> None:
    """Both cases of the school, as old as that."""
    at = at_vietnam(MONDAY - DAY * days_ago, time(7))
    OutreachCase.update(opened_at=at).where(OutreachCase.unit == school.unit).execute()


def _counted(school: School, **narrowed: str) -> int:
    return len(case_list(access_of(school.principal), "tat-ca", **narrowed).lines)


def test_cases_are_found_by_their_age(commune: Commune) -> None:
    school = commune.school
    roll_call(school, {pupils_of(school)[0]: "V"}, LAST_DAYS)
    for days, age in ((0, "0-7"), (7, "0-7"), (8, "8-14"), (15, "15-30"), (30, "15-30"), (31, "tren-30")):
        _opened(school, days)
        counts = {key: _counted(school, age=key) for key in ("0-7", "8-14", "15-30", "tren-30")}
        assert counts == {key: int(key == age) for key in counts}, days


def test_returns_of_the_month_stay_when_the_case_is_closed_and_leave_when_the_pupil_does(
    commune: Commune,
) -> None:
    school = commune.school
    bia = pupils_of(school)[0]
    roll_call(school, {bia: "V"}, [THURSDAY, THURSDAY + DAY, THURSDAY + DAY * 2])
    present(school, MONDAY)
    assert (_counted(school, only="theo-doi"), _counted(school, only="tro-lai")) == (1, 1)
    case = OutreachCase.update(state="closed", live=None, end="returned", ended_on=MONDAY)
    case.where(OutreachCase.unit == school.unit).execute()
    assert (_counted(school, only="theo-doi"), _counted(school, only="tro-lai")) == (0, 1)
    OutreachCase.update(end="dropped").where(OutreachCase.unit == school.unit).execute()
    assert _counted(school, only="tro-lai") == 0
    OutreachCase.update(end="returned", back_on=date(2026, 10, 31)).where(
        OutreachCase.unit == school.unit
    ).execute()
    assert _counted(school, only="tro-lai") == 0


def test_a_narrowed_list_says_so_and_an_unknown_word_narrows_nothing(app: Flask, commune: Commune) -> None:
    school = commune.school
    roll_call(school, {pupils_of(school)[0]: "V"}, LAST_DAYS)
    client = client_of(app, school.principal)
    assert "Đang lọc: 0–7 ngày" in client.get("/ho-so-van-dong?tuoi=0-7").text
    empty = client.get("/ho-so-van-dong?tuoi=tren-30").text
    assert "Không có hồ sơ nào như vậy" in empty
    odd = client.get("/ho-so-van-dong?tuoi=abc&chi=xyz").text
    assert "Ksor H&#39;Bia" in odd
    assert "Đang lọc" not in odd


def test_dropouts_are_found_by_group_and_level_and_the_whole_register_is_one_tap_away(
    app: Flask, commune: Commune
) -> None:
    school = commune.school
    upper, lower = school.pupils[0], school.pupils[5]
    for pupil in (upper, lower):
        left = MoveData(MONDAY, "Kinh tế", paper_kind="Biên bản", paper_issuer="Trường")
        record_move(access_of(school.principal), pupil.id, school.year.id, MoveKind.DROPPED, left)
    found = dropout_register(access_of(school.principal)).only("this_year", Level.PRIMARY.value)
    assert [line.person.id for _, lines in found.groups for line in lines] == [lower.id]
    assert not found.only("suspected", "").groups
    shown = client_of(app, school.principal).get("/bo-hoc?nhom=this_year&cap=lower_secondary").text
    assert upper.full_name.replace("'", "&#39;") in shown
    assert lower.full_name.replace("'", "&#39;") not in shown
    assert 'href="/bo-hoc"' in shown


def test_overdue_visits_of_every_village_stand_on_one_page_for_the_leaders(
    app: Flask, commune: Commune
) -> None:
    school = commune.school
    bia = pupils_of(school)[0]
    roll_call(school, {bia: "V"}, LAST_DAYS)
    with clock.at(at_vietnam(MONDAY + DAY, time(7))):
        client = client_of(app, school.principal)
        late = client.get("/thon-buon/ca-truong/qua-hen").text
        assert Bucket.OVERDUE.label in late
        assert "Ksor H&#39;Bia" in late
        assert "Ksor H&#39;Bia" not in client.get("/thon-buon/ca-truong/theo-doi").text
        assert client.get("/thon-buon/ca-truong/tat-ca").status_code == 404
        assert client_of(app, school.teacher_6a).get("/thon-buon/ca-truong/qua-hen").status_code == 403
