"""A class not reported by the school's hour: said once, to its teacher, and never wrongly."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from sisoho import clock
from sisoho.accounts.models import Account, LoginSession
from sisoho.jobs import registry
from sisoho.jobs.actions import run_queued
from sisoho.jobs.queue import asleep
from sisoho.notices import actions
from sisoho.notices.webpush import WebPush
from sisoho.rollcall.actions import reminding
from sisoho.school_calendar import at_vietnam, vietnam_date
from sisoho.schools.models import Closure, Season
from tests import factories
from tests.factories import Commune
from tests.notices.browsers import Endpoint, endpoint
from tests.rollcall.sending import said, send


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    service = WebPush(tmp_path / "push.pem", "mailto:quantri@siso.example.vn", local=True)
    monkeypatch.setitem(registry.kinds, reminding.JOB, partial(reminding.push_unreported, service))
    with endpoint() as found:
        yield found


def subscribe(commune: Commune, maker: Endpoint, name: str = "teacher_6a") -> LoginSession:
    person = getattr(commune.school, name)
    access = factories.access_of(person)
    session, _ = factories.login_session(Account.get(Account.staff == person))
    actions.subscribe(access, session.id, maker.browser)
    return session


def minute(clock_time: str) -> None:
    hour, minutes = map(int, clock_time.split(":"))
    day = vietnam_date(clock.now())
    with clock.at(at_vietnam(day) + timedelta(hours=hour, minutes=minutes)):
        reminding.remind_unreported()
        run_queued()


def test_the_teacher_is_told_once_after_the_hour(commune: Commune, maker: Endpoint) -> None:
    subscribe(commune, maker)
    minute("07:29")
    assert maker.got == []
    for at in ("07:31", "07:32", "07:50"):
        minute(at)
    (shown,) = maker.read()
    assert shown["text"] == "Trường chưa nhận điểm danh 6A sáng thứ Hai 23/11"
    assert shown["path"] == f"/diem-danh/{commune.school.class_6a.public_id}/2026-11-23/sang"
    assert maker.got[0][0]["TTL"] == "900"  # a phone found later would ring for a sheet that has come in


def test_leaders_hear_one_count_later(commune: Commune, maker: Endpoint) -> None:
    subscribe(commune, maker, "principal")
    minute("07:31")
    assert maker.got == []
    minute("07:46")
    minute("07:47")
    (shown,) = maker.read()
    assert (shown["text"], shown["path"]) == ("Trường chưa nhận điểm danh 2 lớp sáng thứ Hai 23/11", "/")


def test_a_sheet_that_comes_in_between_silences_it(commune: Commune, maker: Endpoint) -> None:
    subscribe(commune, maker)
    school = commune.school
    with clock.at(at_vietnam(clock.today()) + timedelta(hours=7, minutes=31)):
        with asleep():
            reminding.remind_unreported()
        send(factories.access_of(school.teacher_6a), school.class_6a, said(school.pupils[:5]))
        run_queued()
    assert maker.got == []


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_declared_flood_silences_it(commune: Commune, maker: Endpoint, everywhere: bool) -> None:
    subscribe(commune, maker)
    village = None if everywhere else commune.school.village
    Season.create(
        unit=commune.unit,
        village=village,
        kind="flood",
        starts=date(2026, 11, 20),
        ends=date(2026, 11, 30),
    )
    minute("07:31")
    assert maker.got == []


def test_one_pupils_village_cut_off_silences_it(commune: Commune, maker: Endpoint) -> None:
    subscribe(commune, maker)
    factories.pupil(commune.school, "Ksor Y Lũ", commune.school.class_6a, commune.school.other_village)
    day = date(2026, 11, 23)
    Closure.create(
        unit=commune.school.unit, village=commune.school.other_village, flood=True,
        first_date=day, first_half_day="S", last_date=day, last_half_day="C", reason="mưa lũ",
    )  # fmt: skip
    minute("07:31")
    assert maker.got == []


def test_after_sign_out_it_is_silent(commune: Commune, maker: Endpoint) -> None:
    session = subscribe(commune, maker)
    LoginSession.update(ended_at=clock.now()).where(LoginSession.id == session.id).execute()
    minute("07:31")
    assert maker.got == []


@pytest.mark.parametrize("at", ["05:30", "11:30", "20:30"])
def test_nothing_comes_long_after_the_hour_or_at_night(commune: Commune, maker: Endpoint, at: str) -> None:
    subscribe(commune, maker)
    minute(at)
    assert maker.got == []
