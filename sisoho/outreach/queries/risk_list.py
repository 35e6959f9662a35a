"""Who needs looking after, as this person may see it: the own class, the villages on duty, the school."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sisoho.access import Access
from sisoho.outreach.queries.reach import PupilCard, own_pupils
from sisoho.outreach.queries.risk_flags import FlagCard, flags_of


@dataclass(frozen=True, slots=True)
class RiskLine:
    """`decides`: the homeroom teacher and leaders; a village's team is not shown what is of the family."""

    card: PupilCard
    flags: tuple[FlagCard, ...]
    decides: bool

    @property
    def raising(self) -> tuple[FlagCard, ...]:
        return tuple(flag for flag in self.flags if flag.raises_alone)


def risk_list(
    access: Access, class_name: str = "", village: str = "", rule: str = ""
) -> list[tuple[str, list[RiskLine]]]:
    """(class, its pupils) for everyone with a flag that raises alone. "" filters nothing."""
    shown = [
        line
        for line in risk_lines(access)
        if class_name in ("", line.card.class_name)
        and village in ("", line.card.village)
        and (rule == "" or any(flag.rule.value == rule for flag in line.flags))
    ]
    shown.sort(key=lambda line: (len(line.card.class_name), line.card.class_name))
    return [(name, list(some)) for name, some in groupby(shown, key=lambda line: line.card.class_name)]


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
