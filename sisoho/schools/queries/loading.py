"""One row of the acting unit, or NotFound: another school's row looks like none at all."""

from typing import TypeVar

from sisoho.access import Access
from sisoho.db import UnitOwned, is_sqlite
from sisoho.errors import NotFound
from sisoho.schools.models import Unit, UnitProfile, Village

Row = TypeVar("Row", bound=UnitOwned)


def own_row(access: Access, model: type[Row], row_id: int) -> Row:
    """Raises NotFound."""
    return _found(model.get_or_none((model.unit == access.unit_id) & (model.id == row_id)))


def held_row(access: Access, model: type[Row], row_id: int) -> Row:
    """The same, kept to this transaction until it ends: what is read after it stays true until the write.

    SQLite's IMMEDIATE transactions do so already; on PostgreSQL two clerks could both find a pupil in
    class and both write that the pupil left. Others may still refer to the row meanwhile.
    """
    query = model.select().where((model.unit == access.unit_id) & (model.id == row_id))
    return _found((query if is_sqlite() else query.for_update("FOR NO KEY UPDATE")).first())


def hold_unit(access: Access) -> None:
    """Keep the acting unit to this transaction: who holds which post is written by one person at a time.

    Else two clerks could both find the post of principal free. Everything else of the unit goes on meanwhile.
    """
    if not is_sqlite():
        Unit.select(Unit.id).where(Unit.id == access.unit_id).for_update("FOR NO KEY UPDATE").first()


def own_public(access: Access, model: type[Row], public_id: str) -> Row:
    """The same by the id that stands in URLs. Raises NotFound."""
    return _found(model.get_or_none((model.unit == access.unit_id) & (model.public_id == public_id)))


def commune_village(access: Access, village_id: int) -> Village:
    """A village of the commune the unit works in; villages belong to no school. Raises NotFound."""
    return _found(Village.get_or_none((Village.unit == access.commune_id) & (Village.id == village_id)))


def check_campus(access: Access, campus_id: int) -> None:
    """Raises NotFound unless the campus is, or was, one of the acting school."""
    known = (
        UnitProfile.select()
        .join(Unit, on=(UnitProfile.unit == Unit.id))
        .where((Unit.id == campus_id) & (Unit.kind == "campus") & (UnitProfile.parent == access.unit_id))
    )
    if not known.exists():
        raise NotFound("Không tìm thấy điểm trường này.")


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row
