"""A pupil newly to be visited: the duty teacher's own phone says so, once, without a name, never wrongly."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from sisoho import clock
from sisoho.accounts.models import Account
from sisoho.jobs import registry
from sisoho.jobs.actions import run_queued
from sisoho.jobs.queue import asleep
from sisoho.notices import actions as notices
from sisoho.notices.webpush import WebPush
from sisoho.outreach import actions, forms
from sisoho.outreach.actions import reminding
from sisoho.school_calendar import at_vietnam, days
from sisoho.schools.models import Closure, Duty, Season, Setting
from tests import factories
from tests.factories import School
from tests.notices.browsers import Endpoint, endpoint
from tests.outreach.away import FRIDAY, LAST_DAYS, MONDAY, THURSDAY, pupils_of, roll_call
from tests.outreach.visiting import visit_data


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    service = WebPush(tmp_path / "push.pem", "mailto:quantri@siso.example.vn", local=True)
    monkeypatch.setitem(registry.kinds, reminding.JOB, partial(reminding.push_visits, service))
    with endpoint() as found:
        yield found


@pytest.fixture
def school(commune: factories.Commune, maker: Endpoint) -> School:
    """The village's teacher has asked to be reminded; Đức is away for three half-days."""
    subscribe(commune.school, maker, commune.school.village_teacher)
    roll_call(commune.school, {duc(commune.school): "V"}, LAST_DAYS)
    return commune.school


def duc(school: School) -> object:
    return pupils_of(school)[2]


def subscribe(school: School, maker: Endpoint, person: object) -> None:
    access = factories.access_of(person)
    session, _ = factories.login_session(Account.get(Account.staff == person))
    notices.subscribe(access, session.id, maker.browser)


def look(hour: int = 8, minute: int = 0, day: date = MONDAY) -> None:
    with clock.at(at_vietnam(day, time(hour, minute))):
        reminding.remind_visits()
        run_queued()


def texts(maker: Endpoint) -> list[str]:
    return [shown["text"] for shown in maker.read()]


def test_the_duty_teacher_is_told_once_by_a_count_that_leads_to_the_village(
    school: School, maker: Endpoint
) -> None:
    for hour in (8, 9, 15):
        look(hour)
    (shown,) = maker.read()
    assert shown == {
        "text": "Có 1 em cần đến nhà",
        "path": f"/thon-buon/{school.village.public_id}",
        "tag": "visits",
    }


def test_a_second_pupil_makes_one_new_word_with_the_number_on_the_list(
    school: School, maker: Endpoint
) -> None:
    look(8)
    bia, bloi, *_ = pupils_of(school)
    with clock.at(at_vietnam(MONDAY, time(8, 30))):
        for pupil in (bia, bloi):
            actions.request_visit(
                factories.access_of(school.teacher_6a), pupil.public_id, forms.RequestData("")
            )
    look(9)
    look(10)
    assert texts(maker) == ["Có 1 em cần đến nhà", "Có 3 em cần đến nhà"]


def test_a_new_absence_of_the_same_pupil_is_told_again(school: School, maker: Endpoint) -> None:
    look(8)
    tuesday = MONDAY + timedelta(days=1)
    away_again = [tuesday + timedelta(days=on) for on in (1, 2, 3)]
    roll_call(school, {}, [tuesday])
    roll_call(school, {duc(school): "V"}, away_again)
    look(8, day=away_again[-1])
    assert texts(maker) == ["Có 1 em cần đến nhà"] * 2


def test_two_absences_call_for_nobody_yet(commune: factories.Commune, maker: Endpoint) -> None:
    subscribe(commune.school, maker, commune.school.village_teacher)
    roll_call(commune.school, {duc(commune.school): "V"}, LAST_DAYS[1:])
    look()
    assert maker.got == []


def test_pupils_of_two_villages_lead_to_both_lists(school: School, maker: Endpoint) -> None:
    Duty.create(
        unit=school.unit, staff=school.village_teacher, kind="village", village=school.other_village,
        starts=date(2026, 8, 1),
    )  # fmt: skip
    other = factories.pupil(school, "Kpă Y Nay", school.class_6a, school.other_village)
    with clock.at(at_vietnam(MONDAY, time(8))):
        actions.request_visit(factories.access_of(school.teacher_6a), other.public_id, forms.RequestData(""))
    look(9)
    (shown,) = maker.read()
    assert (shown["text"], shown["path"]) == ("Có 2 em cần đến nhà", "/thon-buon")


