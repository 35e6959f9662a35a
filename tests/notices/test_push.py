"""Push, to a real endpoint: sealed for one browser, signed, once, and no longer than the sign-in lasts."""

import json
import stat
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from py_vapid import Vapid02

from sisoho import clock
from sisoho.accounts.models import Account, LoginSession
from sisoho.errors import NotFound, RuleBroken
from sisoho.jobs import registry
from sisoho.jobs.models import Job
from sisoho.notices import actions, queries, rules
from sisoho.notices.actions.pushing import Message
from sisoho.notices.webpush import Undelivered, WebPush
from tests import factories
from tests.factories import Commune
from tests.notices.browsers import Endpoint, endpoint

MESSAGE = Message("Trường chưa nhận điểm danh 6A sáng thứ Hai 23/11", "/diem-danh", "unreported:6A", 900)


@pytest.fixture
def maker() -> Iterator[Endpoint]:
    with endpoint() as found:
        yield found


@pytest.fixture
def service(tmp_path: Path) -> WebPush:
    return WebPush(tmp_path / "push.pem", "mailto:quantri@siso.example.vn", local=True)


def subscribed(commune: Commune, maker: Endpoint, name: str = "teacher_6a") -> LoginSession:
    """Asked for on that person's phone."""
    person = getattr(commune.school, name)
    access = factories.access_of(person)
    session, _ = factories.login_session(Account.get(Account.staff == person))
    actions.subscribe(access, session.id, maker.browser)
    return session


def devices(commune: Commune, name: str = "teacher_6a") -> list[str]:
    staff = [getattr(commune.school, name).id]
    return [device.public_id for device in queries.live_devices(commune.school.unit.id, staff)]


def push(commune: Commune, service: WebPush, device: str, message: Message = MESSAGE) -> str:
    return actions.push(service, commune.school.unit.id, device, message)


def test_only_the_browser_reads_what_the_server_signed(
    commune: Commune, maker: Endpoint, service: WebPush
) -> None:
    subscribed(commune, maker)
    assert push(commune, service, devices(commune)[0]) == "sent"
    assert maker.read() == [{"text": MESSAGE.text, "path": "/diem-danh", "tag": "unreported:6A"}]
    headers, body = maker.got[0]
    assert MESSAGE.text.encode() not in body
    assert (headers["TTL"], headers["Content-Encoding"]) == ("900", "aes128gcm")
    assert Vapid02.verify(headers["Authorization"])
    token, key = headers["Authorization"].removeprefix("vapid t=").split(",k=")
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    assert key == service.public_key
    assert (claims["aud"], claims["sub"]) == (maker.origin, "mailto:quantri@siso.example.vn")
    assert 0 < claims["exp"] - clock.now().timestamp() <= 24 * 3600


def test_the_servers_key_is_made_once_and_read_by_its_owner_only(service: WebPush) -> None:
    first = service.public_key
    assert stat.S_IMODE(service.key_file.stat().st_mode) == 0o600
    assert [path.name for path in service.key_file.parent.glob("push*")] == ["push.pem"]
    assert WebPush(service.key_file, "").public_key == first


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_gave_up_is_forgotten(
    commune: Commune, maker: Endpoint, service: WebPush, status: int
) -> None:
    subscribed(commune, maker)
    maker.status = status
    assert push(commune, service, devices(commune)[0]) == "gone"
    assert devices(commune) == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_maker_is_asked_again_later(
    commune: Commune, maker: Endpoint, service: WebPush, status: int
) -> None:
    subscribed(commune, maker)
    maker.status = status
    with pytest.raises(Undelivered):
        push(commune, service, devices(commune)[0])
    maker.status = 201
    assert push(commune, service, devices(commune)[0]) == "sent"


def test_a_redirect_is_not_followed(commune: Commune, maker: Endpoint, service: WebPush) -> None:
    subscribed(commune, maker)
    maker.status = 307
    assert push(commune, service, devices(commune)[0]) == "refused"
    assert len(maker.got) == 1


def test_sign_out_ends_it(commune: Commune, maker: Endpoint, service: WebPush) -> None:
    session = subscribed(commune, maker)
    device = devices(commune)[0]
    LoginSession.update(ended_at=clock.now()).where(LoginSession.id == session.id).execute()
    assert push(commune, service, device) == "gone"
    assert (devices(commune), maker.got) == ([], [])
    actions.tidy()
    assert queries.units_with_devices() == []


