"""Targets in words, as counts, and against each other."""

from decimal import Decimal

import pytest

from sisoho.emulation.rules.targets import Indicator, Origin, check_registered, origins_of, remarks
from sisoho.errors import RuleBroken

DROPOUT, ATTENDANCE = Indicator.DROPOUT, Indicator.ATTENDANCE


def percent(written: str | None) -> Decimal | None:
    return Decimal(written) if written else None


@pytest.mark.parametrize(
    ("indicator", "value", "roll", "rate", "count"),
    [
        (DROPOUT, "0.55", 420, "dưới 0,55 %", "không quá 2 em"),
        (DROPOUT, "0.025", 420, "dưới 0,025 %", "không em nào"),
        (DROPOUT, "0", 420, "0 %", "không em nào"),
        (DROPOUT, "0.5", 0, "dưới 0,5 %", ""),
        (ATTENDANCE, "98", 420, "từ 98 % trở lên", "mỗi buổi vắng không quá 8 em"),
        (ATTENDANCE, "100", 420, "từ 100 % trở lên", "mỗi buổi không em nào vắng"),
    ],
)
def test_a_target_is_told_as_rate_and_as_count(
    indicator: Indicator, value: str, roll: int, rate: str, count: str
) -> None:
    assert indicator.rate_text(Decimal(value)) == rate
    assert indicator.count_text(Decimal(value), roll) == count


@pytest.mark.parametrize(
    ("indicator", "registered", "resolution", "refused"),
    [
        (DROPOUT, "0.5", "0.4", True),
        (DROPOUT, "0.4", "0.4", False),
        (DROPOUT, "0.3", "0.4", False),
        (DROPOUT, "9", None, False),
        (ATTENDANCE, "97", "98", True),
        (ATTENDANCE, "99", "98", False),
    ],
)
def test_only_what_is_worse_than_the_resolution_is_refused(
    indicator: Indicator, registered: str, resolution: str | None, refused: bool
) -> None:
    if refused:
        with pytest.raises(RuleBroken):
            check_registered(indicator, Decimal(registered), percent(resolution))
    else:
        check_registered(indicator, Decimal(registered), percent(resolution))


@pytest.mark.parametrize(
    ("superior", "resolution", "registered", "words"),
    [
        ("0.55", "0.5", "0.4", []),
        ("0.55", "0.5", "0.5", ["Bằng Nghị quyết hội nghị"]),
        ("0.55", "0.5", "0.6", ["Kém Nghị quyết hội nghị", "Chưa đạt mức cấp trên giao (dưới 0,55 %)"]),
        ("0.55", None, "0.55", []),
        ("0.55", "0.5", None, []),
    ],
)
def test_what_should_be_looked_at_again_is_said(
    superior: str | None, resolution: str | None, registered: str | None, words: list[str]
) -> None:
    said = list(remarks(DROPOUT, percent(superior), percent(resolution), percent(registered)))
    assert len(said) == len(words)
    assert all(line.startswith(word) for line, word in zip(said, words, strict=True))


def test_each_unit_writes_its_own_words_only() -> None:
    assert origins_of("school") == tuple(Origin)
    assert Origin.RESOLUTION not in origins_of("commune")
    assert origins_of("department") == (Origin.REGISTERED,)


def test_a_target_is_called_what_it_is_for_the_unit_that_set_it() -> None:
    said = [Origin.REGISTERED.label(kind) for kind in ("school", "commune", "department")]
    assert said == ["Trường đăng ký", "Xã giao các trường", "Sở giao các trường"]
    assert Origin.SUPERIOR.label("commune") == "Cấp trên giao"
