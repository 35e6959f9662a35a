"""The route × role matrix of the whole app, and no page for another school.

What each role gets through is derived from the guard that the server obeys, tried with real requests
and compared with tests/access_matrix.txt, so that a change of access shows up in a review as a changed
line. After adding or changing a route:

    SISOHO_WRITE_MATRIX=1 pytest tests/test_access.py     then look at the diff and commit it
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from sisoho import clock, db
from sisoho.access import RIGHTS, Role
from sisoho.accounts.models import Account
from sisoho.schools.models import StaffMember
from tests import factories
from tests.factories import Commune, School
from tests.sample_ids import FORMS, OF_ANOTHER_COMMUNE, OTHER, OWNED, Place

MATRIX = Path(__file__).parent / "access_matrix.txt"
ANONYMOUS = "anonymous"
ROLES: dict[str, frozenset[Role]] = {
    ANONYMOUS: frozenset(),
    "teacher": frozenset({Role.TEACHER}),
    "homeroom": frozenset({Role.TEACHER}),
    "village_teacher": frozenset({Role.TEACHER}),
    "clerk": frozenset({Role.CLERK}),
    "vice_principal": frozenset({Role.VICE_PRINCIPAL}),
    "principal": frozenset({Role.PRINCIPAL}),
    "commune_officer": frozenset({Role.COMMUNE_OFFICER}),
    "province_officer": frozenset({Role.PROVINCE_OFFICER}),
    "administrator": frozenset({Role.ADMINISTRATOR}),
}
# Who is asked for another school's row: the first of these who gets through.
ASKING = ("principal", "clerk", "homeroom", "village_teacher", "commune_officer", "administrator")
# Endpoints whose GET with own ids may be a 404 all the same, each with the reason.
MAY_BE_MISSING: dict[str, str] = {}


@dataclass(frozen=True)
class Route:
    """One method of one URL rule."""

    method: str
    rule: Rule
    view: Callable[..., Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.rule.rule}"

    @property
    def guard(self) -> str:
        return getattr(self.view, "guard", "")

    def lets_in(self, role: str) -> bool:
        """What the guard declares."""
        if self.guard == "public":
            return True
        rights = getattr(self.view, "rights", ())
        return role != ANONYMOUS and (
            not rights or any(not ROLES[role].isdisjoint(RIGHTS[right]) for right in rights)
        )


def routes_of(app: Flask) -> list[Route]:
    found = [
        Route(method, rule, app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    return sorted(found, key=lambda route: (route.rule.rule, route.method))


@dataclass
class World:
    """Two communes of two schools; each role has an account in the first school of each."""

    app: Flask
    near: Commune
    far: Commune

    def account(self, role: str, commune: Commune, school: School) -> Account:
        if role == "administrator":
            name = f"quantri{school.unit.id}"
            made, _new = Account.get_or_create(
                username=name,
                defaults={"unit": school.unit, "is_administrator": True, "created_at": clock.now()},
            )
            return made
        person = _person(role, commune, school)
        return Account.get_or_none(Account.staff == person) or factories.account(person)

    def place(self, role: str, commune: Commune, school: School) -> Place:
        officer = {"commune_officer": commune.unit, "province_officer": commune.department}
        return Place(school, officer.get(role, school.unit), self.account(role, commune, school))

    def own(self, role: str) -> Place:
        return self.place(role, self.near, self.near.school)

    def foreign(self, role: str, part: str) -> Place:
        """The neighbour school of the same commune, or for what communes own and see, another commune."""
        if part in OF_ANOTHER_COMMUNE or role == "commune_officer":
            return self.place(role, self.far, self.far.school)
        return self.place(role, self.near, self.near.other_school)

    def ask(self, route: Route, role: str, **outsiders: Place) -> tuple[int, str]:
        """Status and location of the route's answer, everything it did undone."""
        with db.database.atomic() as undone:
            place = self.own("principal" if role == ANONYMOUS else role)
            client = (
                self.app.test_client() if role == ANONYMOUS else factories.client_of(self.app, place.account)
            )
            path = _path(route, place, outsiders)
            form = {name: made(place) for name, made in FORMS.get(route.rule.endpoint, {}).items()}
            sent = {"query_string": form} if route.method == "GET" else {"data": form}
            response = client.open(path, method=route.method, **sent)
            undone.rollback()
        return response.status_code, response.headers.get("Location", "")

    def lets_in(self, route: Route, role: str) -> bool:
        """What the server does."""
        status, location = self.ask(route, role)
        assert status < 500, f"{route.name} breaks when {role} sends an empty form: {status}"
        # With "?": signing out leads to the sign-in page too, without a way back.
        return status not in (401, 403, 404) and not location.startswith(("/dang-nhap?", "/chon-don-vi?"))