def test_the_next_person_on_the_phone_takes_the_place_of_the_last(commune: Commune, maker: Endpoint) -> None:
    subscribed(commune, maker)
    subscribed(commune, maker, "teacher_1a")
    assert (len(devices(commune)), len(devices(commune, "teacher_1a"))) == (0, 1)


def test_a_shared_phone_is_not_reminded(commune: Commune, maker: Endpoint) -> None:
    access = factories.access_of(commune.school.teacher_6a)
    session, _ = factories.login_session(Account.get(Account.staff == commune.school.teacher_6a))
    LoginSession.update(shared_device=True).where(LoginSession.id == session.id).execute()
    with pytest.raises(RuleBroken, match="dùng chung"):
        actions.subscribe(access, session.id, maker.browser)


def test_nobody_takes_away_somebody_elses(commune: Commune, maker: Endpoint) -> None:
    subscribed(commune, maker)
    for other in (commune.school.teacher_1a, commune.other_school.teacher_6a):
        with pytest.raises(NotFound):
            actions.unsubscribe(factories.access_of(other), devices(commune)[0])
    actions.unsubscribe(factories.access_of(commune.school.teacher_6a), devices(commune)[0])
    assert devices(commune) == []


def test_a_matter_is_put_to_a_person_once(
    commune: Commune, maker: Endpoint, service: WebPush, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send(run: registry.JobRun) -> dict[str, str]:
        return {"outcome": push(commune, service, run.args["device"])}

    monkeypatch.setitem(registry.kinds, "reminder of a test", send)
    subscribed(commune, maker)
    told = [commune.school.teacher_6a.id, commune.school.teacher_1a.id]  # the second has no phone with us
    for _ in range(3):
        actions.remind(commune.school.unit.id, told, ["unreported:6A"], "reminder of a test", {})
    assert len(maker.got) == 1
    assert Job.select().where(Job.unit == commune.school.unit).count() == 1


@pytest.mark.parametrize(
    ("hour", "quiet_from", "rings"),
    [
        ("05:59", time(20), False),
        ("06:00", time(20), True),
        ("19:59", time(20), True),
        ("20:00", time(20), False),
        ("20:30", time(22), False),
        ("18:00", time(18), False),
    ],
)
def test_no_phone_rings_at_night(now: datetime, hour: str, quiet_from: time, rings: bool) -> None:
    at = datetime.combine(now.date(), time.fromisoformat(hour), UTC) - timedelta(hours=7)
    assert rules.may_ring(at, quiet_from) is rings


def test_a_push_waits_for_its_phone_no_longer_than_until_the_quiet_hour() -> None:
    evening = datetime(2026, 11, 23, 12, 50, tzinfo=UTC)  # 19:50 in Vietnam
    an_hour_on = evening + timedelta(hours=1)
    assert rules.seconds_to_ring(evening, time(20), an_hour_on) == 600
    assert rules.seconds_to_ring(evening, time(19), an_hour_on) == 0
    assert rules.seconds_to_ring(evening, time(20), evening + timedelta(minutes=5)) == 300


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example.vn/a",
        "https://push.example.vn:8443/a",
        "https://localhost/a",
        "https://someone@push.example.vn/a",
        "https://push.example.vn:port/a",
        "https://push.example.vn/" + "a" * 1000,
        "http://127.0.0.1:80/a",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_is_no_browser_makers_is_refused(address: str) -> None:
    with pytest.raises(RuleBroken):
        rules.check_endpoint(address)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("142.250.1.1", True),
    ],
)
def test_the_server_knocks_only_at_public_addresses(address: str, public: bool) -> None:
    assert rules.is_public(address) is public


def test_a_name_of_this_machine_is_not_connected_to(tmp_path: Path, maker: Endpoint) -> None:
    from sisoho.notices.webpush import _CheckedConnection

    with pytest.raises(OSError, match="public"):
        _CheckedConnection("localhost").connect()


def test_leaving_a_phone_ends_the_reminders_of_that_sign_in_only(commune: Commune, maker: Endpoint) -> None:
    left = subscribed(commune, maker)
    with endpoint() as another:
        subscribed(commune, another)
        access = factories.access_of(commune.school.teacher_6a)
        assert len(devices(commune)) == 2
        for _ in range(2):
            actions.unsubscribe_here(access, left.id)
        (kept,) = queries.live_devices(commune.school.unit.id, [commune.school.teacher_6a.id])
        assert kept.endpoint == another.browser.endpoint
