"""Refuses, in tests, SQL on a unit-owned table that does not name its unit.

The third net against a leak, beside scoped queries and the route × role matrix.
"""

import re
from typing import Any

from sisoho.db import UnitOwned, unscoped_reason

_TABLE = re.compile(r'(?:FROM|JOIN|UPDATE|INTO|,)\s+"(\w+)"', re.IGNORECASE)


class UnscopedSql(AssertionError):
    pass


def owned_tables() -> set[str]:
    def below(model: type) -> list[Any]:
        return [found for child in model.__subclasses__() for found in (child, *below(child))]

    return {model._meta.table_name for model in below(UnitOwned)}


def refuse_unscoped(sql: str, owned: set[str]) -> None:
    """Raise UnscopedSql when `sql` touches an owned table and no condition names `unit_id`."""
    if unscoped_reason() or not sql.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
        return
    touched = owned & set(_TABLE.findall(sql))
    if not touched:
        return
    conditions = re.split(r"\b(?:WHERE|ON)\b", sql)[1:]
    if not any('"unit_id"' in part for part in conditions):
        raise UnscopedSql(f"{sorted(touched)} read or changed without their unit: {sql}")


def install(database: Any) -> Any:
    """Wrap `execute_sql` of the bound database; returns the call that takes the wrapper off."""
    owned, target = owned_tables(), database.obj
    original = target.execute_sql

    def guarded(sql: str, *args: Any, **kwargs: Any) -> Any:
        refuse_unscoped(sql, owned)
        return original(sql, *args, **kwargs)

    target.execute_sql = guarded
    return lambda: setattr(target, "execute_sql", original)
