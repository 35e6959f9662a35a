"""The rows of a run in words, filtered and by pages: a list of 358 must suit a phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peewee import JOIN

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.schools.forms import SEXES
from sisoho.schools.import_rules import Decision, class_key, decision_from_json, row_from_json
from sisoho.schools.models import ImportedRow, Pupil
from sisoho.schools.queries.imports.known import KnownRow, known_pupils
from sisoho.schools.queries.imports.places import known_places
from sisoho.schools.queries.imports.runs import RunCard
from sisoho.schools.rules import MoveKind, grades_of

PAGE = 40

FIELD_LABELS = {
    "id_number": "Mã định danh", "full_name": "Họ và tên", "birth": "Ngày sinh", "sex": "Giới tính",
    "ethnic_group": "Dân tộc", "class_name": "Lớp", "village": "Thôn buôn", "commune": "Xã",
    "campus": "Điểm trường", "father": "Họ tên cha", "mother": "Họ tên mẹ", "phone": "Số điện thoại",
    "policy": "Diện chính sách", "disability": "Khuyết tật", "status": "Trạng thái",
}  # fmt: skip

# Part of the address → what it shows, in the order of the tiles.
SHOWN = {
    "can-xem": "cần xem lại",
    "moi": "mới",
    "thay-doi": "thay đổi",
    "giu-nguyen": "giữ nguyên",
    "khong-nhan": "không nhận",
    "ghi-chu": "có ghi chú",
    "vang": "không có trong tệp",
}
_VERDICTS = {"moi": {"new"}, "thay-doi": {"changed"}, "giu-nguyen": {"same"}, "vang": {"missing"}}


@dataclass(frozen=True, slots=True)
class Said:
    """A field in words: what the school has, what the file says."""

    field: str
    label: str
    ours: str
    listed: str


@dataclass(frozen=True, slots=True)
class Known:
    """A pupil of the school, so that a person can tell who is meant."""

    public_id: str
    name: str
    about: str  # class · birth · village


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row. `place` names it within the run; `about` is class · birth · village as the file has them."""

    place: int
    where: str  # row of the file, and sheet where there are several
    verdict: str
    name: str
    about: str
    reason: str
    problems: tuple[str, ...]
    changes: tuple[Said, ...]
    asked: tuple[Said, ...]
    kept: tuple[Said, ...]
    moves: tuple[str, ...]
    candidates: tuple[Known, ...]
    pupil: Known | None
    decision: Decision
    asks_class: bool

    @property
    def is_decided(self) -> bool:
        return self.decision != Decision()


@dataclass(frozen=True, slots=True)
class RowPage:
    """`classes`: (value, label) a person may choose from where a row leaves the class open."""

    shown: str
    classes: tuple[tuple[str, str], ...]
    lines: tuple[RowLine, ...]
    total: int
    page: int
    pages: int


