"""Submitting, resending, conflicting, settling: what stays in the tables."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from sisoho import clock, db
from sisoho.audit.models import AuditEntry
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.jobs.models import Job
from sisoho.rollcall import registry
from sisoho.rollcall.actions import settle_mark
from sisoho.rollcall.models import Mark, MarkChange, RollCallSheet, SheetVersion
from sisoho.rollcall.rules import MarkKind, Outcome
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools.models import Enrolment
from tests import factories
from tests.rollcall.sending import MONDAY, said, send


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    return commune.school


def pupils_of(school: factories.School) -> list:
    return school.pupils[: len(factories.NAMES_6A)]


def marks_of(school: factories.School) -> dict[str, str]:
    rows = Mark.select().where(Mark.unit == school.unit)
    names = {pupil.id: pupil.full_name for pupil in school.pupils}
    return {names[row.pupil_id]: row.kind for row in rows}


def memory_of(school: factories.School) -> list[tuple[str, str, str]]:
    rows = MarkChange.select().where(MarkChange.unit == school.unit).order_by(MarkChange.id)
    return [(row.before, row.after, row.intent) for row in rows]


def versions_of(school: factories.School) -> list[tuple[int, bool]]:
    rows = SheetVersion.select().where(SheetVersion.unit == school.unit).order_by(SheetVersion.id)
    return [(row.version, row.accepted) for row in rows]


def sheet_of(school: factories.School) -> RollCallSheet:
    return RollCallSheet.get(RollCallSheet.unit == school.unit)


def test_the_first_submission_is_stored_with_taker_times_marks_and_one_audit_row(
    school: factories.School,
) -> None:
    access, (bia, bloi, *_) = factories.access_of(school.teacher), pupils_of(school)
    sent = said(pupils_of(school), {bia: "V", bloi: "P"}, device_at=clock.now() + timedelta(minutes=10))
    done = send(access, school.class_6a, sent, skew=timedelta(minutes=12))

    assert done.outcome is Outcome.STORED
    assert done.receipt.totals.line() == "Sĩ số 5 · Có mặt 3 · Vắng 2 (P 1, chưa rõ 1) · Trễ 0"
    assert marks_of(school) == {"Ksor H'Bia": "V", "Siu Blơi": "P"}
    assert memory_of(school) == [("", "V", "submit"), ("", "P", "submit")]
    sheet = sheet_of(school)
    assert sheet.taken_by_id == school.teacher.id
    assert sheet.first_device_at == clock.now() - timedelta(minutes=2), (
        "the phone's clock was 12 minutes fast"
    )
    assert SheetVersion.get(SheetVersion.unit == school.unit).skew_seconds == 720
    assert [row.intent for row in AuditEntry.select()] == ["submit_roll_call"]


def test_a_resend_of_the_same_words_changes_nothing_and_gets_the_stored_answer(
    school: factories.School,
) -> None:
    access, (bia, *_) = factories.access_of(school.teacher_6a), pupils_of(school)
    sent = said(pupils_of(school), {bia: "V"})
    first = send(access, school.class_6a, sent)
    with clock.at(at_vietnam(MONDAY) + timedelta(hours=9)):
        again = send(access, school.class_6a, sent)
    assert again.outcome is Outcome.ANSWERED_AGAIN
    assert again.receipt == first.receipt
    assert versions_of(school) == [(1, True)]
    assert memory_of(school) == [("", "V", "submit")]


def test_a_mark_added_after_a_lost_answer_is_not_lost(school: factories.School) -> None:
    access, (bia, bloi, *_) = factories.access_of(school.teacher_6a), pupils_of(school)
    send(access, school.class_6a, said(pupils_of(school), {bia: "V"}))
    done = send(access, school.class_6a, said(pupils_of(school), {bloi: "T"}, seq=3))
    assert done.outcome is Outcome.UPDATED
    assert marks_of(school) == {"Siu Blơi": "T"}
    assert memory_of(school) == [("", "V", "submit"), ("V", "", "submit"), ("", "T", "submit")]
    assert versions_of(school) == [(1, True), (2, True)]
    assert [row.intent for row in AuditEntry.select()] == ["submit_roll_call", "correct_roll_call"]


def test_an_older_sending_that_arrives_late_is_answered_but_not_stored(school: factories.School) -> None:
    access, (bia, bloi, *_) = factories.access_of(school.teacher_6a), pupils_of(school)
    send(access, school.class_6a, said(pupils_of(school), {bia: "V"}, seq=4))
    done = send(access, school.class_6a, said(pupils_of(school), {bloi: "V"}, seq=2))
    assert done.outcome is Outcome.STALE
    assert marks_of(school) == {"Ksor H'Bia": "V"}
    assert versions_of(school) == [(1, True)]


def test_the_same_words_from_another_teacher_are_received_and_remembered(school: factories.School) -> None:
    bia = pupils_of(school)[0]
    send(factories.access_of(school.teacher_6a), school.class_6a, said(pupils_of(school), {bia: "V"}))
    other = said(pupils_of(school), {bia: "V"}, draft_id="draft-two")
    assert send(factories.access_of(school.teacher), school.class_6a, other).outcome is Outcome.RECEIVED
    assert sheet_of(school).version == 1
    assert sheet_of(school).taken_by_id == school.teacher_6a.id
    assert versions_of(school) == [(1, True), (1, True)]


def test_two_drafts_that_differ_are_both_kept_and_the_first_one_stands(school: factories.School) -> None:
    bia, bloi, *_ = pupils_of(school)
    send(factories.access_of(school.teacher_6a), school.class_6a, said(pupils_of(school), {bia: "V"}))
    other = said(pupils_of(school), {bloi: "P"}, draft_id="draft-two")
    access = factories.access_of(school.teacher)
    done = send(access, school.class_6a, other)
    assert done.outcome is Outcome.CONFLICT
    assert done.receipt.taken_by == school.teacher_6a.full_name
    assert marks_of(school) == {"Ksor H'Bia": "V"}
    assert versions_of(school) == [(1, True), (1, False)]
    lost = SheetVersion.get((SheetVersion.unit == school.unit) & ~SheetVersion.accepted)
    assert lost.marks == {str(bloi.id): "P"}

    send(access, school.class_6a, other)
    assert versions_of(school) == [(1, True), (1, False)], "a resent conflict makes no second row"

    chosen = said(pupils_of(school), {bloi: "P"}, draft_id="draft-two", seq=2, base_version=1)
    assert send(access, school.class_6a, chosen).outcome is Outcome.UPDATED
    assert marks_of(school) == {"Siu Blơi": "P"}
    assert sheet_of(school).taken_by_id == school.teacher.id


def test_of_two_teachers_who_send_in_the_same_moment_neither_loses_a_mark(
    app: Flask, school: factories.School
) -> None:
    bia, bloi, *_ = pupils_of(school)
    entries = [(school.teacher_6a, bia, "draft-one"), (school.teacher, bloi, "draft-two")]
    ready, outcomes = threading.Barrier(2), {}

    def post(person: object, pupil: object, draft: str) -> None:
        db.open_connection()
        access = factories.access_of(person)
        sent = said(pupils_of(school), {pupil: "V"}, draft_id=draft)
        ready.wait()
        outcomes[draft] = send(access, school.class_6a, sent).outcome
        db.database.close()

    for person, _, _ in entries:
        factories.account(person)
    threads = [threading.Thread(target=post, args=entry) for entry in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes.values()) == [Outcome.CONFLICT, Outcome.STORED]
    kept = SheetVersion.select().where(SheetVersion.unit == school.unit)
    assert {frozenset(row.marks) for row in kept} == {frozenset({str(bia.id)}), frozenset({str(bloi.id)})}
    assert len(marks_of(school)) == 1


def test_a_settled_mark_survives_a_resend_that_knows_no_reason(school: factories.School) -> None:
    access, (bia, bloi, *_) = factories.access_of(school.teacher_6a), pupils_of(school)
    send(access, school.class_6a, said(pupils_of(school), {bia: "V"}))
    settle_mark(access, sheet_of(school).public_id, bia.public_id, MarkKind.P, "  mẹ xin phép,\n ốm ")
    done = send(access, school.class_6a, said(pupils_of(school), {bia: "V", bloi: "V"}, seq=2))
    assert done.outcome is Outcome.UPDATED
    assert done.decision.overrode == ()
    assert marks_of(school) == {"Ksor H'Bia": "P", "Siu Blơi": "V"}
    row = Mark.get((Mark.unit == school.unit) & (Mark.pupil == bia))
    assert (row.first_kind, row.reason, row.settled_by_id) == ("V", "mẹ xin phép, ốm", school.teacher_6a.id)
    assert memory_of(school) == [("", "V", "submit"), ("V", "P", "settle"), ("", "V", "submit")]


def test_a_settlement_overridden_on_purpose_is_told_and_its_reason_goes(school: factories.School) -> None:
    access, (bia, *_) = factories.access_of(school.teacher_6a), pupils_of(school)
    send(access, school.class_6a, said(pupils_of(school), {bia: "V"}))
    settle_mark(access, sheet_of(school).public_id, bia.public_id, MarkKind.K, "đi rẫy")
    done = send(access, school.class_6a, said(pupils_of(school), {bia: "T"}, seq=2))
    assert done.receipt.overrode == ("Ksor H'Bia",)
    row = Mark.get((Mark.unit == school.unit) & (Mark.pupil == bia))
    assert (row.kind, row.reason, row.settled_at) == ("T", "", None)


def test_only_the_homeroom_teacher_or_a_leader_settles(school: factories.School) -> None:
    bia = pupils_of(school)[0]
    send(factories.access_of(school.teacher_6a), school.class_6a, said(pupils_of(school), {bia: "V"}))
    sheet_id = sheet_of(school).public_id
    with pytest.raises(NotAllowed):
        settle_mark(factories.access_of(school.teacher_1a), sheet_id, bia.public_id, MarkKind.P)
    settle_mark(factories.access_of(school.vice_principal), sheet_id, bia.public_id, MarkKind.P)
    assert marks_of(school) == {"Ksor H'Bia": "P"}


def test_another_school_finds_no_mark_to_settle(commune: factories.Commune) -> None:
    school, bia = commune.school, pupils_of(commune.school)[0]
    send(factories.access_of(school.teacher_6a), school.class_6a, said(pupils_of(school), {bia: "V"}))
    stranger = factories.access_of(commune.other_school.principal)
    with pytest.raises(NotFound):
        settle_mark(stranger, sheet_of(school).public_id, bia.public_id, MarkKind.P)
    assert marks_of(school) == {"Ksor H'Bia": "V"}


def test_another_schools_class_cannot_be_submitted(commune: factories.Commune) -> None:
    stranger = factories.access_of(commune.other_school.teacher_6a)
    with pytest.raises(NotFound):
        send(stranger, commune.school.class_6a, said(commune.school.pupils))
    assert RollCallSheet.select().where(RollCallSheet.unit == commune.school.unit).count() == 0


def test_a_clerk_takes_no_roll(school: factories.School) -> None:
    with pytest.raises(NotAllowed):
        send(factories.access_of(school.clerk), school.class_6a, said(pupils_of(school)))


@pytest.mark.parametrize(
    ("day", "words"),
    [(MONDAY + timedelta(days=1), "Chưa tới ngày"), (MONDAY.replace(month=8), "ngoài năm học")],
)
def test_no_roll_is_taken_for_a_day_to_come_or_outside_the_year(
    school: factories.School, day: object, words: str
) -> None:
    access = factories.access_of(school.teacher_6a)
    with pytest.raises(RuleBroken, match=words):
        send(access, school.class_6a, said(pupils_of(school)), Slot(day, HalfDay.MORNING))


def test_a_roll_taken_before_the_day_was_closed_is_kept_and_not_counted(school: factories.School) -> None:
    sunday = Slot(MONDAY - timedelta(days=1), HalfDay.MORNING)
    bia = pupils_of(school)[0]
    done = send(
        factories.access_of(school.teacher_6a), school.class_6a, said(pupils_of(school), {bia: "V"}), sunday
    )
    assert done.outcome is Outcome.STORED
    assert done.receipt.totals.roll == 0
    assert done.receipt.uncounted == ("Ksor H'Bia",)


def test_a_pupil_moved_to_another_class_from_an_earlier_day_keeps_the_mark_uncounted(
    school: factories.School,
) -> None:
    access, bia = factories.access_of(school.teacher_6a), pupils_of(school)[0]
    send(access, school.class_6a, said(pupils_of(school), {bia: "V"}))
    Enrolment.update(ends=MONDAY - timedelta(days=3)).where(
        (Enrolment.unit == school.unit) & (Enrolment.pupil == bia)
    ).execute()
    others = pupils_of(school)[1:]
    done = send(access, school.class_6a, said(others, {}, draft_id="draft-two", base_version=1))
    assert done.outcome is Outcome.UPDATED
    assert done.receipt.uncounted == ("Ksor H'Bia",)
    assert done.receipt.totals.line() == "Sĩ số 4 · Có mặt 4 · Vắng 0 · Trễ 0"
    assert marks_of(school) == {"Ksor H'Bia": "V"}


@pytest.fixture
def last_week(school: factories.School) -> Slot:
    """A sheet of Wednesday 18/11, sent on time with one V, looked at on Monday after the lock of Sunday."""
    wednesday = Slot(MONDAY - timedelta(days=5), HalfDay.MORNING)
    with clock.at(at_vietnam(wednesday.date) + timedelta(hours=7)):
        access = factories.access_of(school.teacher_6a)
        send(access, school.class_6a, said(pupils_of(school), {pupils_of(school)[0]: "V"}), wednesday)
    return wednesday


def test_after_the_lock_a_teachers_correction_is_kept_beside_the_sheet(
    school: factories.School, last_week: Slot
) -> None:
    sent = said(pupils_of(school), {}, draft_id="draft-two", base_version=1)
    teacher = factories.access_of(school.teacher_6a)
    done = send(teacher, school.class_6a, sent, last_week, reason="nhầm em")
    assert (done.outcome, done.decision.locked) == (Outcome.CONFLICT, True)
    assert marks_of(school) == {"Ksor H'Bia": "V"}
    assert done.receipt.totals.line() == "Sĩ số 5 · Có mặt 4 · Vắng 1 (K 1; chưa xác minh 1) · Trễ 0"


def test_after_the_lock_the_vice_principal_corrects_with_a_reason_only(
    school: factories.School, last_week: Slot
) -> None:
    leader = factories.access_of(school.vice_principal)
    sent = said(pupils_of(school), {}, draft_id="draft-two", base_version=1)
    assert send(leader, school.class_6a, sent, last_week).outcome is Outcome.CONFLICT
    again = said(pupils_of(school), {}, draft_id="draft-two", seq=2, base_version=1)
    assert send(leader, school.class_6a, again, last_week, reason="nhầm em").outcome is Outcome.UPDATED
    assert marks_of(school) == {}
    last = MarkChange.select().where(MarkChange.unit == school.unit).order_by(MarkChange.id.desc()).get()
    assert (last.before, last.after, last.reason) == ("V", "", "nhầm em")


def test_a_first_submission_is_accepted_after_any_lock(school: factories.School) -> None:
    october = Slot(MONDAY.replace(month=10, day=5), HalfDay.MORNING)
    done = send(factories.access_of(school.teacher_6a), school.class_6a, said(pupils_of(school)), october)
    assert done.outcome is Outcome.STORED


def test_whoever_registered_hears_of_changed_marks_once_per_change(
    school: factories.School, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[int, int]] = []
    monkeypatch.setattr(registry, "after_marks", [lambda unit, sheet: heard.append((unit, sheet))])
    access, bia = factories.access_of(school.teacher_6a), pupils_of(school)[0]
    sent = said(pupils_of(school), {bia: "V"})
    send(access, school.class_6a, sent)
    send(access, school.class_6a, sent)
    sheet = sheet_of(school)
    settle_mark(access, sheet.public_id, bia.public_id, MarkKind.P)
    assert heard == [(school.unit.id, sheet.id)] * 2
    assert Job.select().where(Job.unit == school.unit, Job.kind == registry.JOB).count() == 2
