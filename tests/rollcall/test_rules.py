"""What a submitted sheet does, whatever phones do on the way; its settlement, lock and totals."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sisoho.errors import RuleBroken
from sisoho.rollcall.rules import (
    Authority,
    LockSetting,
    Mark,
    MarkChange,
    MarkKind,
    Outcome,
    ReportingHours,
    RollCallSubmission,
    SheetTotals,
    Window,
    counted_kind,
    decide,
    differences,
    is_on_time,
    is_signal,
    mark_changes,
    marks_not_due,
    month_lock,
    not_called,
    payload_hash,
    settle,
    sheet_totals,
    taken_at,
    total,
    week_lock,
    window,
)
from sisoho.school_calendar import HalfDay, Slot, at_vietnam

V, P, K, T = MarkKind.V, MarkKind.P, MarkKind.K, MarkKind.T
ROLL = (1, 2, 3, 4, 5)
MONDAY = date(2026, 11, 23)
SEVEN = at_vietnam(MONDAY, time(7))


def sent(draft="a", seq=1, base=0, marks=None, roll=ROLL):
    return RollCallSubmission(draft, seq, base, roll, marks or {}, SEVEN)


def stored(*submissions):
    sheet = None
    for submission in submissions:
        sheet = decide(sheet, submission).sheet
    return sheet


def settled(sheet, pupil_id, to):
    mark = settle(sheet.marks[pupil_id], to, by=9, at=SEVEN, window=Window.OPEN)
    return replace(sheet, marks={**sheet.marks, pupil_id: mark})


class TestDecide:
    def test_a_first_submission_is_stored_even_long_after_the_lock(self):
        decision = decide(None, sent(marks={1: V, 2: P}), locked=True)
        assert decision.outcome is Outcome.STORED
        assert decision.sheet.version == 1
        assert decision.changes == (MarkChange(1, None, V), MarkChange(2, None, P))

    @pytest.mark.parametrize(
        ("submission", "outcome", "version"),
        [
            (sent(marks={1: V}), Outcome.ANSWERED_AGAIN, 1),
            (sent(seq=2, marks={1: V}), Outcome.RECEIVED, 1),
            (sent(seq=2, marks={2: V}), Outcome.UPDATED, 2),
            (sent(seq=0, marks={2: V}), Outcome.STALE, 1),
            (sent(seq=1, marks={2: V}), Outcome.CONFLICT, 1),
            (sent(seq=1, base=1, marks={2: V}), Outcome.UPDATED, 2),
            (sent("b", marks={1: V}), Outcome.RECEIVED, 1),
            (sent("b", marks={1: V}, roll=ROLL[::-1]), Outcome.RECEIVED, 1),
            (sent("b", marks={1: V}, roll=(1, 2)), Outcome.CONFLICT, 1),
            (sent("b", marks={1: P}), Outcome.CONFLICT, 1),
            (sent("b", base=1, marks={1: P}), Outcome.UPDATED, 2),
            (sent("b", seq=9, marks={}), Outcome.CONFLICT, 1),
        ],
    )
    def test_a_second_submission_gets_what_draft_sequence_payload_and_base_say(
        self, submission, outcome, version
    ):
        decision = decide(stored(sent(marks={1: V})), submission)
        assert (decision.outcome, decision.sheet.version) == (outcome, version)

    def test_a_resend_after_somebody_elses_informed_edit_is_answered_and_undoes_nothing(self):
        first = sent(marks={1: V})
        sheet = stored(first, sent("b", base=1, marks={1: P}))
        decision = decide(sheet, first)
        assert decision.outcome is Outcome.ANSWERED_AGAIN
        assert decision.sheet.kinds == {1: P}

    def test_an_old_page_that_goes_on_after_an_informed_edit_is_a_conflict(self):
        sheet = stored(sent(marks={1: V}), sent("b", base=1, marks={1: P}))
        decision = decide(sheet, sent(seq=2, base=0, marks={1: V, 2: V}))
        assert decision.outcome is Outcome.CONFLICT
        assert decision.sheet.kinds == {1: P}
        assert differences(sheet, sent(seq=2, marks={1: V, 2: V})) == (
            MarkChange(1, P, V),
            MarkChange(2, None, V),
        )

    def test_a_conflict_sent_again_is_known_and_ends_when_sent_in_knowledge_of_the_sheet(self):
        other = sent("b", marks={2: K})
        sheet = stored(sent(marks={1: V}), other)
        assert decide(sheet, other).kept_before
        resolved = decide(sheet, sent("b", seq=2, base=1, marks={1: V, 2: K}))
        assert resolved.outcome is Outcome.UPDATED
        assert resolved.changes == (MarkChange(2, None, K),)

    def test_a_sending_overtaken_by_a_newer_one_never_comes_back(self):
        same_again = stored(sent(seq=1, marks={1: V}), sent(seq=3, marks={1: V}))
        assert decide(same_again, sent(seq=2, marks={})).outcome is Outcome.STALE

    def test_after_the_lock_a_change_is_kept_aside_and_a_resend_still_answered(self):
        first = sent(marks={1: V})
        late = decide(stored(first), sent(seq=2, marks={1: P}), locked=True)
        assert (late.outcome, late.locked) == (Outcome.CONFLICT, True)
        assert late.sheet.kinds == {1: V}
        assert decide(stored(first), first, locked=True).outcome is Outcome.ANSWERED_AGAIN

    def test_after_the_lock_a_sheet_that_changes_nothing_is_no_conflict_but_another_roll_is(self):
        sheet = settled(stored(sent(marks={1: V})), 1, P)
        agreeing = sent("b", base=1, marks={1: P})
        assert decide(sheet, agreeing, locked=True).outcome is Outcome.UPDATED
        shorter = sent(seq=2, marks={1: V}, roll=(1, 2, 3))
        assert decide(sheet, shorter, locked=True).locked

    def test_outcomes_that_say_nothing_new_need_no_row(self):
        assert {o for o in Outcome if not o.is_news} == {Outcome.ANSWERED_AGAIN, Outcome.STALE}


class TestMarksThroughUpdates:
    def test_v_in_a_later_sheet_keeps_the_settled_reason(self):
        sheet = settled(stored(sent(marks={1: V, 2: V})), 1, P)
        decision = decide(sheet, sent(seq=2, marks={1: V, 2: V, 3: T}))
        assert decision.sheet.kinds == {1: P, 2: V, 3: T}
        assert decision.sheet.marks[1].settled_by == 9
        assert decision.changes == (MarkChange(3, None, T),)
        assert decision.overrode == ()

    @pytest.mark.parametrize("later", [{1: K}, {1: T}, {}])
    def test_another_word_on_a_settled_pupil_is_taken_and_told(self, later):
        sheet = settled(stored(sent(marks={1: V})), 1, P)
        decision = decide(sheet, sent(seq=2, marks=later))
        assert decision.sheet.kinds == later
        assert decision.overrode == (1,)

    def test_the_first_mark_is_remembered_when_the_taker_corrects_it(self):
        sheet = stored(sent(marks={1: K}), sent(seq=2, marks={1: P}))
        assert sheet.marks[1] == Mark(P, first=K)

    def test_a_pupil_no_longer_on_the_roll_keeps_the_mark(self):
        sheet = stored(sent(marks={5: V}), sent(seq=2, marks={1: V}, roll=(1, 2, 3, 4)))
        assert sheet.kinds == {1: V, 5: V}

    def test_changes_name_what_was_and_what_is(self):
        assert mark_changes({1: V, 2: T, 3: P}, {1: P, 3: P, 4: V}) == (
            MarkChange(1, V, P),
            MarkChange(2, T, None),
            MarkChange(4, None, V),
        )

    def test_the_hash_is_of_what_was_said_not_of_its_order(self):
        assert payload_hash((1, 2), {1: V, 2: P}) == payload_hash((2, 1), {2: P, 1: V})
        assert payload_hash((1, 2), {1: V}) != payload_hash((1, 2), {1: P})
        assert payload_hash((1, 2), {1: V}) != payload_hash((1, 2, 3), {1: V})


# --- random traffic ----------------------------------------------------------------------------

some_marks = st.dictionaries(st.sampled_from(ROLL), st.sampled_from(MarkKind), max_size=3)
# (draft, whether the page is loaded anew before the change, the marks now shown on it)
edits = st.lists(st.tuples(st.sampled_from("ab"), st.booleans(), some_marks), min_size=1, max_size=6)


def arriving(script, order):
    """Submissions of two phones, some delivered twice or out of turn, with the decision on each."""
    sheet, base, seq, written, log = None, {"a": 0, "b": 0}, {"a": 0, "b": 0}, [], []

    def deliver(submission):
        nonlocal sheet
        before = sheet
        decision = decide(sheet, submission)
        sheet = decision.sheet
        log.append((before, submission, decision))

    for (draft, reloads, marks), pick in zip(script, order, strict=False):
        if reloads and sheet:
            base[draft] = sheet.version
        seq[draft] += 1
        written.append(sent(draft, seq[draft], base[draft], marks))
        deliver(written[pick % len(written)])
    for submission in written:
        deliver(submission)
    return written, log


@settings(max_examples=150, deadline=None)
@given(edits, st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_no_interleaving_of_two_drafts_loses_a_mark(script, order):
    written, log = arriving(script, order)
    kept = [submission.payload_hash for _, submission, decision in log if decision.outcome.is_news]
    for draft in "ab":
        mine = [submission for submission in written if submission.draft_id == draft]
        if mine:
            assert mine[-1].payload_hash in kept
    for before, submission, decision in log:
        if before and decision.sheet.kinds != before.kinds:
            own = before.draft_id == submission.draft_id and before.seq < submission.seq
            assert own or submission.base_version == before.version


@settings(max_examples=150, deadline=None)
@given(edits, st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_sending_anything_again_changes_nothing(script, order):
    _, log = arriving(script, order)
    final = log[-1][2].sheet
    for _, submission, _ in log:
        again = decide(final, submission)
        assert again.outcome not in (Outcome.STORED, Outcome.UPDATED)
        assert replace(again.sheet, heard={}) == replace(final, heard={})
        assert again.outcome is not Outcome.CONFLICT or again.kept_before


class TestSettlementAndLock:
    LOCK = LockSetting(week_closes_on=6, month_closes_on=3)

    def test_v_is_settled_with_who_and_when_and_the_first_mark_stays(self):
        mark = settle(Mark(V, V), P, by=9, at=SEVEN, window=Window.OPEN)
        assert mark == Mark(P, V, 9, SEVEN)
        assert mark.is_settled
        assert settle(mark, K, by=8, at=SEVEN, window=Window.OPEN) == Mark(K, V, 8, SEVEN)

    @pytest.mark.parametrize(
        ("mark", "to", "message"),
        [
            (None, P, "không có dấu vắng"),
            (Mark(T, T), P, "không có dấu vắng"),
            (Mark(V, V), V, "Chỉ xác minh là P"),
            (Mark(V, V), T, "Chỉ xác minh là P"),
        ],
    )
    def test_only_an_absence_is_settled_and_only_as_p_or_k(self, mark, to, message):
        with pytest.raises(RuleBroken, match=message):
            settle(mark, to, by=9, at=SEVEN, window=Window.OPEN)

    @pytest.mark.parametrize("when", Window)
    @pytest.mark.parametrize("who", Authority)
    def test_after_the_lock_it_takes_a_leader_and_a_reason(self, when, who):
        def go(reason):
            return settle(Mark(K, K), P, by=1, at=SEVEN, window=when, authority=who, reason=reason)

        if int(when) > int(who):
            with pytest.raises(RuleBroken, match="Dấu cũ còn nguyên"):
                go("Gia đình nộp giấy khám bệnh")
            return
        assert go("Gia đình nộp giấy khám bệnh").kind is P
        if when is not Window.OPEN:
            with pytest.raises(RuleBroken, match="ghi lý do") as refused:
                go("  ")
            assert "reason" in refused.value.fields

    @pytest.mark.parametrize(
        ("day", "now", "expected"),
        [
            (MONDAY, datetime(2026, 11, 29, 16, 59, tzinfo=UTC), Window.OPEN),
            (MONDAY, datetime(2026, 11, 29, 17, 0, tzinfo=UTC), Window.LOCKED),
            (date(2026, 11, 29), datetime(2026, 11, 29, 17, 0, tzinfo=UTC), Window.LOCKED),
            (MONDAY, datetime(2026, 12, 3, 16, 59, tzinfo=UTC), Window.LOCKED),
            (MONDAY, datetime(2026, 12, 3, 17, 0, tzinfo=UTC), Window.MONTH_CLOSED),
            (date(2026, 12, 31), at_vietnam(date(2027, 1, 3), time(23)), Window.OPEN),
            (date(2026, 12, 31), at_vietnam(date(2027, 1, 4)), Window.MONTH_CLOSED),
        ],
    )
    def test_a_week_locks_on_sunday_night_and_a_month_after_the_third(self, day, now, expected):
        assert window(day, now, self.LOCK) is expected

    def test_a_leader_may_open_a_week_longer_but_not_a_closed_month(self):
        opened = replace(self.LOCK, opened={MONDAY: date(2026, 12, 12)})
        wednesday = at_vietnam(date(2026, 12, 2))
        assert window(MONDAY, wednesday, opened) is Window.OPEN
        assert window(MONDAY - timedelta(days=1), wednesday, opened) is Window.LOCKED
        assert window(MONDAY, month_lock(MONDAY, self.LOCK), opened) is Window.MONTH_CLOSED

    def test_an_opened_week_closes_again_at_the_end_of_its_last_day(self):
        opened = replace(self.LOCK, opened={MONDAY: date(2026, 12, 1)})
        assert window(MONDAY, at_vietnam(date(2026, 12, 1), time(23, 59)), opened) is Window.OPEN
        assert window(MONDAY, at_vietnam(date(2026, 12, 2)), opened) is Window.LOCKED
        assert week_lock(MONDAY, opened) == at_vietnam(date(2026, 11, 30))

    def test_v_counts_as_k_only_after_the_lock(self):
        assert [counted_kind(kind, locked=True) for kind in MarkKind] == [K, P, K, T]
        assert counted_kind(V, locked=False) is V

    @pytest.mark.parametrize(
        ("before", "after", "when", "expected"),
        [
            (V, P, Window.OPEN, False),
            (K, P, Window.OPEN, False),
            (K, P, Window.LOCKED, True),
            (V, P, Window.MONTH_CLOSED, True),
            (V, K, Window.LOCKED, False),
            (None, P, Window.LOCKED, False),
        ],
    )
    def test_only_an_absence_excused_after_the_lock_is_a_signal(self, before, after, when, expected):
        assert is_signal(before, after, when) is expected


class TestPunctuality:
    HOURS = ReportingHours(morning=time(7, 30), afternoon=time(13, 45))
    SLOT = Slot(MONDAY, HalfDay.MORNING)

    @pytest.mark.parametrize(
        ("device", "skew", "received", "on_time"),
        [
            (time(7, 30), timedelta(), time(7, 31), True),
            (time(7, 31), timedelta(), time(7, 31), False),
            (time(7, 40), timedelta(minutes=15), time(7, 26), True),
            (time(7, 20), timedelta(minutes=-15), time(9), False),
            (time(7, 20), None, time(12), True),
            (time(11), timedelta(), time(7, 20), True),
        ],
    )
    def test_the_time_of_taking_counts_not_that_of_arrival(self, device, skew, received, on_time):
        taken = taken_at(at_vietnam(MONDAY, device), skew, at_vietnam(MONDAY, received))
        assert is_on_time(self.SLOT, taken, self.HOURS) is on_time

    def test_a_clock_that_stands_in_last_year_is_not_on_time(self):
        assert not is_on_time(self.SLOT, at_vietnam(date(2025, 1, 1)), self.HOURS)

    def test_the_afternoon_has_its_own_hour(self):
        afternoon = Slot(MONDAY, HalfDay.AFTERNOON)
        assert is_on_time(afternoon, at_vietnam(MONDAY, time(13, 45)), self.HOURS)


class TestTotals:
    ROLL35 = tuple(range(1, 36))

    def test_the_line_reads_as_on_the_page(self):
        totals = sheet_totals(self.ROLL35, self.ROLL35, {3: V, 4: P})
        assert totals.line() == "Sĩ số 35 · Có mặt 33 · Vắng 2 (P 1, chưa rõ 1) · Trễ 0"
        assert totals.line(submitted=False) == "Sĩ số 35 · Vắng 2 (P 1, chưa rõ 1) · Trễ 0"
        assert totals.attendance_rate == Fraction(33, 35)

    def test_a_late_pupil_is_present(self):
        totals = sheet_totals(self.ROLL35, self.ROLL35, {1: T})
        assert totals.line() == "Sĩ số 35 · Có mặt 35 · Vắng 0 · Trễ 1"

    def test_after_the_lock_v_stands_under_k_as_not_verified(self):
        totals = sheet_totals(self.ROLL35, self.ROLL35, {1: V, 2: K, 3: P}, locked=True)
        assert totals.line() == "Sĩ số 35 · Có mặt 32 · Vắng 3 (P 1, K 2; chưa xác minh 1) · Trễ 0"

    def test_a_due_pupil_not_on_the_roll_is_outside_the_denominator(self):
        totals = sheet_totals((1, 2, 3), (1, 2), {})
        assert totals.line() == "Sĩ số 2 · Có mặt 2 · Vắng 0 · Trễ 0 · Chưa điểm danh 1"
        assert not totals.is_complete
        assert not_called((1, 2, 3), (1, 2), {}) == (3,)

    def test_a_mark_of_a_pupil_not_due_is_reported_and_not_counted(self):
        totals = sheet_totals((1, 2), (1, 2, 3), {3: V, 2: K})
        assert (totals.roll, totals.absent, totals.not_due) == (2, 1, 1)
        assert marks_not_due((1, 2), {3: V, 2: K}) == (3,)

    def test_a_mark_speaks_of_a_pupil_the_roll_forgot(self):
        totals = sheet_totals((1, 2), (1,), {2: V})
        assert (totals.roll, totals.unknown, totals.not_called) == (2, 1, 0)

    def test_nobody_due_gives_no_rate(self):
        assert sheet_totals((), (1,), {1: V}).attendance_rate is None


ids = st.sets(st.integers(1, 12))
sheets = st.tuples(ids, ids, st.dictionaries(st.integers(1, 12), st.sampled_from(MarkKind)), st.booleans())


@given(st.lists(sheets, max_size=4))
def test_totals_add_up_pupil_by_pupil(some):
    counted = [sheet_totals(*sheet) for sheet in some]
    for totals, (due, roll, marks, locked) in zip(counted, some, strict=True):
        assert totals.roll + totals.not_called == len(due)
        assert totals.present + totals.excused + totals.unexcused + totals.unknown == totals.roll
        assert totals.late <= totals.present
        assert totals.unverified <= totals.unexcused
        assert totals.not_due == sum(1 for pupil in marks if pupil not in due)
        assert totals.present == sum(1 for i in due if (i in roll and i not in marks) or marks.get(i) is T)
        assert not (locked and totals.unknown)
    whole = total(counted)
    assert whole.roll == sum(t.roll for t in counted)
    assert whole.absent == sum(t.absent for t in counted)
    assert total([]) == SheetTotals()
