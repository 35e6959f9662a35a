"""A phổ cập list beside what is known of the area: for the plan, and in words for the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sisoho.access import Access
from sisoho.schools.import_rules import (
    Decision,
    KnownChild,
    KnownPupil,
    ListedChild,
    RowVerdict,
    decision_from_json,
    listed_from_json,
    place_key,
    plan_children,
)
from sisoho.schools.models import ImportedRow
from sisoho.schools.queries.area.child import person_words
from sisoho.schools.queries.area.people import AreaPerson, area_people
from sisoho.schools.queries.area.scope import AreaScope, area_scope, asked_year
from sisoho.schools.queries.imports import (
    FIELD_LABELS,
    PAGE,
    Known,
    RowLine,
    RowPage,
    RunCard,
    Said,
    is_shown,
    stored_rows,
    where_in_file,
)
from sisoho.schools.queries.villages import village_words
from sisoho.schools.rules.area import ChildState
from sisoho.vietnamese import fold

LABELS = FIELD_LABELS | {
    "status": "Tình trạng",
    "school": "Trường đang học",
    "household_head": "Chủ hộ",
    "reason": "Lý do",
}


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """`verdicts`: one a row. `people`: public id (of child, else pupil) → who is known by name."""

    verdicts: tuple[RowVerdict, ...]
    people: Mapping[str, AreaPerson]
    scope: AreaScope


def plan_area(access: Access, rows: Sequence[ListedChild], decisions: Sequence[Decision]) -> AreaPlan:
    """What the list would do at this moment; a fixed number of statements. Raises NotAllowed."""
    scope = area_scope(access)
    found = area_people(access, scope, asked_year(access))
    people = {one.child or one.pupil: one for one in found if one.name}
    known = {key: _known(key, one, scope) for key, one in people.items()}
    words = village_words(access)
    own = {one.id: one.name for one in scope.villages}
    named = {place_key(row.village): words.get(fold(row.village)) for row in rows}
    villages = {key: own[id_] for key, id_ in named.items() if id_ in own}
    return AreaPlan(plan_children(rows, known, villages, decisions, access.on), people, scope)


def _known(key: str, one: AreaPerson, scope: AreaScope) -> KnownChild:
    as_pupil = KnownPupil(
        key, one.name, birth=one.birth, class_name=one.class_name, village=scope.homes[one.village_id]
    )
    standing = "open"
    if not one.source:
        standing = "standing" if one.state is ChildState.STUDYING else "left"
    elif one.source == "survey" and not one.before:
        standing = "asked"
    return KnownChild(as_pupil, standing, person_words(one), one.state.value, one.school, one.head_name)


def run_lines(access: Access, run: RunCard, shown: str, page: int = 1) -> RowPage:
    """A page of the rows that `shown` (a key of imports.SHOWN) names."""
    rows = [row for row in stored_rows(access, run.id) if is_shown(row, shown)]
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, page), pages)
    many_sheets = len({sheet for sheet, *_ in run.columns}) > 1
    people = plan_area(access, (), ()).people
    some = rows[(page - 1) * PAGE : page * PAGE]
    lines = tuple(_line(row, people, many_sheets) for row in some)
    return RowPage(shown, (), lines, len(rows), page, pages)


def _line(row: ImportedRow, people: Mapping[str, AreaPerson], many_sheets: bool) -> RowLine:
    skipped = row.verdict == "skipped"
    listed = None if skipped else listed_from_json(row.listed, ListedChild)
    told = [] if listed is None else [listed.class_name, str(listed.birth or ""), listed.village]
    return RowLine(
        place=row.place,
        where=where_in_file(row, many_sheets),
        verdict=row.verdict,
        name=listed.full_name if listed else row.listed.get("text", ""),
        about=" · ".join(filter(None, told)),
        reason=row.reason,
        problems=tuple(row.changes.get("problems", ())),
        changes=_said(row.changes.get("changes", ())),
        asked=(),
        kept=_said(row.changes.get("kept", ())),
        moves=(),
        candidates=tuple(
            _who(key, people[key]) for key in row.changes.get("candidates", ()) if key in people
        ),
        pupil=None,
        decision=decision_from_json(row.decision),
        asks_class=False,
    )


def _who(key: str, one: AreaPerson) -> Known:
    return Known(key, one.name, " · ".join(filter(None, (str(one.birth or ""), person_words(one)))))


def _said(differences: Iterable[Sequence[str]]) -> tuple[Said, ...]:
    return tuple(
        Said(field, LABELS[field], _words(field, ours), _words(field, listed))
        for field, ours, listed in differences
    )


def _words(field: str, value: str) -> str:
    return ChildState(value).label if field == "status" and value else value
