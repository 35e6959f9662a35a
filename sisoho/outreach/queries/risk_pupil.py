"""One pupil's part of the list: what stands, what was said of it and when, and the circumstances."""

from dataclasses import dataclass
from datetime import date, datetime

from peewee import JOIN

from sisoho.access import Access
from sisoho.outreach.models import PupilCircumstance, RiskFlag, RiskFlagEvent
from sisoho.outreach.queries.reach import PupilCard, decided_pupil
from sisoho.outreach.queries.risk_flags import FlagCard, flags_of
from sisoho.outreach.rules.risk_flags import FlagStep
from sisoho.outreach.rules.risk_rules import CircumstanceKind, RiskCode
from sisoho.outreach.rules.risk_words import sentence
from sisoho.schools.models import StaffMember


@dataclass(frozen=True, slots=True)
class FlagMoment:
    """What became of a flag, in the words of that day; `by` is "" for a rule."""

    at: datetime
    step: FlagStep
    rule: RiskCode
    raises_alone: bool
    sentence: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class CircumstanceLine:
    """`ends`: the first day on which it no longer held."""

    public_id: str
    kind: CircumstanceKind
    starts: date
    ends: date | None
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class RiskPupil:
    """`moments` newest first; `circumstances` those that hold first."""

    card: PupilCard
    flags: tuple[FlagCard, ...]
    circumstances: tuple[CircumstanceLine, ...]
    moments: tuple[FlagMoment, ...]

    @property
    def may_add(self) -> bool:
        """One flag by hand at a time."""
        return not any(flag.rule is RiskCode.BY_HAND for flag in self.flags)


def risk_pupil(access: Access, public_id: str) -> RiskPupil:
    """For the homeroom teacher and leaders. Raises NotFound, NotAllowed."""
    card = decided_pupil(access, public_id)
    return RiskPupil(
        card,
        flags_of(access, [card.id]).get(card.id, ()),
        tuple(_circumstances(access, card.id)),
        tuple(reversed(flag_moments(access, card.id))),
    )


def flag_moments(access: Access, pupil_id: int) -> list[FlagMoment]:
    """Oldest first. The caller has asked who may read, and leaves out what is `of_family`."""
    e, f = RiskFlagEvent, RiskFlag
    rows = (
        e.select(e.at, e.step, f.rule, f.raises_alone, e.facts, f.since, e.reason, StaffMember.full_name)
        .join(f, on=(f.id == e.flag) & (f.unit == e.unit))
        .switch(e)
        .join(StaffMember, JOIN.LEFT_OUTER, on=(StaffMember.id == e.by) & (StaffMember.unit == e.unit))
        .where((e.unit == access.unit_id) & (f.pupil == pupil_id))
        .order_by(e.at, e.id)
        .tuples()
    )
    return [
        FlagMoment(
            at,
            FlagStep(step),
            RiskCode(rule),
            bool(alone),
            sentence(RiskCode(rule), facts, since),
            reason,
            by or "",
        )
        for at, step, rule, alone, facts, since, reason, by in rows
    ]


def _circumstances(access: Access, pupil_id: int) -> list[CircumstanceLine]:
    c = PupilCircumstance
    rows = (
        c.select(c.public_id, c.kind, c.starts, c.ends, c.note, StaffMember.full_name)
        .join(StaffMember, on=(StaffMember.id == c.by) & (StaffMember.unit == c.unit))
        .where((c.unit == access.unit_id) & (c.pupil == pupil_id))
        .order_by(c.starts.desc(), c.id.desc())
        .tuples()
    )
    lines = [CircumstanceLine(id_, CircumstanceKind(kind), *rest) for id_, kind, *rest in rows]
    return sorted(lines, key=lambda line: line.ends is not None)
