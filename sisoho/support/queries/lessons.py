"""Phụ đạo and tăng cường tiếng Việt: groups, their lists and their meetings.

Apart from roll call: nothing here is read by a figure of chuyên cần, whatever kind a half-day of a
class's week has.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.schools.models import SchoolClass
from sisoho.support.models import LessonGroup, LessonMember, LessonRoll, LessonSession
from sisoho.support.queries.people import PupilLine, pupils_of, staff_names
from sisoho.support.rules import LessonKind


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One meeting: row ids of who was on the list and who did not come."""

    on: date
    topic: str
    roll: frozenset[int]
    absent: frozenset[int]

    @property
    def present(self) -> int:
        return len(self.roll - self.absent)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with everyone ever on its list; `members` are those of today. `sessions` newest first."""

    id: int
    public_id: str
    kind: LessonKind
    name: str
    teacher_id: int
    teacher: str
    class_id: int | None
    class_name: str
    meets: str
    starts: date
    ends: date | None
    members: tuple[PupilLine, ...]
    former: tuple[PupilLine, ...]
    sessions: tuple[SessionLine, ...]

    @property
    def is_over(self) -> bool:
        return self.ends is not None

    def attended(self, pupil_id: int) -> tuple[int, int]:
        """Meetings the pupil came to, of those whose list held the pupil."""
        listed = [session for session in self.sessions if pupil_id in session.roll]
        return sum(pupil_id not in session.absent for session in listed), len(listed)

    @property
    def share(self) -> tuple[int, int]:
        """Pupil-meetings attended and due."""
        present = sum(session.present for session in self.sessions)
        return present, sum(len(session.roll) for session in self.sessions)


def groups(access: Access, year_id: int, public_id: str | None = None) -> list[GroupLine]:
    """The groups of a year this person may see: taught, of the own classes, all for leader and clerk."""
    g = LessonGroup
    wanted = (g.unit == access.unit_id) & (g.year == year_id)
    if public_id is not None:
        wanted &= g.public_id == public_id
    rows = [row for row in g.select().where(wanted) if _sees(access, row)]
    ids = [row.id for row in rows]
    members, sessions = _members(access, ids), _sessions(access, ids)
    people = pupils_of(access, {pupil_id for found in members.values() for pupil_id in found})
    names = staff_names(access, active=False) if rows else {}
    classes = _class_names(access)
    lines = []
    for row in rows:
        listed = members[row.id]
        by_name = sorted((people[key] for key in listed), key=lambda line: line.order)
        lines.append(
            GroupLine(
                row.id,
                row.public_id,
                LessonKind(row.kind),
                row.name,
                row.teacher_id,
                names[row.teacher_id][1],
                row.school_class_id,
                classes.get(row.school_class_id, ""),
                row.meets,
                row.starts,
                row.ends,
                tuple(pupil for pupil in by_name if listed[pupil.id]),
                tuple(pupil for pupil in by_name if not listed[pupil.id]),
                tuple(sessions[row.id]),
            )
        )
    return sorted(lines, key=lambda line: (line.is_over, line.kind, line.class_name, line.name))


def group(access: Access, year_id: int, public_id: str) -> GroupLine:
    """Raises NotFound."""
    found = groups(access, year_id, public_id)
    if not found:
        raise NotFound("Không tìm thấy nhóm này trong nhiệm vụ của thầy cô.")
    return found[0]


def _sees(access: Access, row: LessonGroup) -> bool:
    if access.may(Right.SEE_REGISTERS) or row.teacher_id == access.staff_id:
        return True
    return row.school_class_id in access.class_ids


def _class_names(access: Access) -> dict[int, str]:
    rows = SchoolClass.select(SchoolClass.id, SchoolClass.name).where(SchoolClass.unit == access.unit_id)
    return dict(rows.tuples())


def _members(access: Access, ids: list[int]) -> dict[int, dict[int, bool]]:
    """group id → pupil id → whether on the list today."""
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    if ids:
        m = LessonMember
        for row in m.select().where((m.unit == access.unit_id) & m.group.in_(ids)).order_by(m.id):
            is_on = row.ends is None or row.ends > access.on
            found[row.group_id][row.pupil_id] = is_on or found[row.group_id].get(row.pupil_id, False)
    return found


def _sessions(access: Access, ids: list[int]) -> dict[int, list[SessionLine]]:
    found: dict[int, list[SessionLine]] = defaultdict(list)
    if not ids:
        return found
    s, r = LessonSession, LessonRoll
    rolls: dict[int, dict[int, bool]] = defaultdict(dict)
    same = (r.session == s.id) & (r.unit == s.unit)
    own = (s.unit == access.unit_id) & s.group.in_(ids)
    for session_id, pupil_id, absent in (
        r.select(r.session, r.pupil, r.absent).join(s, on=same).where(own).tuples()
    ):
        rolls[session_id][pupil_id] = bool(absent)
    for row in s.select().where(own).order_by(s.on.desc()):
        roll = rolls[row.id]
        absent_ids = frozenset(key for key, absent in roll.items() if absent)
        found[row.group_id].append(SessionLine(row.on, row.topic, frozenset(roll), absent_ids))
    return found
