"""The life of a flag: raised by a rule or by hand, confirmed, set aside, ended, raised again when worse."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sisoho.outreach.rules.risk_rules import RiskCode
from sisoho.outreach.rules.risk_signs import Finding


class FlagState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    ENDED = "ended"

    @property
    def is_live(self) -> bool:
        return self in (FlagState.OPEN, FlagState.CONFIRMED)


class FlagStep(StrEnum):
    RAISED = "raised"
    RAISED_AGAIN = "raised_again"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {
            "raised": "Nêu lên",
            "raised_again": "Nêu lại vì nặng hơn",
            "confirmed": "Xác nhận",
            "dismissed": "Đưa ra khỏi danh sách",
            "ended": "Không còn",
        }[self]


FlagKey = tuple[int, RiskCode, date]  # pupil id, rule, episode


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag as stored, as far as renewal asks."""

    state: FlagState
    measure: int
    dismissed_measure: int | None
    facts: Mapping[str, Any]
    since: date
    raises_alone: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a flag; `step` None: only its facts are newer, which is no event of its history."""

    key: FlagKey
    state: FlagState
    finding: Finding | None
    step: FlagStep | None


def renew(flags: Mapping[FlagKey, Flag], found: Mapping[FlagKey, Finding]) -> Iterator[Change]:
    """What today's findings change, in a fixed order; nothing when they were known already.

    A flag a person set aside stays so for the same facts, and is raised again once they are worse. What
    was raised by hand is a person's to end.
    """
    for key in sorted({*flags, *found}):
        change = _renewed(key, flags.get(key), found.get(key))
        if change is not None:
            yield change


def _renewed(key: FlagKey, flag: Flag | None, finding: Finding | None) -> Change | None:
    if key[1] is RiskCode.BY_HAND:
        return None
    if finding is None:
        ends = flag is not None and flag.state.is_live
        return Change(key, FlagState.ENDED, None, FlagStep.ENDED) if ends else None
    if flag is None:
        return Change(key, FlagState.OPEN, finding, FlagStep.RAISED)
    if flag.state.is_live:
        is_known = (flag.facts, flag.since, flag.raises_alone) == (
            finding.facts, finding.since, finding.raises_alone,
        )  # fmt: skip
        return None if is_known else Change(key, flag.state, finding, None)
    set_aside = flag.dismissed_measure
    if set_aside is not None and finding.measure <= set_aside:
        return None
    return Change(key, FlagState.OPEN, finding, FlagStep.RAISED_AGAIN)


def needs_looking_after(states: Iterable[tuple[FlagState, bool]]) -> bool:
    """Whether a pupil is on the list: some live flag that raises alone (state, raises_alone)."""
    return any(state.is_live and alone for state, alone in states)
