"""The sentence of a flag, made from its numbers and dates; and what a rule means as a school reads it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sisoho.outreach.rules.risk_rules import RiskCode, RiskRule
from sisoho.outreach.rules.risk_signs import FEWEST_DUE, SHORTEST_SPELL
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


def meaning(rule: RiskRule) -> str:
    """`Em nghỉ từ 3 buổi liền chưa có phép. …`: which pupils the rule tells of, with its numbers."""
    return _MEANINGS[rule.code].format(
        least=rule.least,
        all=", ".join(map(str, rule.thresholds)),
        window=rule.window,
        fewest=FEWEST_DUE,
        spell=SHORTEST_SPELL,
    )


_MEANINGS = {
    RiskCode.STREAK: "Em nghỉ từ {least} buổi liền chưa có phép. Ngày nghỉ và buổi có phép không tính, không "
    "ngắt; em có mặt thì ngắt.",
    RiskCode.SHARE: "Em vắng từ {least} % số buổi phải học trong {window} ngày gần đây, kể cả có phép; "
    "xét khi đã có từ {fewest} buổi.",
    RiskCode.IN_SEASON: "Em vắng từ {least} buổi chưa có phép trong mùa vụ, mùa mưa lũ đã khai cho buôn.",
    RiskCode.SEASONAL_SPELLS: "Em có từ {least} đợt nghỉ, mỗi đợt từ {spell} buổi, bắt đầu trong các mùa của "
    "buôn, năm nay hoặc năm trước; nêu khi đang trong mùa và trong {window} ngày sau đợt cuối.",
    RiskCode.AFTER_TET: "Em vắng từ {least} buổi chưa có phép trong {window} ngày từ buổi học đầu sau Tết.",
    RiskCode.SESSIONS: "Em trung học cơ sở đã nghỉ tới {all} buổi chính khóa, kể cả có phép. Thông tư "
    "22/2021: cả năm không quá 45 buổi; ở đây chỉ nhắc sớm, không quyết định.",
    RiskCode.EARLIER_DROPOUT: "Em từng bỏ học, trở lại trong {window} ngày gần đây.",
    RiskCode.DROPPED_NEARBY: "Anh chị em cùng nhà hoặc bạn cùng lớp bỏ học trong {window} ngày gần đây.",
    RiskCode.POVERTY: "Gia đình đang có quyết định hộ nghèo hoặc hộ cận nghèo.",
    RiskCode.LEARNING: "Thầy cô đã ghi em gặp khó khăn trong học tập.",
    RiskCode.DISTANCE: "Nhà cách trường từ {least} km, hoặc đường đi lại khó.",
    RiskCode.ENTRY_GRADE: "Em học lớp đầu cấp: lớp {all}.",
}
