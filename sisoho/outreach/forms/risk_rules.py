"""The form of one rule: numbers as a person writes them."""

import re
from collections.abc import Mapping
from datetime import date

from sisoho.outreach.rules.risk_rules import RULE_KINDS, RiskCode, RiskRule
from sisoho.schools.forms.reading import FormReader

_NUMBERS = re.compile(r"[0-9]{1,4}(?: *[,;] *[0-9]{1,4})*")


def read_rule(code: RiskCode, data: Mapping[str, str]) -> tuple[RiskRule, date]:
    """(rule, from which day). What this kind of rule does not set stays as proposed. Raises RuleBroken."""
    kind, reader = RULE_KINDS[code], FormReader(data)
    thresholds, window = kind.default.thresholds, kind.default.window
    if kind.unit:
        thresholds = _numbers(reader.text("thresholds", most=60))
    if kind.has_window:
        window = next(iter(_numbers(reader.text("window", most=8))), 0)
    starts = reader.date("starts", required="Hãy chọn quy tắc dùng từ ngày nào.")
    reader.finish()
    assert starts is not None
    return RiskRule(code, thresholds, window, data.get("alone") == "1", reader.ticked("active")), starts


def _numbers(written: str) -> tuple[int, ...]:
    """Empty for what is no list of whole numbers; the rule then says what it takes."""
    return tuple(map(int, re.split(" *[,;] *", written))) if _NUMBERS.fullmatch(written) else ()