def test_nobody_else_is_told(commune: factories.Commune, maker: Endpoint) -> None:
    school = commune.school
    subscribe(school, maker, school.teacher_1a)
    roll_call(school, {duc(school): "V"}, LAST_DAYS)
    look()
    assert maker.got == []


def test_a_visit_before_the_push_leaves_silences_it(school: School, maker: Endpoint) -> None:
    with clock.at(at_vietnam(MONDAY, time(8))):
        with asleep():
            reminding.remind_visits()
        appointment = visit_data(duc(school), at=clock.now(), look_again_on=MONDAY + timedelta(days=9))
        actions.log_visit(factories.access_of(school.village_teacher), appointment)
        run_queued()
    assert maker.got == []


def test_leave_that_is_settled_before_the_push_leaves_silences_it(school: School, maker: Endpoint) -> None:
    with clock.at(at_vietnam(MONDAY, time(8))):
        with asleep():
            reminding.remind_visits()
        roll_call(school, {duc(school): "P"}, [MONDAY], seq=2)
        run_queued()
    assert maker.got == []


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_declared_flood_silences_it_until_it_is_over(
    school: School, maker: Endpoint, everywhere: bool
) -> None:
    Season.create(
        unit=school.commune, village=None if everywhere else school.village, kind="flood",
        starts=THURSDAY, ends=MONDAY + timedelta(days=1),
    )  # fmt: skip
    look()
    assert maker.got == []
    look(day=MONDAY + timedelta(days=1))
    assert texts(maker) == ["Có 1 em cần đến nhà"]


def test_a_flood_of_another_village_or_a_harvest_silences_nothing(school: School, maker: Endpoint) -> None:
    for village, kind in ((school.other_village, "flood"), (school.village, "harvest")):
        Season.create(
            unit=school.commune, village=village, kind=kind, starts=FRIDAY, ends=MONDAY + timedelta(days=9)
        )
    look()
    assert texts(maker) == ["Có 1 em cần đến nhà"]


def test_a_village_closed_by_water_is_left_alone(school: School, maker: Endpoint) -> None:
    Closure.create(
        unit=school.unit, village=school.village, flood=True, reason="mưa lũ",
        first_date=MONDAY, first_half_day="C", last_date=MONDAY, last_half_day="C",
    )  # fmt: skip
    look(14)
    assert maker.got == []


@pytest.mark.parametrize(("hour", "minute", "rings"), [(5, 59, 0), (6, 0, 1), (19, 59, 1), (20, 0, 0)])
def test_it_rings_only_by_day(school: School, maker: Endpoint, hour: int, minute: int, rings: int) -> None:
    look(hour, minute, MONDAY + timedelta(days=1))
    assert len(maker.got) == rings


@pytest.mark.parametrize(("hour", "seconds"), [(8, 4 * 3600), (18, 2 * 3600)])
def test_it_waits_for_its_phone_until_the_next_roll_call_or_the_night(
    school: School, maker: Endpoint, hour: int, seconds: int
) -> None:
    look(hour)
    assert int(maker.got[0][0]["TTL"]) == seconds


def test_a_request_after_a_visit_is_news_again(school: School, maker: Endpoint) -> None:
    look(8)
    with clock.at(at_vietnam(MONDAY, time(9))):
        actions.log_visit(
            factories.access_of(school.village_teacher), visit_data(duc(school), at=clock.now())
        )
    look(10)
    assert len(maker.got) == 1
    with clock.at(at_vietnam(MONDAY, time(11))):
        asks = factories.access_of(school.teacher_6a)
        actions.request_visit(asks, duc(school).public_id, forms.RequestData(""))
    look(13)
    assert len(maker.got) == 2


def test_an_absence_longer_than_what_is_read_does_not_ring_anew_each_day(
    commune: factories.Commune, maker: Endpoint
) -> None:
    """Its first day in sight moves on with the days."""
    school = commune.school
    Setting.create(unit=school.unit, key="watch_days", starts=date(2026, 8, 1), value="1")
    school_days = [day for day in days(date(2026, 11, 5), MONDAY + timedelta(days=2)) if day.weekday() < 6]
    roll_call(school, {duc(school): "K"}, school_days)
    subscribe(school, maker, school.village_teacher)
    for day in school_days[-2:]:
        look(day=day)
    assert maker.got == []
