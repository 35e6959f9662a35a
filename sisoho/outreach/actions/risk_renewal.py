"""Renew a school's flags: daily, and after new marks; one pass, whoever started it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from peewee import chunked

from sisoho import clock, db
from sisoho.access import Access, system_access
from sisoho.audit.actions import record
from sisoho.jobs.actions import enqueue
from sisoho.jobs.models import Job
from sisoho.jobs.registry import JobRun
from sisoho.outreach.models import RiskFlag, RiskFlagEvent
from sisoho.outreach.queries.risk_flags import stored_flags
from sisoho.outreach.queries.risk_records import EARLIER, PupilInClass, pupil_records
from sisoho.outreach.queries.risk_rules import rules_in_force
from sisoho.outreach.rules.risk_flags import Change, FlagKey, FlagState, renew
from sisoho.outreach.rules.risk_rules import RiskCode, RiskRule
from sisoho.outreach.rules.risk_signs import Finding, findings, with_background
from sisoho.school_calendar import covers
from sisoho.schools.queries import unit_card

JOB = "renew_risk"
_ROWS = 400  # of a statement: SQLite takes 32,766 values


def renew_risk(access: Access) -> int:
    """Bring the flags up to what the records say today; how many changed state.

    Fourteen statements at most for up to 400 changed flags, whatever the number of pupils. Done twice,
    the second time changes nothing.
    """
    with db.write():
        rules = rules_in_force(access, access.on)
        pupils = pupil_records(access, access.on)
        if not pupils:  # between two years nothing is due, and nothing said so far is over
            return 0
        flags = stored_flags(access, access.on - EARLIER)
        by_hand = {key[0] for key, flag in flags.items() if key[1] is RiskCode.BY_HAND and flag.state.is_live}
        found = dict(_found(pupils, rules, by_hand, access.on))
        changes = list(renew(flags, found))
        steps = [change for change in changes if change.step is not None]
        _write(access, changes)
        if steps:
            record(access, "renew_risk", "unit", access.unit_id, fields=["state", "facts"])
    return len(steps)


def _found(
    pupils: Mapping[int, PupilInClass], rules: tuple[RiskRule, ...], by_hand: set[int], on: date
) -> Iterator[tuple[FlagKey, Finding]]:
    for pupil_id, known in pupils.items():
        if not any(covers(span, on) for span in known.pupil.dates.enrolled):
            continue
        ask = with_background if pupil_id in by_hand else findings
        for finding in ask(known.record, rules, on):
            yield (pupil_id, finding.rule, finding.episode), finding


def _write(access: Access, changes: list[Change]) -> None:
    """Ended flags by one update, the others by upserts; then a row of history for each step.

    Newer facts leave the state alone: a person may have decided since it was read.
    """
    now, f = clock.now(), RiskFlag
    facts = [f.since, f.facts, f.measure, f.raises_alone]
    found = [change for change in changes if change.finding is not None]
    for preserve, of_kind in (
        (facts, [change for change in found if change.step is None]),
        ([*facts, f.state, f.at], [change for change in found if change.step is not None]),
    ):
        for some in chunked(of_kind, _ROWS):
            f.insert_many([_row(access, change, now) for change in some]).on_conflict(
                conflict_target=[f.unit, f.pupil, f.rule, f.episode], preserve=preserve
            ).execute()
    steps = {change.key: change for change in changes if change.step is not None}
    if not steps:
        return
    rows = list(
        f.select(f.id, f.pupil, f.rule, f.episode, f.facts)
        .where((f.unit == access.unit_id) & f.pupil.in_({key[0] for key in steps}))
        .tuples()
    )
    of_step = [(id_, facts, steps.get((p, RiskCode(rule), day))) for id_, p, rule, day, facts in rows]
    told = [(id_, facts, change) for id_, facts, change in of_step if change is not None]
    ended = [id_ for id_, _, change in told if change.state is FlagState.ENDED]
    if ended:
        values = {"state": FlagState.ENDED.value, "at": now, "by": None}
        f.update(values).where((f.unit == access.unit_id) & f.id.in_(ended)).execute()
    _tell(access, told, now)


def _tell(access: Access, told: Iterable[tuple[int, Any, Change]], now: Any) -> None:
    for some in chunked(told, _ROWS):
        RiskFlagEvent.insert_many(
            [
                {"unit": access.unit_id, "flag": id_, "step": change.step, "facts": facts, "at": now}
                for id_, facts, change in some
            ]
        ).execute()


def _row(access: Access, change: Change, now: Any) -> dict[str, Any]:
    pupil_id, rule, episode = change.key
    finding = change.finding
    assert finding is not None  # a flag without a finding has ended
    return {
        "unit": access.unit_id,
        "pupil": pupil_id,
        "rule": rule.value,
        "episode": episode,
        "since": finding.since,
        "facts": dict(finding.facts),
        "measure": finding.measure,
        "raises_alone": finding.raises_alone,
        "state": change.state.value,
        "at": now,
        "raised_at": now,
    }


_resting: ContextVar[bool] = ContextVar("renewals_resting", default=False)


@contextmanager
def renewals_resting() -> Iterator[None]:
    """Marks renew nothing within the block: the demo tells of weeks in seconds and renews once a week."""
    token = _resting.set(True)
    try:
        yield
    finally:
        _resting.reset(token)


def run_renewal(run: JobRun) -> dict[str, Any]:
    """The job: of one school, by the day on which it is done."""
    today = clock.today()
    card = unit_card(run.unit_id, today)
    access = system_access(run.unit_id, card.kind, today, card.commune_id, card.name)
    return {"changed": renew_risk(access)}


def renew_after_marks(unit_id: int, sheet_id: int) -> None:
    """Registered with rollcall's after-marks."""
    renew_soon(unit_id)


def renew_soon(unit_id: int) -> None:
    """In a job of its own; one that waits stands for every change of the same minute."""
    if _resting.get():
        return
    waiting = (Job.unit == unit_id) & (Job.kind == JOB) & (Job.state == "queued")
    if not Job.select(Job.id).where(waiting).exists():
        enqueue(unit_id, JOB, {})
