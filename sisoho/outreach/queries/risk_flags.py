"""Flags as they now stand: for renewal, for lists, and for whoever opens a case."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from sisoho.access import Access
from sisoho.outreach.models import RiskFlag
from sisoho.outreach.rules.risk_flags import Flag, FlagKey, FlagState
from sisoho.outreach.rules.risk_rules import RiskCode
from sisoho.outreach.rules.risk_words import sentence
from sisoho.schools.models import StaffMember

_LIVE = [state.value for state in FlagState if state.is_live]


@dataclass(frozen=True, slots=True)
class FlagCard:
    """One live or set-aside flag in words. `reason` is a person's; `by` who last said something."""

    public_id: str
    pupil_id: int
    rule: RiskCode
    state: FlagState
    since: date
    sentence: str
    raises_alone: bool
    reason: str
    by: str
    at: datetime
    raised_at: datetime


def flags_of(
    access: Access, pupil_ids: Collection[int] | None = None, *, dismissed: bool = False
) -> dict[int, tuple[FlagCard, ...]]:
    """pupil id → the flags that stand, those that raise alone first; one statement.

    `pupil_ids` None: of the whole school. `dismissed`: those set aside instead. The caller has asked
    whether the person may read about the pupils; a village's teachers are not shown `rule.of_family`.
    """
    if pupil_ids is not None and not pupil_ids:
        return {}
    f = RiskFlag
    wanted = (f.unit == access.unit_id) & f.state.in_([FlagState.DISMISSED.value] if dismissed else _LIVE)
    if pupil_ids is not None:
        wanted &= f.pupil.in_(list(pupil_ids))
    rows = (
        f.select(
            f.public_id, f.pupil, f.rule, f.state, f.since, f.facts, f.raises_alone, f.reason,
            StaffMember.full_name, f.at, f.raised_at,
        )
        .join(StaffMember, JOIN.LEFT_OUTER)
        .where(wanted)
        .order_by(f.id)
        .tuples()
    )  # fmt: skip
    found: dict[int, list[FlagCard]] = defaultdict(list)
    for row in rows:
        card = _card(*row)
        found[card.pupil_id].append(card)
    order = list(RiskCode)
    return {
        pupil_id: tuple(sorted(cards, key=lambda c: (not c.raises_alone, order.index(c.rule))))
        for pupil_id, cards in found.items()
    }


def _card(
    public_id: str, pupil_id: int, rule: str, state: str, since: date, facts: dict[str, Any], alone: bool,
    reason: str, by: str | None, at: datetime, raised_at: datetime,
) -> FlagCard:  # fmt: skip
    code = RiskCode(rule)
    said = sentence(code, facts, since)
    return FlagCard(
        public_id, pupil_id, code, FlagState(state), since, said, bool(alone), reason, by or "", at, raised_at
    )


def stored_flags(access: Access, since: date) -> dict[FlagKey, Flag]:
    """Every flag that stands, and those of episodes since a day; one statement."""
    f = RiskFlag
    rows = f.select(
        f.pupil, f.rule, f.episode, f.state, f.measure, f.dismissed_measure, f.facts, f.since, f.raises_alone
    ).where((f.unit == access.unit_id) & (f.state.in_(_LIVE) | (f.episode >= since)))
    return {
        (pupil_id, RiskCode(rule), episode): Flag(
            FlagState(state), measure, dismissed, facts, day, bool(alone)
        )
        for pupil_id, rule, episode, state, measure, dismissed, facts, day, alone in rows.tuples()
    }
