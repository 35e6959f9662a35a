"""Who needs looking after, as this person may see it: the own class, the villages on duty, the school."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from sisoho.access import Access, Right
from sisoho.outreach.models import RiskFlag
from sisoho.outreach.queries.reach import PupilCard, own_pupils
from sisoho.outreach.queries.risk_flags import FlagCard, flags_of
from sisoho.outreach.queries.touches import REACHED, TRIED, VISIT, Touch, touches
from sisoho.outreach.rules import MeetingPlace
from sisoho.outreach.rules.risk_flags import FlagState
from sisoho.school_calendar import at_vietnam, vietnam_date
from sisoho.schools.models import Enrolment
from sisoho.schools.queries.classes import enrolled_on

_BACK = timedelta(days=366)  # how far back a visit or contact is looked for


@dataclass(frozen=True, slots=True)
class RiskLine:
    """`decides`: the homeroom teacher and leaders; a village's team is not shown what is of the family.

    `last`: the last visit, contact or try, within a year.
    """

    card: PupilCard
    flags: tuple[FlagCard, ...]
    decides: bool
    last: Touch | None = None

    @property
    def place(self) -> str:
        """The village, or the words that stand for none: what the list is narrowed by."""
        return self.card.village or "Chưa ghi thôn, buôn"

    @property
    def raising(self) -> tuple[FlagCard, ...]:
        return tuple(flag for flag in self.flags if flag.raises_alone)

    @property
    def last_said(self) -> str:
        """`Đến nhà 12/11/2026`."""
        if self.last is None:
            return "Chưa liên hệ, chưa đến nhà"
        not_met = self.last.what == VISIT and self.last.word == MeetingPlace.NOT_MET
        words = "Đến nhà, chưa gặp" if not_met else _LAST[self.last.what]
        return f"{words} {vietnam_date(self.last.at):%d/%m/%Y}"


_LAST = {VISIT: "Đến nhà", REACHED: "Đã trao đổi với gia đình", TRIED: "Đã gọi, nhắn, chưa gặp được"}


@dataclass(frozen=True, slots=True)
class RiskList:
    """`groups`: (class, its pupils); the names that the whole list may be narrowed to."""

    groups: tuple[tuple[str, tuple[RiskLine, ...]], ...]
    classes: tuple[str, ...]
    villages: tuple[str, ...]

    @property
    def lines(self) -> list[RiskLine]:
        return [line for _, some in self.groups for line in some]


def risk_list(access: Access, class_name: str = "", village: str = "", rule: str = "") -> RiskList:
    """Everyone with a flag that raises alone. "" filters nothing; three statements."""
    everyone = sorted(risk_lines(access), key=lambda one: (len(one.card.class_name), one.card.class_name))
    done = touches(access, access.on - _BACK)
    shown = [
        replace(line, last=done[line.card.id].last(VISIT, REACHED, TRIED) if line.card.id in done else None)
        for line in everyone
        if class_name in ("", line.card.class_name)
        and village in ("", line.place)
        and (rule == "" or any(flag.rule.value == rule for flag in line.flags))
    ]
    return RiskList(
        groups=tuple((name, tuple(some)) for name, some in groupby(shown, lambda line: line.card.class_name)),
        classes=tuple(dict.fromkeys(line.card.class_name for line in everyone)),
        villages=tuple(sorted({line.place for line in everyone})),
    )


def risk_counts(access: Access) -> tuple[int, int]:
    """(pupils of the school on the list, those of them who are new since Monday); one statement."""
    access.need(Right.SEE_SCHOOL)
    f, e = RiskFlag, Enrolment
    live = f.state.in_([state.value for state in FlagState if state.is_live])
    rows = (
        f.select(f.pupil, f.raised_at)
        .join(e, on=(e.pupil == f.pupil) & (e.unit == f.unit) & enrolled_on(access.on))
        .where((f.unit == access.unit_id) & live & f.raises_alone)
        .order_by(f.raised_at.desc())
        .tuples()
    )
    first_raised = dict(rows)
    monday = at_vietnam(access.on - timedelta(days=access.on.weekday()))
    return len(first_raised), sum(at >= monday for at in first_raised.values())


def risk_lines(access: Access) -> Iterator[RiskLine]:
    """Everyone on this person's list, by name; two statements."""
    raised = {
        pupil_id: flags
        for pupil_id, flags in flags_of(access).items()
        if any(flag.raises_alone for flag in flags)
    }
    lines = (_line(access, card, raised[card.id]) for card in own_pupils(access, raised.keys()))
    return (line for line in lines if line.raising)


def _line(access: Access, card: PupilCard, flags: tuple[FlagCard, ...]) -> RiskLine:
    decides = access.sees_class(card.class_id)
    return RiskLine(card, tuple(f for f in flags if decides or not f.rule.of_family), decides)
