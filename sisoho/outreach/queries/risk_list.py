"""Who needs looking after, as this person may see it: the own class, the villages on duty, the school."""

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


def risk_list(
    access: Access, class_name: str = "", village: str = "", rule: str = ""
) -> list[tuple[str, list[RiskLine]]]:
    """(class, its pupils) for everyone with a flag that raises alone. "" filters nothing."""
    raised = {
        pupil_id: flags
        for pupil_id, flags in flags_of(access).items()
        if any(flag.raises_alone for flag in flags)
    }
    lines = [_line(access, card, raised[card.id]) for card in own_pupils(access, raised.keys())]
    shown = [
        line
        for line in lines
        if class_name in ("", line.card.class_name)
        and village in ("", line.card.village)
        and (rule == "" or any(flag.rule.value == rule for flag in line.flags))
        and any(flag.raises_alone for flag in line.flags)
    ]
    shown.sort(key=lambda line: (len(line.card.class_name), line.card.class_name))
    return [(name, list(some)) for name, some in groupby(shown, key=lambda line: line.card.class_name)]


def _line(access: Access, card: PupilCard, flags: tuple[FlagCard, ...]) -> RiskLine:
    decides = access.sees_class(card.class_id)
    return RiskLine(card, tuple(f for f in flags if decides or not f.rule.of_family), decides)
