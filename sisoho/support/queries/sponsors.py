"""Sổ nhận đỡ đầu: who stands by whom, and its diary."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.school_calendar import Month
from sisoho.support.models import SponsorMonth, Sponsorship
from sisoho.support.queries.people import (
    PupilLine,
    pupils_of,
    sees_all,
    sees_narrative,
    staff_names,
)
from sisoho.support.rules import END_REASONS, help_words


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """One month: `note` "" for a tap alone."""

    month: Month
    note: str

    @property
    def words(self) -> str:
        return f"{self.month.label.removeprefix('tháng ')}: {self.note or 'đã gặp, giúp'}"


@dataclass(frozen=True, slots=True)
class SponsorshipLine:
    """One sponsorship. What is said of the family is "" for who may not read it (`full` false).

    `may_write`: the sponsor, the homeroom teacher of today, a leader.
    """

    id: int
    public_id: str
    pupil: PupilLine
    sponsor_id: int
    sponsor: str
    helps: str
    difficulty: str
    plan: str
    starts: date
    ends: date | None
    end_reason: str
    result: str
    diary: tuple[DiaryLine, ...]
    full: bool
    may_write: bool

    @property
    def is_over(self) -> bool:
        return self.ends is not None

    def told(self, month: Month) -> bool:
        return any(line.month == month for line in self.diary)

    @property
    def months(self) -> frozenset[Month]:
        return frozenset(line.month for line in self.diary)


def sponsorships(access: Access, *, mine: bool = False) -> list[SponsorshipLine]:
    """Those this person may see, running ones first, then by class and name; four statements.

    `mine`: only those the person stands by. Raises nothing: whoever may see none gets none.
    """
    s = Sponsorship
    wanted = s.unit == access.unit_id
    if mine:
        wanted &= s.sponsor == access.staff_id
    rows = list(s.select().where(wanted))
    people = pupils_of(access, {row.pupil_id for row in rows})
    visible = [row for row in rows if _sees(access, row, people)]
    lines = _lines(access, visible, people)
    return sorted(lines, key=lambda line: (line.is_over, line.pupil.order, line.starts))


def sponsorship(access: Access, public_id: str) -> SponsorshipLine:
    """Raises NotFound unless the person may read it: sponsor, homeroom teacher, leader."""
    row = Sponsorship.get_or_none((Sponsorship.unit == access.unit_id) & (Sponsorship.public_id == public_id))
    if row is None:
        raise NotFound
    people = pupils_of(access, {row.pupil_id})
    (line,) = _lines(access, [row], people)
    if not line.full:
        raise NotFound("Không tìm thấy việc đỡ đầu này trong nhiệm vụ của thầy cô.")
    return line


def _sees(access: Access, row: Sponsorship, people: dict[int, PupilLine]) -> bool:
    return (
        sees_all(access) or row.sponsor_id == access.staff_id or sees_narrative(access, people[row.pupil_id])
    )


def _lines(
    access: Access, rows: Collection[Sponsorship], people: dict[int, PupilLine]
) -> list[SponsorshipLine]:
    names = staff_names(access, active=False) if rows else {}
    diaries = _diaries(access, [row.id for row in rows])
    found = []
    for row in rows:
        pupil = people[row.pupil_id]
        is_own = row.sponsor_id == access.staff_id and row.ends is None
        full = is_own or sees_narrative(access, pupil)
        found.append(
            SponsorshipLine(
                id=row.id,
                public_id=row.public_id,
                pupil=pupil,
                sponsor_id=row.sponsor_id,
                sponsor=names[row.sponsor_id][1],
                helps=help_words(row.helps),
                difficulty=row.difficulty if full else "",
                plan=row.plan if full else "",
                starts=row.starts,
                ends=row.ends,
                end_reason=END_REASONS.get(row.end_reason, ""),
                result=row.result if full else "",
                diary=tuple(DiaryLine(line.month, line.note if full else "") for line in diaries[row.id]),
                full=full,
                may_write=full and row.ends is None,
            )
        )
    return found


def _diaries(access: Access, ids: list[int]) -> dict[int, list[DiaryLine]]:
    found: dict[int, list[DiaryLine]] = defaultdict(list)
    if ids:
        m = SponsorMonth
        rows = m.select().where((m.unit == access.unit_id) & m.sponsorship.in_(ids)).order_by(m.month)
        for row in rows:
            found[row.sponsorship_id].append(DiaryLine(Month.of(row.month), row.note))
    return found
