"""Random moves, late and backdated, over two years: every figure closes, and no dropout counts twice."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sisoho import db
from sisoho.access import Access
from sisoho.errors import DomainError
from sisoho.outreach.queries import dropout_register
from sisoho.outreach.rules import DropoutGroup
from sisoho.schools import actions, queries
from sisoho.schools.forms import MoveData
from sisoho.schools.models import Enrolment, SchoolClass
from sisoho.schools.models import Move as MoveRow
from sisoho.schools.queries.classes import enrolled_on
from sisoho.schools.rules import IN_HOLIDAYS, JOINING, Move, MoveKind, RollSpan, percent_text
from tests.factories import Commune, School, access_of
from tests.schools.ending import decide, on, open_next

FIRST_YEAR = st.dates(date(2026, 9, 8), date(2027, 5, 28))
SECOND_YEAR = st.dates(date(2027, 9, 6), date(2028, 5, 26))
KINDS = st.sampled_from([kind for kind in MoveKind if kind is not MoveKind.SUMMER_DROPPED])
EVENTS = st.lists(
    st.tuples(st.integers(0, 7), KINDS, st.integers(0, 9), st.integers(0, 40)), max_size=12
)  # pupil, kind, class or how a transfer goes, days the clerk was late
HOLIDAYS = st.lists(
    st.tuples(
        st.integers(0, 7), st.sampled_from(sorted(IN_HOLIDAYS)), st.dates(date(2027, 6, 1), date(2027, 9, 5))
    ),
    max_size=3,
)


def _tell(school: School, days: list[date], events: list[tuple[int, MoveKind, int, int]]) -> None:
    """Try each event as a clerk would; what the rules refuse did not happen."""
    for happened, (place, kind, target, late) in zip(sorted(days), events, strict=False):
        with on(happened + timedelta(days=late)):
            access = access_of(school.principal)
            year = queries.current_year(access, happened)
            classes = sorted(row_id for row_id, _ in queries.class_ids(access, year.id).values())
            joins = kind in JOINING or kind is MoveKind.CLASS_CHANGE
            data = MoveData(
                happened, "theo lời gia đình", "Giấy báo", "1", happened, "Trường",
                to_class_id=classes[target % len(classes)] if joins else None,
                other_name="Trường bạn" if kind in (MoveKind.TRANSFER_IN, MoveKind.TRANSFER_OUT) else "",
            )  # fmt: skip
            with suppress(DomainError):
                if kind is MoveKind.TRANSFER_OUT:
                    _send_away(access, school.pupils[place].id, year.id, data, target % len(WAYS))
                else:
                    actions.record_move(access, school.pupils[place].id, year.id, kind, data)


WAYS = ("with its paper", "without paper", "taken back", "waiting for a school here", "confirmed by it")


def _send_away(access: Access, pupil_id: int, year_id: int, data: MoveData, way: int) -> None:
    """A transfer may wait for ever, be taken back, or be confirmed by the other school of the commune."""
    (other,) = queries.other_schools(access)
    if way in (1, 2):
        data = replace(data, paper_kind="", paper_issuer="")
    elif way in (3, 4):
        data = replace(data, other_name="", other_unit_id=other)
    move = actions.record_move(access, pupil_id, year_id, MoveKind.TRANSFER_OUT, data, papers_follow=True)
    if way == 2:
        actions.cancel_transfer(access, move.id)
    elif way == 4:
        clerk = replace(access, unit_id=other)
        (waiting,) = [one for one in queries.incoming_transfers(clerk) if one.move_id == move.id]
        year = queries.current_year(clerk, data.on)
        to = next(row_id for row_id, _ in queries.class_ids(clerk, year.id).values())
        actions.confirm_transfer(clerk, waiting, year.id, MoveData(data.on, "chuyển đến", to_class_id=to))


def _leave_in_the_holidays(school: School, events: list[tuple[int, MoveKind, date]]) -> None:
    for place, kind, happened in events:
        data = MoveData(
            happened, "theo cha mẹ", other_name="Trường bạn" if kind is MoveKind.TRANSFER_OUT else ""
        )
        with on(max(happened, date(2027, 8, 21))), suppress(DomainError):
            actions.record_move(
                access_of(school.principal), school.pupils[place].id, school.year.id, kind, data,
                papers_follow=True,
            )  # fmt: skip


def _on_roll(school: School, year_id: int, day: date) -> Counter[str]:
    rows = (
        Enrolment.select(SchoolClass.name)
        .join(
            SchoolClass, on=(SchoolClass.id == Enrolment.school_class) & (SchoolClass.unit == Enrolment.unit)
        )
        .where((Enrolment.unit == school.unit) & (Enrolment.year == year_id) & enrolled_on(day))
        .tuples()
    )
    return Counter(name for (name,) in rows)


def _closes(school: School, since: date, until: date) -> None:
    access = access_of(school.principal)
    found = queries.movement(access, since, until)
    rolls = _on_roll(school, found.year.id, until)
    for line in found.lines:
        count = line.count
        left = count.moved_out + count.pending_out + count.died + count.changed_out + count.corrected_out
        assert count.opening == count.current + count.dropouts + left - count.arrived
        if line.kind == "class":
            assert count.current == rolls[line.label]
    assert found.school.count.current == rolls.total()
    levels = [line.count.current for line in found.lines if line.kind == "level"]
    grades = [line.count.current for line in found.lines if line.kind == "grade"]
    assert sum(levels) == sum(grades) == rolls.total()


@settings(
    max_examples=20,
    phases=[Phase.generate],  # shrinking one failure costs five minutes of database work
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_span_of_both_years_closes_and_the_dropouts_are_disjoint(
    commune: Commune, data: st.DataObject
) -> None:
    with db.database.atomic() as undone:
        school = commune.school
        first = data.draw(EVENTS)
        _tell(school, data.draw(st.lists(FIRST_YEAR, min_size=len(first), max_size=len(first))), first)
        decide(school)
        before, after = data.draw(HOLIDAYS), data.draw(HOLIDAYS)
        _leave_in_the_holidays(school, before)
        open_next(school)
        _leave_in_the_holidays(school, after)
        unseen = data.draw(st.sets(st.integers(0, 7)))
        _settle_first_days(school, unseen)
        second = data.draw(EVENTS)
        _tell(school, data.draw(st.lists(SECOND_YEAR, min_size=len(second), max_size=len(second))), second)
        with on(date(2028, 5, 29)):
            _closes(school, *sorted((data.draw(FIRST_YEAR), data.draw(FIRST_YEAR))))
            _closes(school, *sorted((data.draw(SECOND_YEAR), data.draw(SECOND_YEAR))))
            _closes(school, date(2027, 9, 15), date(2028, 5, 26))
            _each_dropout_once(school)
            _nobody_twice(school, data.draw(st.dates(date(2026, 9, 8), date(2028, 5, 26))))
            _closes(commune.other_school, date(2026, 9, 15), date(2027, 5, 28))
        undone.rollback()


def test_the_vector_of_the_domain_goes_on_into_a_second_year() -> None:
    """domain.md §2.2: 420 + 6 − 9 − 1 − 3 + 1 = 414; then 3 never come back after the summer, and one of
    the two who had dropped out is enrolled again: an addition, no negative dropout."""
    autumn, spring = date(2026, 10, 5), date(2027, 3, 1)
    opening = dict.fromkeys(range(420), 1)
    told = (
        *(Move(500 + n, MoveKind.TRANSFER_IN, autumn, to_class_id=1) for n in range(6)),
        *(Move(n, MoveKind.TRANSFER_OUT, autumn, from_class_id=1) for n in range(9)),
        Move(9, MoveKind.DIED, autumn, from_class_id=1),
        *(Move(n, MoveKind.DROPPED, autumn, from_class_id=1) for n in (10, 11, 12)),
        Move(12, MoveKind.RETURNED, spring, to_class_id=1),
    )
    stayed = (opening.keys() - set(range(12))) | set(range(500, 506))
    first = RollSpan(opening, told, dict.fromkeys(stayed, 1)).count()
    assert (first.current, first.dropouts) == (414, 2)
    assert percent_text(first.dropout_rate, 3) == "0,476 %"
    assert (first.retention, first.retention_of_opening) == (Fraction(414, 416), Fraction(414, 420))
    assert first.corrected_in == first.corrected_out == 0

    begins, lost = date(2027, 9, 6), set(range(20, 23))
    carried = [Move(n, MoveKind.ENROLLED, begins, to_class_id=2) for n in sorted(stayed)]
    summer = [Move(n, MoveKind.SUMMER_DROPPED, begins, from_class_id=2) for n in sorted(lost)]
    back = Move(10, MoveKind.RETURNED, date(2027, 10, 4), to_class_id=2)
    gone = Move(30, MoveKind.DROPPED, date(2027, 11, 8), from_class_id=2)
    frozen = dict.fromkeys(stayed - lost, 2)
    after = dict.fromkeys((frozen.keys() | {10}) - {30}, 2)
    year = RollSpan(frozen, (back, gone), after).count()
    assert (year.opening, year.returned_earlier, year.returned, year.dropouts) == (411, 1, 0, 1)
    assert year.current == 411 + 1 - 1
    assert year.dropout_rate == Fraction(1, 411)  # without the three of the summer
    assert year.retention == Fraction(411, 412)
    since_day_one = RollSpan({}, (*carried, *summer, back, gone), after).count()
    assert (since_day_one.enrolled, since_day_one.current) == (411, 411)
    assert since_day_one.corrected_in == since_day_one.corrected_out == 0


def _nobody_twice(school: School, day: date) -> None:
    rows = (
        Enrolment.select(Enrolment.pupil).where((Enrolment.unit == school.unit) & enrolled_on(day)).tuples()
    )
    assert all(times == 1 for times in Counter(pupil_id for (pupil_id,) in rows).values())


def _settle_first_days(school: School, unseen: set[int]) -> None:
    with on(date(2027, 9, 14)):
        principal = access_of(school.principal)
        for place in unseen:
            with suppress(DomainError):
                actions.record_summer_dropout(principal, school.pupils[place].id, "không ra lớp đầu năm")
    with on(date(2027, 9, 15)), suppress(DomainError):  # nobody came
        actions.freeze_opening_roll(principal, queries.current_year(principal).id)


def _each_dropout_once(school: School) -> None:
    register = dropout_register(access_of(school.principal))
    groups = [group for group in DropoutGroup if group is not DropoutGroup.SUSPECTED]
    ids = [line.person.id for group in groups for line in register.of(group)]
    assert len(ids) == len(set(ids))
    count = queries.movement(access_of(school.principal), date(2027, 9, 5), date(2028, 5, 26)).school.count
    assert len(register.of(DropoutGroup.THIS_YEAR)) == count.dropouts
    assert count.corrected_in == count.corrected_out == 0  # from before its first day the moves tell all
    summer = queries.summer_counts(
        access_of(school.principal), queries.current_year(access_of(school.principal))
    )
    never_came = {
        row.pupil_id
        for row in MoveRow.select().where(
            (MoveRow.unit == school.unit) & (MoveRow.kind == MoveKind.SUMMER_DROPPED.value)
        )
    }
    assert sum(one.dropped for one in summer.values()) == len(never_came)
    again = {line.person.id for line in register.of(DropoutGroup.THIS_YEAR)}  # came after all, then left
    assert {line.person.id for line in register.of(DropoutGroup.SUMMER)} == never_came - again
