"""Targets: what the plan of 2018 asked, what is asked this year, resolved and registered."""

from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial

from sisoho.demo.cast import Cast
from sisoho.demo.dates import DemoDates
from sisoho.demo.diary import Diary
from sisoho.demo.reading import commune_input
from sisoho.demo.stage import Stage
from sisoho.emulation.actions import set_target
from sisoho.emulation.forms import TargetData
from sisoho.emulation.rules.targets import Indicator, Origin
from sisoho.school_calendar import at_vietnam

_PLAN_OF_2018 = "Kế hoạch số 52/KH-PGDĐT ngày 11/11/2018"
_YEARS_TASKS = "Hướng dẫn nhiệm vụ năm học"
_RESOLUTION = "Nghị quyết hội nghị viên chức"
_REGISTRATION = "Phiếu đăng ký chỉ tiêu"


def write_ceilings(province: Cast, officers: Cast, diary: Diary, dates: DemoDates) -> None:
    """What Sở and commune ask this year; the ceilings of 2018 stand as history in the commune, which took
    over the papers of the district's office."""
    data = commune_input()
    day = dates.frozen_on + timedelta(days=3)
    for indicator, level, value in data.ceilings:
        old = TargetData(
            Indicator(indicator), level, Origin.SUPERIOR, Decimal(value), date(2018, 11, 11), _PLAN_OF_2018
        )
        diary.at(at_vietnam(day, time(8, 30)), partial(_set, officers, "2018-2019", old))
        said = TargetData(Indicator(indicator), level, Origin.REGISTERED, Decimal(value), day, _YEARS_TASKS)
        diary.at(at_vietnam(day, time(8)), partial(_set, province, dates.year_label, said))
        diary.at(at_vietnam(day, time(9)), partial(_set, officers, dates.year_label, said))
    asked = TargetData(
        Indicator.ATTENDANCE, "all", Origin.REGISTERED, Decimal(data.attendance_ceiling), day, _YEARS_TASKS
    )
    diary.at(at_vietnam(day, time(9, 10)), partial(_set, officers, dates.year_label, asked))


def _set(officers: Cast, year: str, said: TargetData) -> None:
    set_target(officers.access(officers.people[0]), year, said)


def write_school_targets(stage: Stage) -> None:
    """The staff conference resolves, then the principal registers something better."""
    for indicator, level, origin, value in stage.school.spec.targets:
        resolved = origin == Origin.RESOLUTION
        day = stage.dates.frozen_on + timedelta(days=8 if resolved else 14)
        source = _RESOLUTION if resolved else _REGISTRATION
        said = TargetData(Indicator(indicator), level, Origin(origin), Decimal(value), day, source)
        at = at_vietnam(day, time(14, 30 if resolved else 45))
        stage.diary.at(at, partial(_set_own, stage, said))


def _set_own(stage: Stage, said: TargetData) -> None:
    set_target(stage.of_post("principal"), stage.dates.year_label, said)
