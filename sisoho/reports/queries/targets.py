"""The targets in force, in the form a plan prints them."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from sisoho.emulation.queries import InForce, TargetValue
from sisoho.emulation.rules.targets import ALL_LEVELS, Indicator
from sisoho.errors import RuleBroken
from sisoho.reports.queries.checks import TARGETS, Check
from sisoho.reports.rules import LevelTarget, SuperiorTarget
from sisoho.schools.rules import Level, most_dropouts

Targets = Mapping[tuple[Indicator, str], InForce]


def school_ceiling(said: InForce) -> TargetValue | None:
    """What a school is asked to stay below."""
    return said.superior


def commune_ceiling(said: InForce) -> TargetValue | None:
    """What a commune asks of its schools: what it registered itself, else what it was asked."""
    return said.registered or said.superior


def as_set(said: TargetValue) -> Decimal:
    """The rate with no more decimals than somebody wrote: PostgreSQL pads 0.55 to 0.550."""
    return said.value.normalize()


def superior_targets(
    targets: Targets, levels: Sequence[Level], whole: str, ceiling: Callable[[InForce], TargetValue | None]
) -> tuple[tuple[SuperiorTarget, ...], list[Check]]:
    """The ceilings from above, all of it first. Raises RuleBroken where they are not known at all."""
    found, checks = [], []
    for level, subject in ((ALL_LEVELS, whole), *((level, f"cấp {level.short_label}") for level in levels)):
        said = ceiling(targets.get((Indicator.DROPOUT, level), InForce()))
        if said is None:
            checks.append((f"Chưa có chỉ tiêu học sinh bỏ học {subject} của cấp trên.", TARGETS))
        else:
            found.append(SuperiorTarget(subject, as_set(said)))
    if not found or found[0].subject != whole or len(found) == 1:
        raise RuleBroken(
            "Chưa soạn được: chưa có chỉ tiêu học sinh bỏ học của cấp trên (chung và từng cấp học). "
            "Ghi ở trang Chỉ tiêu năm học rồi soạn lại."
        )
    return tuple(found), checks


def level_targets(
    targets: Targets, rolls: Mapping[Level, int], levels: Sequence[Level]
) -> tuple[tuple[LevelTarget, ...], list[Check]]:
    """What the school registers, by level; a level without its word is left out and told."""
    found, checks = [], []
    for level in levels:
        said, roll = targets.get((Indicator.DROPOUT, level), InForce()), rolls.get(level, 0)
        if said.registered is None:
            checks.append((f"Chưa đăng ký chỉ tiêu học sinh bỏ học cấp {level.short_label}.", TARGETS))
        elif said.superior is not None:  # else it is told among the superior's targets
            found.append(
                LevelTarget(
                    level.short_label,
                    roll,
                    as_set(said.superior),
                    most_dropouts(said.registered.value, roll),
                    said.resolution.value if said.resolution else None,
                )
            )
        if said.resolution is None:
            checks.append((f"Chưa ghi nghị quyết hội nghị viên chức cấp {level.short_label}.", TARGETS))
    return tuple(found), checks
