"""The sentence of a flag, made from its numbers and dates."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sisoho.outreach.rules.risk_rules import RiskCode
from sisoho.school_calendar import SeasonKind
from sisoho.vietnamese import format_date

Facts = Mapping[str, Any]


def sentence(rule: RiskCode, facts: Facts, since: date) -> str:
    """`Nghỉ 4 buổi liền chưa có phép, từ 19/11/2026`."""
    return f"{_WORDS[rule](facts)}, từ {format_date(since)}"


def _day(written: str) -> str:
    return f"{date.fromisoformat(written):%d/%m}"


def _nearby(facts: Facts) -> str:
    said = []
    if facts["siblings"]:
        said.append(f"{facts['siblings']} anh chị em cùng nhà")
    if facts["classmates"]:
        said.append(f"{facts['classmates']} bạn cùng lớp")
    return f"Có {' và '.join(said)} đã bỏ học"


def _spells(facts: Facts) -> str:
    first, last = _day(facts["first"]), _day(facts["last"])
    when = first if first == last else f"{first} – {last}"
    return f"{facts['spells']} đợt nghỉ ngắn theo mùa, đợt gần nhất {facts['half_days']} buổi ({when})"


def _distance(facts: Facts) -> str:
    far = f"Nhà cách trường {facts['km'].removesuffix('.0').replace('.', ',')} km" if facts["km"] else ""
    hard = "đường đi lại khó" if facts["hard_terrain"] else ""
    return ", ".join(filter(None, (far, hard))).capitalize()


def _poverty(facts: Facts) -> str:
    return "Hộ nghèo" if facts["kind"] == "poor" else "Hộ cận nghèo"


_WORDS: dict[RiskCode, Callable[[Facts], str]] = {
    RiskCode.STREAK: lambda f: f"Nghỉ {f['half_days']} buổi liền chưa có phép",
    RiskCode.SHARE: lambda f: f"Vắng {f['missed']} trong {f['due']} buổi của {f['window']} ngày gần đây",
    RiskCode.IN_SEASON: lambda f: (
        f"Vắng {f['half_days']} buổi chưa có phép trong {SeasonKind(f['season']).label} của buôn"
    ),
    RiskCode.SEASONAL_SPELLS: _spells,
    RiskCode.AFTER_TET: lambda f: (
        f"Vắng {f['half_days']} buổi chưa có phép sau Tết (học từ {_day(f['back'])})"
    ),
    RiskCode.SESSIONS: lambda f: (
        f"Đã nghỉ {f['sessions']} buổi, kể cả có phép (Thông tư 22/2021: không quá 45)"
    ),
    RiskCode.EARLIER_DROPOUT: lambda f: "Đã từng bỏ học, nay đi học lại",
    RiskCode.DROPPED_NEARBY: _nearby,
    RiskCode.POVERTY: _poverty,
    RiskCode.LEARNING: lambda f: "Gặp khó khăn trong học tập",
    RiskCode.DISTANCE: _distance,
    RiskCode.ENTRY_GRADE: lambda f: f"Lớp đầu cấp (lớp {f['grade']})",
    RiskCode.BY_HAND: lambda f: "Thầy cô thấy cần quan tâm",
}
