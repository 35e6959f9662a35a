"""Which children of the list may be which pupils of the school: proposed here, confirmed by a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sisoho.access import Access
from sisoho.schools.queries.area.listed import matches
from sisoho.schools.queries.area.people import AreaPerson, area_people
from sisoho.schools.queries.area.scope import area_scope
from sisoho.schools.rules.area import Person, may_be_one, propose_matches


@dataclass(frozen=True, slots=True)
class ProposedMatch:
    """`sure`: same day of birth and village."""

    child: AreaPerson
    pupil: AreaPerson
    sure: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """`apart`: pairs a person said are two children, so that the word can be taken back."""

    open: tuple[ProposedMatch, ...]
    apart: tuple[ProposedMatch, ...]
    homes: Mapping[int, str]


def matching(access: Access, year: str) -> Matching:
    """Of the person's villages, and wherever else a pupil of the school lives; ten statements.

    Raises NotAllowed.
    """
    scope = area_scope(access, whole=True)
    people = area_people(access, scope, year) if scope.named else []
    _same, apart = matches(access)
    return Matching(proposals(people, apart), _told_apart(people, apart), scope.homes)


def proposals(
    people: Collection[AreaPerson], apart: Collection[tuple[int, int]]
) -> tuple[ProposedMatch, ...]:
    children, pupils = _unmatched(people)
    found = propose_matches(
        [one.as_person for one in children.values()], [one.as_person for one in pupils.values()], apart
    )
    return tuple(ProposedMatch(children[one.child_id], pupils[one.pupil_id], one.sure) for one in found)


def _told_apart(
    people: Collection[AreaPerson], apart: Collection[tuple[int, int]]
) -> tuple[ProposedMatch, ...]:
    children, pupils = _unmatched(people)
    return tuple(
        ProposedMatch(children[child_id], pupils[pupil_id], sure=False)
        for child_id, pupil_id in sorted(apart)
        if child_id in children and pupil_id in pupils
    )


def _unmatched(people: Collection[AreaPerson]) -> tuple[dict[int, AreaPerson], dict[int, AreaPerson]]:
    """By row id: children of the list who are no pupil, and pupils of the school who are on no list."""
    children = {one.child_id: one for one in people if one.child_id is not None and _is_free(one)}
    pupils = {one.pupil_id: one for one in people if one.pupil_id is not None and not one.child}
    return children, pupils


def _is_free(one: AreaPerson) -> bool:
    """On the list and no pupil yet: its line is a survey's."""
    return bool(one.source) and not one.pupil


def twins(people: list[AreaPerson], wanted: Person) -> list[AreaPerson]:
    """Children and pupils of the area who may be the child about to be written down."""
    return [one for one in people if one.name and may_be_one(wanted, one.as_person)]
