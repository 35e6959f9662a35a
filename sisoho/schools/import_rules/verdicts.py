"""The plan of an import: a verdict for every row, and who is missing."""

import datetime
from collections import Counter
from collections.abc import Sequence

from sisoho.schools.import_rules.comparing import compare
from sisoho.schools.import_rules.duplicates import Duplicate, find_duplicates
from sisoho.schools.import_rules.listed import ListedPupil, Status
from sisoho.schools.import_rules.matching import Match, Register
from sisoho.schools.import_rules.plan import ImportPlan, KnownPupil, ProposedMove, RowVerdict, VerdictKind
from sisoho.schools.rules.moves import MoveKind

_SCHOOL_AGES = range(3, 26)  # outside this a birth date is more likely a slip than a pupil


def plan_import(
    rows: Sequence[ListedPupil],
    known: Sequence[KnownPupil],
    *,
    fields_seen: frozenset[str],
    on: datetime.date,
) -> ImportPlan:
    """What importing `rows` on the day `on` would do to the pupils `known` of the school and year.

    `fields_seen` are the fields the file has a column for (PupilList.fields_seen): only where there is a
    column does a blank cell say something.
    """
    register = Register(known)
    duplicates = find_duplicates(rows)
    matches = [register.find(row) for row in rows]
    taken = Counter(
        match.pupil.public_id
        for place, match in enumerate(matches)
        if match.pupil and not _is_repetition(duplicates.get(place))
    )
    verdicts = tuple(
        _judge(row, match, duplicates.get(place), taken, fields_seen, on)
        for place, (row, match) in enumerate(zip(rows, matches, strict=True))
    )
    return ImportPlan(verdicts, _missing(known, verdicts))


def _is_repetition(duplicate: Duplicate | None) -> bool:
    return duplicate is not None and duplicate.kind == "refused"


def _judge(
    row: ListedPupil,
    match: Match,
    duplicate: Duplicate | None,
    taken: Counter[str],
    fields_seen: frozenset[str],
    on: datetime.date,
) -> RowVerdict:
    candidates = tuple(pupil.public_id for pupil in (*filter(None, [match.pupil]), *match.candidates))
    if duplicate and duplicate.kind == "refused":
        return RowVerdict(row, "refused", reason=duplicate.reason, candidates=candidates)
    doubt = _doubt(row, match, taken, on)
    if duplicate and duplicate.kind == "doubtful":
        doubt = duplicate.reason
    if doubt:
        return RowVerdict(row, "doubtful", reason=doubt, candidates=candidates)
    note = duplicate.reason if duplicate else ""
    if match.pupil is None:
        return RowVerdict(row, "new", reason=note)
    return judge_known(row, match.pupil, fields_seen, note)


def _doubt(row: ListedPupil, match: Match, taken: Counter[str], on: datetime.date) -> str:
    """Why this row must be asked about, whatever else the file holds; "" if it need not."""
    if match.doubt:
        return match.doubt
    if row.birth and on.year - row.birth.date.year not in _SCHOOL_AGES:
        return f"Ngày sinh {row.birth} không hợp với tuổi đi học. Xin xem lại."
    if match.pupil is None:
        return _doubt_about_new(row)
    if taken[match.pupil.public_id] > 1:
        return f"Nhiều dòng trong tệp cùng khớp với {match.pupil.full_name}. Xin chọn dòng đúng."
    if match.pupil.status == "died":
        return "Học sinh này đã được ghi là qua đời. Xin xem lại."
    return ""


def _doubt_about_new(row: ListedPupil) -> str:
    if row.status not in (None, "studying"):
        return "Chưa có học sinh này trong trường mà tệp ghi đã rời trường. Xin xác nhận có nhập hay không."
    if not row.class_name:
        return "Chưa rõ học sinh học lớp nào. Xin chọn lớp."
    return ""


def judge_known(row: ListedPupil, known: KnownPupil, fields_seen: frozenset[str], note: str) -> RowVerdict:
    """What becomes of a row that means the pupil `known`."""
    changes, kept = compare(row, known, fields_seen)
    moves = _proposed_moves(row, known, fields_seen)
    news = changes or moves or any(difference.asked for difference in kept)
    kind: VerdictKind = "changed" if news else "same"
    return RowVerdict(row, kind, known.public_id, changes, kept, moves, reason=note)


def _proposed_moves(
    row: ListedPupil, known: KnownPupil, fields_seen: frozenset[str]
) -> tuple[ProposedMove, ...]:
    """The move that a changed status or class suggests: at most one, leaving and coming before class.

    A list without a status column says of everyone in it that they attend.
    """
    listed = row.status or (known.status if "status" in fields_seen else "studying")
    to_class = row.class_name or known.class_name
    if listed != known.status:
        kind = _move_to(listed, known.status)
        return (ProposedMove(kind, known.class_name, to_class if listed == "studying" else ""),)
    if listed == "studying" and to_class.casefold() != known.class_name.casefold():
        return (ProposedMove(MoveKind.CLASS_CHANGE, known.class_name, to_class),)
    return ()


def _move_to(listed: Status, before: Status) -> MoveKind:
    if listed == "studying":
        return MoveKind.TRANSFER_IN if before == "transfer_out" else MoveKind.RETURNED
    return MoveKind(listed)


def _missing(known: Sequence[KnownPupil], verdicts: tuple[RowVerdict, ...]) -> tuple[str, ...]:
    """Pupils who attend and whom no row means or may mean."""
    seen = {verdict.matched for verdict in verdicts}
    seen.update(candidate for verdict in verdicts for candidate in verdict.candidates)
    return tuple(p.public_id for p in known if p.status == "studying" and p.public_id not in seen)
