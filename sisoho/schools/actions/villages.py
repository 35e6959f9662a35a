"""Villages of the commune, as its schools name them."""

from collections.abc import Iterable

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import RuleBroken
from sisoho.schools.forms import VillageData
from sisoho.schools.models import Village
from sisoho.schools.queries.loading import commune_village
from sisoho.schools.queries.shared_villages import check_concerns
from sisoho.vietnamese import fold


def add_village(access: Access, data: VillageData) -> Village:
    """A village of the commune; one of that name, or known by it as an alias, is returned as it is."""
    if not access.may(Right.KEEP_VILLAGES):
        access.need(Right.MANAGE_STAFF)
    if access.commune_id is None:
        raise RuleBroken("Đơn vị chưa thuộc xã nào nên chưa ghi được thôn, buôn.")
    with db.write():
        found = _known(access, data.name)
        if found is not None:
            return found
        village = Village.create(unit=access.commune_id, **_columns(data))
        record(access, "add_village", "village", village.id, fields=["name", "kind", "aliases"])
    return village


def add_villages(access: Access, villages: Iterable[VillageData]) -> list[Village]:
    with db.write():
        return [add_village(access, village) for village in villages]


def change_village(access: Access, village_id: int, data: VillageData) -> Village:
    """Every school of the commune reads the name: its leaders change it where their own pupils live.

    Raises RuleBroken when another village of the commune has that name, NotAllowed.
    """
    access.need(Right.KEEP_VILLAGES)
    with db.write():
        village = commune_village(access, village_id)
        check_concerns(access, village.id)
        other = _known(access, data.name)
        if other is not None and other.id != village.id:
            raise RuleBroken("Xã đã có thôn, buôn tên này.", {"name": f"Trùng với {other.name}."})
        for column, value in _columns(data).items():
            setattr(village, column, value)
        village.save()
        record(access, "change_village", "village", village.id, fields=_columns(data))
    return village


def _columns(data: VillageData) -> dict[str, str]:
    return {
        "kind": data.kind,
        "name": data.name,
        "folded": fold(data.name),
        "aliases": "\n".join(data.aliases),
        "head_name": data.head_name,
        "elder_name": data.elder_name,
    }


def _known(access: Access, name: str) -> Village | None:
    wanted = fold(name)
    rows = Village.select().where(Village.unit == access.commune_id)
    return next(
        (row for row in rows if wanted in {row.folded, *(fold(alias) for alias in row.aliases.splitlines())}),
        None,
    )