def run_rows(access: Access, run: RunCard, shown: str, page: int = 1, size: int = PAGE) -> RowPage:
    """A page of the rows that `shown` (a key of SHOWN) names."""
    rows = [row for row in stored_rows(access, run.id) if is_shown(row, shown)]
    pages = max(1, -(-len(rows) // size))
    page = min(max(1, page), pages)
    some = rows[(page - 1) * size : page * size]
    asks_who = any(row.changes.get("candidates") or row.verdict == "missing" for row in some)
    known = known_pupils(access, run.year_id) if asks_who else {}
    classes = _class_choices(access, run, some)
    clear = {class_key(value) for value, _ in classes}
    many_sheets = len({sheet for sheet, *_ in run.columns}) > 1
    lines = tuple(_line(row, known, clear, many_sheets) for row in some)
    return RowPage(shown, classes, lines, len(rows), page, pages)


def _class_choices(access: Access, run: RunCard, rows: Iterable[ImportedRow]) -> tuple[tuple[str, str], ...]:
    """Classes of the year and those the list names; one that joins grades once for each, `1+2|1`."""
    known = dict(known_places(access, run.year_id)[0].classes)
    known |= {name: tuple(grades) for name, grades in run.additions.get("classes", ())}
    doubtful = {row.listed.get("class_name", "") for row in rows if row.verdict == "doubtful"}
    have = {class_key(name) for name in known}
    known |= {name: grades_of(name) for name in doubtful if class_key(name) not in have and grades_of(name)}
    choices = list[tuple[str, str]]()
    for name, grades in sorted(known.items(), key=lambda item: (item[1], item[0])):
        if len(grades) == 1:
            choices.append((name, name))
        else:
            choices += [(f"{name}|{grade}", f"{name}, khối {grade}") for grade in grades]
    return tuple(choices)


def decision_of(access: Access, run: RunCard, place: int) -> Decision:
    """What a person said of a row so far. Raises NotFound."""
    row = ImportedRow.get_or_none(
        (ImportedRow.unit == access.unit_id) & (ImportedRow.run == run.id) & (ImportedRow.place == place)
    )
    if row is None:
        raise NotFound("Không tìm thấy dòng này trong lần nhập.")
    return decision_from_json(row.decision)


def stored_rows(access: Access, run_id: int) -> Sequence[ImportedRow]:
    """Every row of a run with its pupil, in the order of the file."""
    rows = (
        ImportedRow.select(ImportedRow, Pupil)
        .join(Pupil, JOIN.LEFT_OUTER, on=(ImportedRow.pupil == Pupil.id) & (Pupil.unit == ImportedRow.unit))
        .where((ImportedRow.unit == access.unit_id) & (ImportedRow.run == run_id))
    )
    return list(rows.order_by(ImportedRow.place))


def is_shown(row: ImportedRow, shown: str) -> bool:
    """Whether a row belongs to the part `shown`, a key of SHOWN."""
    if shown == "can-xem":
        return row.verdict == "doubtful" or bool(row.changes.get("asked") or row.decision)
    if shown == "khong-nhan":
        return row.verdict in ("refused", "skipped")
    if shown == "ghi-chu":
        return bool(row.changes.get("problems"))
    return row.verdict in _VERDICTS[shown]


def _line(row: ImportedRow, known: dict[str, KnownRow], clear: set[str], many_sheets: bool) -> RowLine:
    outcome = row.changes
    name, about = _from_file(row)
    pupil = None
    if row.pupil_id:
        found = known.get(row.pupil.public_id)
        pupil = _who(found) if found else Known(row.pupil.public_id, row.pupil.full_name, "")
    return RowLine(
        place=row.place,
        where=where_in_file(row, many_sheets),
        verdict=row.verdict,
        name=name or (pupil.name if pupil else ""),
        about=about or (pupil.about if pupil else ""),
        reason=row.reason,
        problems=tuple(outcome.get("problems", ())),
        changes=_said(outcome.get("changes", ())),
        asked=_said(outcome.get("asked", ())),
        kept=_said(outcome.get("kept", ())),
        moves=tuple(_move(*move) for move in outcome.get("moves", ())),
        candidates=tuple(_who(known[key]) for key in outcome.get("candidates", ()) if key in known),
        pupil=pupil,
        decision=decision_from_json(row.decision),
        asks_class=row.verdict == "doubtful" and class_key(row.listed.get("class_name", "")) not in clear,
    )


def where_in_file(row: ImportedRow, many_sheets: bool) -> str:
    """`dòng 12`, with its sheet where there are several."""
    if not row.row_number:
        return row.sheet
    return f"{row.sheet}, dòng {row.row_number}" if many_sheets else f"dòng {row.row_number}"


def _from_file(row: ImportedRow) -> tuple[str, str]:
    if row.verdict in ("skipped", "missing"):
        return row.listed.get("text", ""), ""
    listed = row_from_json(row.listed)
    return listed.full_name, _about(listed.class_name, str(listed.birth or ""), listed.village)


def _about(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _who(row: KnownRow) -> Known:
    known = row.known
    about = _about(known.class_name, str(known.birth or ""), known.village)
    return Known(known.public_id, known.full_name, about)


def _said(differences: Iterable[Sequence[str]]) -> tuple[Said, ...]:
    return tuple(
        Said(field, FIELD_LABELS[field], _words(field, ours), _words(field, listed))
        for field, ours, listed in differences
    )


def _words(field: str, value: str) -> str:
    return SEXES.get(value, value) if field == "sex" else value


def _move(kind: str, from_class: str, to_class: str) -> str:
    """Chuyển lớp: 6A → 6B."""
    way = " → ".join(filter(None, (from_class, to_class)))
    return f"{MoveKind(kind).label}: {way}" if way else MoveKind(kind).label
