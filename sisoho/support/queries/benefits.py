"""Who should have which scheme and why the rule thinks so, what a person decided, what was received."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sisoho.access import Access, Right
from sisoho.errors import NotAllowed
from sisoho.school_calendar import Month
from sisoho.schools.queries import YearCard
from sisoho.schools.queries.loading import own_public
from sisoho.schools.rules import Level
from sisoho.support.models import BenefitDecision, BenefitMonth, BenefitScheme
from sisoho.support.queries.circumstances import OnRecord, on_record
from sisoho.support.queries.people import PupilLine, chosen, own_pupils
from sisoho.support.rules import SchemeRule, Verdict, decide, has_stopped, months_over, school_months


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """Money in đồng and rice in kilograms, both a month."""

    id: int
    public_id: str
    name: str
    source: str
    amount: int
    rice_kg: int
    most_months: int
    rule: SchemeRule
    starts: date
    ends: date | None

    @property
    def gives(self) -> str:
        money = f"{self.amount:,} đ".replace(",", ".") if self.amount else ""
        rice = f"{self.rice_kg} kg gạo" if self.rice_kg else ""
        return " và ".join(filter(None, (money, rice))) + f" mỗi tháng, không quá {self.most_months} tháng"


@dataclass(frozen=True, slots=True)
class DecisionLine:
    entitled: bool
    reason: str
    paper: str
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """One pupil and one scheme. `months`: received in the year; `over`: its months that have ended."""

    pupil: PupilLine
    scheme: SchemeLine
    verdict: Verdict
    decision: DecisionLine | None
    months: frozenset[Month]
    over: tuple[Month, ...]

    @property
    def is_entitled(self) -> bool:
        """A person's word stands over the rule."""
        return self.decision.entitled if self.decision else self.verdict.entitled

    @property
    def is_missing(self) -> bool:
        """Entitled, and nothing received yet this year, or nothing any more for two months."""
        return self.is_entitled and (not self.months or self.has_stopped)

    @property
    def has_stopped(self) -> bool:
        return has_stopped(self.months, self.over, self.scheme.most_months)

    @property
    def last_month(self) -> Month | None:
        return max(self.months, default=None)

    @property
    def is_doubtful(self) -> bool:
        """Received, though neither rule nor person says entitled."""
        return bool(self.months) and not self.is_entitled


@dataclass(frozen=True, slots=True)
class PupilBenefits:
    pupil: PupilLine
    record: OnRecord
    standings: tuple[Standing, ...]


def schemes(access: Access, *, all_times: bool = False) -> list[SchemeLine]:
    """Those in force today, oldest first."""
    s = BenefitScheme
    wanted = s.unit == access.unit_id
    if not all_times:
        wanted &= (s.starts <= access.on) & (s.ends.is_null() | (s.ends > access.on))
    return [_scheme(row) for row in s.select().where(wanted).order_by(s.starts, s.id)]


def standings(access: Access, year: YearCard) -> list[Standing]:
    """Whoever is entitled by rule or person, or received something; by class and name; nine statements."""
    check_reads(access)
    pupils = own_pupils(access)
    found = _standings(access, year, pupils, on_record(access, pupils))
    return [one for one in found if one.is_entitled or one.months or one.decision]


def pupil_benefits(access: Access, year: YearCard, public_id: str) -> PupilBenefits:
    """Raises NotFound, NotAllowed."""
    check_reads(access)
    pupil = chosen(own_pupils(access), public_id)
    record = on_record(access, [pupil])
    return PupilBenefits(pupil, record[pupil.id], tuple(_standings(access, year, [pupil], record)))


def check_reads(access: Access) -> None:
    """Leaders, clerk, accountant, and the homeroom teacher of the own class."""
    if not (access.may(Right.SEE_BENEFITS) or access.class_ids):
        raise NotAllowed("Chế độ của học sinh dành cho chủ nhiệm, văn thư, kế toán và lãnh đạo trường.")


def writes(access: Access) -> bool:
    """Who decides and writes down months; the accountant and the homeroom teacher read."""
    return access.may(Right.EDIT_REGISTERS)


def _standings(
    access: Access, year: YearCard, pupils: Collection[PupilLine], record: dict[int, OnRecord]
) -> list[Standing]:
    said, got = _decisions(access, pupils), _months(access, year)
    over = months_over(school_months(year.starts, year.ends), access.on)
    return [
        Standing(
            pupil,
            scheme,
            decide(scheme.rule, record[pupil.id].of),
            said.get((scheme.id, pupil.id)),
            frozenset(got[scheme.id, pupil.id]),
            over,
        )
        for scheme in schemes(access)
        for pupil in pupils
    ]


def _scheme(row: BenefitScheme) -> SchemeLine:
    least: dict[Level, Decimal] = {}
    if row.primary_km is not None:
        least[Level.PRIMARY] = row.primary_km
    if row.lower_km is not None:
        least[Level.LOWER_SECONDARY] = row.lower_km
    rule = SchemeRule(least or None, row.terrain_counts, tuple(row.grounds), row.needs_boarding)
    return SchemeLine(
        row.id, row.public_id, row.name, row.source, row.amount, row.rice_kg, row.most_months, rule,
        row.starts, row.ends,
    )  # fmt: skip


def _decisions(access: Access, pupils: Iterable[PupilLine]) -> dict[tuple[int, int], DecisionLine]:
    d, ids = BenefitDecision, {pupil.id for pupil in pupils}
    rows = d.select().where((d.unit == access.unit_id) & (d.on <= access.on)).order_by(d.on, d.id)
    return {
        (row.scheme_id, row.pupil_id): DecisionLine(row.entitled, row.reason, row.paper, row.on)
        for row in rows
        if row.pupil_id in ids
    }


def _months(access: Access, year: YearCard) -> dict[tuple[int, int], set[Month]]:
    m = BenefitMonth
    span = (m.unit == access.unit_id) & (m.month >= Month.of(year.starts).starts) & (m.month < year.ends)
    found: dict[tuple[int, int], set[Month]] = defaultdict(set)
    for row in m.select().where(span):
        found[row.scheme_id, row.pupil_id].add(Month.of(row.month))
    return found


def scheme(access: Access, public_id: str) -> SchemeLine:
    """Raises NotFound."""
    return _scheme(own_public(access, BenefitScheme, public_id))