def _person(role: str, commune: Commune, school: School) -> StaffMember:
    return {
        "teacher": school.teacher,
        "homeroom": school.teacher_6a,
        "village_teacher": school.village_teacher,
        "clerk": school.clerk,
        "vice_principal": school.vice_principal,
        "principal": school.principal,
        "commune_officer": commune.officer,
        "province_officer": commune.province_officer,
    }[role]


def _path(route: Route, place: Place, outsiders: dict[str, Place]) -> str:
    values = {}
    for part in route.rule.arguments:
        if part in OWNED:
            values[part] = OWNED[part](outsiders.get(part, place))
        elif part in OTHER:
            values[part] = OTHER[part](place)
        else:
            pytest.fail(f"{route.name}: add a sample for <{part}> to tests/sample_ids.py")
    built = route.rule.build(values)
    assert built is not None, f"{route.name}: its samples {values} do not fit the URL"
    return built[1]


@pytest.fixture
def world(app: Flask, commune: Commune) -> World:
    return World(app, commune, factories.commune())


def test_every_route_declares_who_may_reach_it(app: Flask) -> None:
    undeclared = [route.name for route in routes_of(app) if not route.guard]
    assert not undeclared, (
        f"undeclared routes: {undeclared}. Put @public, @identified, @signed_in or @needs(Right.…) "
        "of sisoho.web.guards directly under @bp.get or @bp.post."
    )


def test_each_role_gets_through_where_the_reviewed_matrix_says(world: World) -> None:
    matrix = {}
    for route in routes_of(world.app):
        through = [role for role in ROLES if world.lets_in(route, role)]
        leaked = [role for role in through if not route.lets_in(role)]
        assert not leaked, f"{route.name} lets in {leaked} against its guard {route.guard}"
        matrix[route.name] = f"[{route.guard}] {_words(through)}"
    if os.environ.get("SISOHO_WRITE_MATRIX") == "1":
        MATRIX.write_text("".join(_lines(matrix)), encoding="utf-8")
    assert matrix == _reviewed(), (
        "access differs from tests/access_matrix.txt. If that is meant, write it anew with "
        "SISOHO_WRITE_MATRIX=1 pytest tests/test_access.py and look at the diff."
    )


def _words(roles: list[str]) -> str:
    whole = {tuple(ROLES): "everyone", tuple(ROLES)[1:]: "everyone signed in", (): "nobody"}
    return whole.get(tuple(roles)) or " ".join(roles)


def _lines(matrix: dict[str, str]) -> Iterator[str]:
    yield "# Who gets through each route (anything but 401, 403, 404 or the way to sign-in): [guard] roles.\n"
    yield "# Written with SISOHO_WRITE_MATRIX=1 by tests/test_access.py. A changed line is a changed right.\n"
    for route, roles in matrix.items():
        yield f"{route}\n    {roles}\n"


def _reviewed() -> dict[str, str]:
    lines = [line for line in MATRIX.read_text("utf-8").splitlines() if not line.startswith("#")]
    return dict(zip(lines[::2], (line.strip() for line in lines[1::2]), strict=True))


def test_another_schools_row_is_not_found(world: World) -> None:
    wrong = []
    for route in routes_of(world.app):
        parts = sorted(route.rule.arguments & OWNED.keys())
        if route.guard in ("public", "identified") or not parts:
            continue
        role = next(role for role in ASKING if route.lets_in(role))
        if route.method == "GET" and route.rule.endpoint not in MAY_BE_MISSING:
            status, _location = world.ask(route, role)
            if status == 404:
                wrong.append(f"{route.name}: not even the own one is there, so this proves nothing")
        for part in parts:
            status, _location = world.ask(route, role, **{part: world.foreign(role, part)})
            if status != 404:
                wrong.append(f"{route.name}: <{part}> of another school answers {status}")
    hint = "\nA 422 means that the form was read first: give one in FORMS of tests/sample_ids.py."
    assert not wrong, "\n".join(wrong) + hint
