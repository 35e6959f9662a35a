"""The plans: the one of 2018 as it came in, the commune's of this year, and the schools' in answer."""

import json
from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial

from sisoho import clock
from sisoho.access import Access
from sisoho.demo.cast import Cast
from sisoho.demo.dates import DemoDates
from sisoho.demo.diary import Diary
from sisoho.demo.reading import INPUTS, commune_input
from sisoho.demo.stage import Stage
from sisoho.documents import actions
from sisoho.documents.actions import Received
from sisoho.documents.content_json import from_json
from sisoho.documents.models import Document
from sisoho.documents.press import Press
from sisoho.reports.actions import draft_commune_plan, draft_school_plan, draft_village_decision
from sisoho.school_calendar import at_vietnam

_PLAN_OF_2018 = INPUTS / "ke-hoach-52-2018.json"
# Both offices began the calendar year in a paper register; these are its next numbers.
_COMMUNE_NUMBER, _SCHOOL_NUMBER, _DECISION_NUMBER = 86, 23, 41

_TIME_TO_REGISTER = timedelta(days=28)

# From the freezing of the opening roll, in days.
_RECORDED, _COMMUNE_PLANS, _SCHOOL_PLANS, _DECISION = 1, 6, 15, 16

WhoActs = Callable[[], Access]


def write_commune_papers(officers: Cast, diary: Diary, dates: DemoDates, press: Press) -> None:
    """The plan of 2018 is registered among the papers taken over; this year's continues it."""
    officer = partial(_officer, officers)
    recorded = dates.frozen_on + timedelta(days=_RECORDED)
    diary.at(at_vietnam(recorded, time(8, 40)), partial(_record_old_plan, officer, press))
    day = dates.frozen_on + timedelta(days=_COMMUNE_PLANS)
    paper = _Paper(lambda: draft_commune_plan(officer(), clock.today() + _TIME_TO_REGISTER))
    _write_life(diary, day, press, paper, _COMMUNE_NUMBER, (officer, officer, officer))


def _officer(officers: Cast) -> Access:
    return officers.access(officers.people[0])


def _record_old_plan(officer: WhoActs, press: Press) -> None:
    content = from_json(json.loads(_PLAN_OF_2018.read_text(encoding="utf-8")))
    received = Received(commune_input().succession_on, "2018-2019")
    actions.record_incoming(officer(), content, press, received)


def write_school_papers(stage: Stage, press: Press, *, is_first: bool) -> None:
    """One school has issued plan and decision on the villages' teachers, and a renewed plan waits for the
    principal; the other's waits at all."""
    principal, deputy, clerk = (
        partial(stage.of_post, post) for post in ("principal", "vice_principal", "clerk")
    )
    if is_first:
        day = stage.dates.frozen_on + timedelta(days=_SCHOOL_PLANS)
        first = _Paper(lambda: draft_school_plan(deputy()))
        _write_life(stage.diary, day, press, first, _SCHOOL_NUMBER, (deputy, principal, clerk))
        day = stage.dates.frozen_on + timedelta(days=_DECISION)
        decision = _Paper(lambda: draft_village_decision(deputy(), with_phones=True))
        _write_life(stage.diary, day, press, decision, _DECISION_NUMBER, (deputy, principal, clerk))
    waiting = _Paper(lambda: draft_school_plan(deputy()))
    day = stage.dates.back(1)
    if day > stage.dates.frozen_on + timedelta(days=_SCHOOL_PLANS + 2):
        stage.diary.at(at_vietnam(day, time(15, 20)), waiting.draft)
        stage.diary.at(at_vietnam(day, time(15, 50)), lambda: actions.submit(deputy(), waiting.public_id))


class _Paper:
    """A paper that is drafted when its time comes; the later steps know it by its public id."""

    def __init__(self, draft: Callable[[], Document]) -> None:
        self._draft = draft
        self.public_id = ""

    def draft(self) -> None:
        self.public_id = self._draft().public_id


def _write_life(
    diary: Diary,
    day: date,
    press: Press,
    paper: _Paper,
    number: int,
    who: tuple[WhoActs, WhoActs, WhoActs],
) -> None:
    """Draft and submission one day, approval, number, signature and issue the next.

    `who`: who drafts, who approves and signs, who numbers and issues.
    """
    drafter, head, clerk = who
    steps = (
        (0, time(14, 5), paper.draft),
        (0, time(15, 10), lambda: actions.submit(drafter(), paper.public_id)),
        (1, time(8, 15), lambda: actions.approve(head(), paper.public_id)),
        # Once a unit: a second key would leave the paper signed with the first one untrusted.
        (1, time(8, 20), lambda: actions.has_key(head(), press) or actions.make_demo_keys(head(), press)),
        (1, time(9, 0), lambda: actions.number_document(clerk(), paper.public_id, press, number)),
        (1, time(9, 35), lambda: actions.sign(head(), paper.public_id, press)),
        (1, time(10, 5), lambda: actions.issue(clerk(), paper.public_id)),
    )
    for days_later, hour, deed in steps:
        diary.at(at_vietnam(day + timedelta(days=days_later), hour), deed)
