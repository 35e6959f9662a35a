"""The rules as a school reads them on a day."""

from dataclasses import dataclass
from datetime import date, datetime

from peewee import JOIN

from sisoho.access import Access
from sisoho.outreach.models import RiskRule as RuleRow
from sisoho.outreach.rules.risk_rules import RULE_KINDS, RiskCode, RiskRule, RuleKind
from sisoho.outreach.rules.risk_words import meaning
from sisoho.schools.models import StaffMember


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule on its page; `since` is None while it stands as the project proposes."""

    kind: RuleKind
    rule: RiskRule
    since: date | None

    @property
    def thresholds(self) -> str:
        return ", ".join(map(str, self.rule.thresholds))

    @property
    def meaning(self) -> str:
        return meaning(self.rule)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """How a rule is read from a day on, and who said so."""

    rule: RiskRule
    starts: date
    by: str
    at: datetime

    @property
    def meaning(self) -> str:
        return meaning(self.rule)


def rule_lines(access: Access, on: date) -> list[RuleLine]:
    """Every rule, in the order of the page; one statement."""
    r = RuleRow
    rows = (
        r.select(r.code, r.thresholds, r.window, r.raises_alone, r.active, r.starts)
        .where((r.unit == access.unit_id) & (r.starts <= on))
        .order_by(r.starts, r.id)
        .tuples()
    )
    lines = {code: RuleLine(kind, kind.default, None) for code, kind in RULE_KINDS.items()}
    for code, thresholds, window, alone, active, starts in rows:
        rule = RiskRule(RiskCode(code), tuple(thresholds), window, bool(alone), bool(active))
        lines[rule.code] = RuleLine(RULE_KINDS[rule.code], rule, starts)
    return list(lines.values())


def rule_history(access: Access, code: RiskCode) -> list[RuleChange]:
    """Every change of one rule, those to come too, the latest first."""
    r = RuleRow
    rows = (
        r.select(r.thresholds, r.window, r.raises_alone, r.active, r.starts, StaffMember.full_name, r.at)
        .join(StaffMember, JOIN.LEFT_OUTER, on=(StaffMember.id == r.by) & (StaffMember.unit == r.unit))
        .where((r.unit == access.unit_id) & (r.code == code.value))
        .order_by(r.starts.desc())
        .tuples()
    )
    return [
        RuleChange(RiskRule(code, tuple(thresholds), window, bool(alone), bool(active)), starts, by or "", at)
        for thresholds, window, alone, active, starts, by, at in rows
    ]


def rules_in_force(access: Access, on: date) -> tuple[RiskRule, ...]:
    return tuple(line.rule for line in rule_lines(access, on))
