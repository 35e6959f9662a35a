"""The flags of the demo's schools, renewed on Fridays and on the last morning."""

from datetime import time
from functools import partial

from sisoho.demo.stage import Stage
from sisoho.outreach.actions.risk_renewal import renew_risk
from sisoho.school_calendar import at_vietnam, days

_FRIDAY = 4


def write_risk(stage: Stage) -> None:
    for day in days(stage.dates.first, stage.dates.as_of):
        if day.weekday() == _FRIDAY:
            stage.diary.at(at_vietnam(day, time(17, 30)), partial(_renew, stage))
    stage.diary.at(at_vietnam(stage.dates.as_of, time(9, 15)), partial(_renew, stage))


def _renew(stage: Stage) -> None:
    renew_risk(stage.of_post("principal"))
