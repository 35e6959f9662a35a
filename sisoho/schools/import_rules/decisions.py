"""What a person's word makes of a plan: doubts settled, differences chosen, classes made clear."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sisoho.schools.import_rules.plan import ImportPlan, KnownPupil, ProposedMove, RowVerdict
from sisoho.schools.import_rules.verdicts import judge_known
from sisoho.schools.rules.classes import grades_of
from sisoho.schools.rules.moves import MoveKind

Word = Literal["", "new", "is", "skip"]


@dataclass(frozen=True)
class Decision:
    """A person's word on a row.

    word: "new" (a new pupil), "is" (the known pupil of public id `pupil`), "skip", or "" for none yet.
    `class_name` and `grade` say what the file left open. `take` are fields that become what the file
    says, `keep` fields that stay as the school has them.
    """

    word: Word = ""
    pupil: str = ""
    class_name: str = ""
    grade: int | None = None
    take: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standing:
    """What settling needs to know of the school.

    `known`: public id → pupil; `classes`: name → grades; `not_enrolled`: public ids of pupils who have
    been in no class of this year; `proposed`: (public id, kind, class) of moves a list proposed before
    and that wait or were dismissed.
    """

    known: Mapping[str, KnownPupil]
    classes: Mapping[str, tuple[int, ...]]
    fields_seen: frozenset[str]
    not_enrolled: Collection[str] = ()
    proposed: Collection[tuple[str, str, str]] = ()


def settle(plan: ImportPlan, decisions: Sequence[Decision], standing: Standing) -> tuple[RowVerdict, ...]:
    """The verdicts of `plan` after one decision a row, in their order.

    No two rows come to mean one pupil, and no ID number to stand for two; a row whose class is not
    clear is doubtful.
    """
    holders = {pupil.id_number: public_id for public_id, pupil in standing.known.items() if pupil.id_number}
    meant = {verdict.matched for verdict in plan.verdicts} - {None}
    settled = []
    for verdict, decision in zip(plan.verdicts, decisions, strict=True):
        after = _decided(_with_free_number(verdict, decision, holders), decision, standing)
        if after.matched and after.matched != verdict.matched and after.matched in meant:
            after = replace(verdict, reason="Một dòng khác của tệp đã là em này. Xin chọn lại.")
        after = _told(_class_checked(_moves_sorted(after, standing), decision, standing), decision)
        meant |= {after.matched} - {None}
        if after.kind == "new" and after.row.id_number:
            holders[after.row.id_number] = "another row"
        settled.append(after)
    return tuple(settled)


def _with_free_number(verdict: RowVerdict, decision: Decision, holders: Mapping[str, str]) -> RowVerdict:
    """The row without its ID number, where a person says it is not the pupil who holds that number."""
    number = verdict.row.id_number
    if decision.word not in ("new", "is") or holders.get(number, decision.pupil) == decision.pupil:
        return verdict
    problem = f"Mã định danh {number} đang là của em khác nên chưa ghi cho em này."
    row = replace(verdict.row, id_number="", problems=(*verdict.row.problems, problem))
    return replace(verdict, row=row)


def _decided(verdict: RowVerdict, decision: Decision, standing: Standing) -> RowVerdict:
    row = replace(verdict.row, class_name=decision.class_name or verdict.row.class_name)
    if verdict.kind == "refused":
        return verdict
    if decision.word == "skip":
        candidates = (verdict.matched,) if verdict.matched else verdict.candidates
        return RowVerdict(row, "refused", candidates=candidates, reason="Người nhập chọn bỏ qua dòng này.")
    pupil = verdict.matched or (decision.pupil if decision.word == "is" else "")
    if pupil in standing.known:
        said = "" if verdict.matched else "Người nhập chọn: là em này."
        return judge_known(row, standing.known[pupil], standing.fields_seen, said)
    if verdict.kind == "new" or decision.word == "new":
        left = row.status if row.status != "studying" else None
        moves = (ProposedMove(MoveKind(left), row.class_name, ""),) if left else ()
        said = f"Người nhập chọn: em mới, lớp {row.class_name}." if decision.word == "new" else verdict.reason
        return RowVerdict(row, "new", proposed_moves=moves, reason=said)
    return verdict


def _moves_sorted(verdict: RowVerdict, standing: Standing) -> RowVerdict:
    """Entering the year's first class is an enrolment; what was proposed before is not proposed again."""
    if not verdict.matched:
        return verdict
    moves = verdict.proposed_moves
    studying = standing.known[verdict.matched].status == "studying"
    if verdict.matched in standing.not_enrolled and studying and verdict.row.status in (None, "studying"):
        moves = (ProposedMove(MoveKind.ENROLLED, "", verdict.row.class_name),)
    proposed = standing.proposed
    moves = tuple(move for move in moves if (verdict.matched, move.kind, move.to_class) not in proposed)
    return replace(verdict, proposed_moves=moves)


def _class_checked(verdict: RowVerdict, decision: Decision, standing: Standing) -> RowVerdict:
    """Whoever enters a class needs one whose grade is known."""
    enrols = any(move.kind is MoveKind.ENROLLED for move in verdict.proposed_moves)
    if verdict.kind != "new" and not enrols:
        return verdict
    name = verdict.row.class_name
    grades = standing.classes.get(name) or grades_of(name)
    if len(grades) == 1 or decision.grade in grades:
        return verdict
    if not name:
        reason = "Chưa rõ học sinh học lớp nào. Xin chọn lớp."
    elif grades:
        reason = f"{name} là lớp ghép. Xin chọn khối của em."
    else:
        reason = f"Chưa rõ lớp “{name}” thuộc khối nào. Xin chọn lớp."
    candidates = (verdict.matched,) if verdict.matched else ()
    return RowVerdict(verdict.row, "doubtful", candidates=candidates, reason=reason)


def _told(verdict: RowVerdict, decision: Decision) -> RowVerdict:
    """The chosen differences moved to where they belong, and the verdict that is left."""
    if verdict.kind not in ("same", "changed"):
        return verdict
    taken = tuple(kept for kept in verdict.kept if kept.asked and kept.field in decision.take)
    rest = tuple(
        replace(kept, asked=kept.asked and kept.field not in decision.keep)
        for kept in verdict.kept
        if kept not in taken
    )
    changes = verdict.changes + taken
    news = changes or verdict.proposed_moves or any(kept.asked for kept in rest)
    return replace(verdict, kind="changed" if news else "same", changes=changes, kept=rest)
