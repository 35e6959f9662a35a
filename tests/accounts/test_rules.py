"""The pure rules of signing in."""

from datetime import UTC, datetime, timedelta

import pytest

from sisoho.accounts.rules import credentials, delay, devices, door, slips
from sisoho.accounts.rules.delay import Failures
from sisoho.accounts.rules.door import Origin
from sisoho.accounts.rules.slips import Rank, SlipState
from sisoho.errors import RuleBroken

NOW = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)
LONG_AGO = Failures(0, datetime(2000, 1, 1, tzinfo=UTC))


def test_the_delay_grows_by_doubling_and_stops_at_a_minute() -> None:
    waits = [delay.wait_seconds(Failures(count, NOW), NOW, free=2) for count in range(12)]
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_wait_is_rounded_up_so_that_it_is_never_too_short() -> None:
    assert delay.wait_seconds(Failures(4, NOW), NOW + timedelta(milliseconds=500), free=2) == 2
    assert delay.wait_seconds(Failures(4, NOW), NOW + timedelta(seconds=2), free=2) == 0


def test_the_worst_guesser_is_forgotten_after_seventy_quiet_minutes() -> None:
    failures = LONG_AGO
    for _ in range(500):
        failures = delay.after_failure(failures, NOW, free=2)
    later = delay.after_failure(failures, NOW + 7 * delay.FADES_AFTER, free=2)
    assert delay.wait_seconds(failures, NOW, free=2) == delay.LONGEST
    assert later.count == 3
    assert delay.after_failure(failures, NOW + 8 * delay.FADES_AFTER, free=2).count == 2


@pytest.mark.parametrize(
    ("full_name", "taken", "expected"),
    [
        ("Nguyễn Thị Hồng", (), "hongnt"),
        ("Nguyễn Thị Hồng", ("hongnt", "hongnt2"), "hongnt3"),
        ("Ksor H'Bia", (), "hbiak"),
        ("Đỗ Văn Đức", (), "ducdv"),
        ("Siu", (), "siu"),
        ("007", (), "gv007"),
    ],
)
def test_a_user_name_is_the_given_name_and_initials(
    full_name: str, taken: tuple[str, ...], expected: str
) -> None:
    assert credentials.user_name_of(full_name, taken) == expected


NAMES = ("hongnt", "0905123456")


@pytest.mark.parametrize(
    "weak",
    ["bảy chữ", "a" * 129, "00000000", "12345678", "87654321", "abcdefgh", "0905123456", "+84 905 123 456"],
)
def test_a_password_that_is_guessed_first_is_refused_with_the_field_named(weak: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        credentials.check_new_password(weak, NAMES)
    assert refused.value.fields.keys() == {"password"}


def test_a_user_name_of_eight_letters_is_not_a_password() -> None:
    with pytest.raises(RuleBroken):
        credentials.check_new_password("NguyetHNT", ("nguyethnt",))


@pytest.mark.parametrize("good", ["lúa rẫy tháng mười", "19052014", "a1b2c3d4"])
def test_a_password_with_something_of_its_own_is_taken(good: str) -> None:
    assert credentials.check_new_password(good, NAMES) == good


@pytest.mark.parametrize(
    ("changes", "now", "state"),
    [
        ({}, NOW, SlipState.VALID),
        ({}, NOW + timedelta(days=7), SlipState.EXPIRED),
        ({"used_at": NOW}, NOW, SlipState.USED),
        ({"replaced_at": NOW}, NOW, SlipState.REPLACED),
        ({"used_at": NOW, "replaced_at": NOW}, NOW + timedelta(days=9), SlipState.USED),
    ],
)
def test_the_state_of_a_slip(changes: dict[str, datetime], now: datetime, state: SlipState) -> None:
    times = {"expires_at": NOW + timedelta(days=7), "used_at": None, "replaced_at": None, **changes}
    assert slips.slip_state(now=now, **times) is state


def test_a_token_is_read_from_paper_in_any_writing() -> None:
    assert slips.grouped("abcd2345efgh6789") == "abcd-2345-efgh-6789"
    assert slips.plain_token(" ABCD-2345–efgh 6789") == "abcd2345efgh6789"


@pytest.mark.parametrize(
    ("printer", "holder", "has_signed_in", "allowed"),
    [
        (Rank.STAFF, Rank.STAFF, True, True),
        (Rank.STAFF, Rank.LEADER, False, True),
        (Rank.STAFF, Rank.LEADER, True, False),
        (Rank.STAFF, Rank.ADMINISTRATOR, False, False),
        (Rank.LEADER, Rank.LEADER, True, True),
        (Rank.LEADER, Rank.ADMINISTRATOR, False, False),
        (Rank.ADMINISTRATOR, Rank.ADMINISTRATOR, True, True),
    ],
)
def test_nobody_replaces_the_password_of_a_higher_rank(
    printer: Rank, holder: Rank, has_signed_in: bool, allowed: bool
) -> None:
    assert slips.may_hand_out(printer, holder, has_signed_in=has_signed_in) is allowed


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/130.0.0.0 Mobile Safari/537.36",
            "Chrome trên Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari trên iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "coc_coc_browser/128.0 Chrome/122.0 Safari/537.36",
            "Cốc Cốc trên Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox trên Windows"),
        ("", "Trình duyệt trên máy không rõ"),
    ],
)
def test_a_device_is_named_in_words(user_agent: str, words: str) -> None:
    assert devices.device_words(user_agent) == words


@pytest.mark.parametrize("path", ["/", "/diem-danh?buoi=S", "/hoc-sinh/abc#ghi-chu"])
def test_a_path_of_this_site_is_followed(path: str) -> None:
    assert door.local_path(path) == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        "diem-danh",
        "https://la.example",
        "//la.example",
        "/\\la.example",
        "/\t/la.example",
        "/a\nb",
        "\n/",
    ],
)
def test_a_path_elsewhere_leads_home(elsewhere: str) -> None:
    assert door.local_path(elsewhere) == "/"


HERE = Origin("127.0.0.1", "127.0.0.1:8000", forwarded=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000"])
def test_the_machine_knows_itself_by_its_own_names(host: str) -> None:
    assert door.is_this_machine(Origin("127.0.0.1", host, forwarded=False))


@pytest.mark.parametrize(
    "origin",
    [
        Origin("192.168.1.20", "127.0.0.1:8000", forwarded=False),
        Origin("127.0.0.1", "truong.example", forwarded=False),
        Origin("127.0.0.1", "127.0.0.1.la.example", forwarded=False),
        Origin("127.0.0.1", "192.168.1.5:8000", forwarded=False),
        Origin("127.0.0.1", "127.0.0.1:8000", forwarded=True),
        Origin("", "localhost", forwarded=False),
    ],
)
def test_another_address_name_or_a_proxy_is_not_this_machine(origin: Origin) -> None:
    assert not door.is_this_machine(origin)
    assert not door.demo_door_is_open(store_is_demo=True, demo=True, lan=False, origin=origin)


@pytest.mark.parametrize(
    ("store_is_demo", "demo", "lan", "is_open"),
    [
        (True, True, False, True),
        (False, True, False, False),
        (True, False, False, False),
        (True, True, True, False),
    ],
)
def test_the_demo_door_needs_every_condition(
    store_is_demo: bool, demo: bool, lan: bool, is_open: bool
) -> None:
    found = door.demo_door_is_open(store_is_demo=store_is_demo, demo=demo, lan=lan, origin=HERE)
    assert found is is_open
