"""Dated settings in force on a day."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sisoho.access import Access
from sisoho.schools.models import Setting
from sisoho.schools.settings import SETTINGS


def settings_of(access: Access, keys: Iterable[str], on: date) -> dict[str, Any]:
    """The unit's values of `keys` on a day, the default where none was set; one statement.

    Raises KeyError for a key that is no setting.
    """
    found = {key: SETTINGS[key].default for key in keys}
    rows = (
        Setting.select(Setting.key, Setting.value)
        .where((Setting.unit == access.unit_id) & Setting.key.in_(list(found)) & (Setting.starts <= on))
        .order_by(Setting.starts)
    )
    found.update({key: json.loads(value) for key, value in rows.tuples()})
    return found


def setting(access: Access, key: str, on: date) -> Any:
    """One setting; several at once come cheaper from `settings_of`."""
    return settings_of(access, [key], on)[key]
