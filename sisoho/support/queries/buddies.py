"""Đôi bạn giúp nhau: who helps whom, and what the months said."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.school_calendar import Month
from sisoho.support.models import BuddyNote, BuddyPair
from sisoho.support.queries.people import PupilLine, pupils_of
from sisoho.support.queries.sponsors import DiaryLine


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair; `helped` is the one it was made for. `notes` oldest first."""

    id: int
    public_id: str
    helped: PupilLine
    helper: PupilLine
    purpose: str
    starts: date
    ends: date | None
    notes: tuple[DiaryLine, ...]

    @property
    def is_over(self) -> bool:
        return self.ends is not None

    @property
    def label(self) -> str:
        return f"{self.helped.name} – {self.helper.name}"

    @property
    def classes(self) -> str:
        return " và ".join(dict.fromkeys((self.helped.class_name, self.helper.class_name)))

    def told(self, month: Month) -> bool:
        return any(note.month == month for note in self.notes)


def pairs(access: Access, public_id: str | None = None) -> list[PairLine]:
    """The pairs of the own classes, a leader's and the clerk's all; running ones first; three statements."""
    b = BuddyPair
    wanted = b.unit == access.unit_id
    if public_id is not None:
        wanted &= b.public_id == public_id
    rows = list(b.select().where(wanted))
    people = pupils_of(access, {key for row in rows for key in (row.helped_id, row.helper_id)})
    visible = [row for row in rows if _sees(access, people[row.helped_id], people[row.helper_id])]
    notes = _notes(access, [row.id for row in visible])
    lines = [
        PairLine(
            row.id,
            row.public_id,
            people[row.helped_id],
            people[row.helper_id],
            row.purpose,
            row.starts,
            row.ends,
            tuple(notes[row.id]),
        )
        for row in visible
    ]
    return sorted(lines, key=lambda line: (line.is_over, line.helped.order, line.starts))


def pair(access: Access, public_id: str) -> PairLine:
    """Raises NotFound."""
    found = pairs(access, public_id)
    if not found:
        raise NotFound
    return found[0]


def _sees(access: Access, *two: PupilLine) -> bool:
    if access.may(Right.SEE_REGISTERS):
        return True
    return any(pupil.class_id in access.class_ids for pupil in two)


def _notes(access: Access, ids: list[int]) -> dict[int, list[DiaryLine]]:
    found: dict[int, list[DiaryLine]] = defaultdict(list)
    if ids:
        n = BuddyNote
        for row in n.select().where((n.unit == access.unit_id) & n.pair.in_(ids)).order_by(n.month):
            found[row.pair_id].append(DiaryLine(Month.of(row.month), row.note))
    return found
