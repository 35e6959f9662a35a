"""A school and a year by what a person types on the command line."""

from datetime import date

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.schools.models import SchoolYear, Unit
from sisoho.schools.queries.units import unit_names
from sisoho.vietnamese import unaccented


def school_named(text: str, on: date) -> int:
    """The row id of the school of that public id or name, accents aside. Raises NotFound."""
    schools = {row.id: row.public_id for row in Unit.select().where(Unit.kind == "school")}
    names = unit_names(schools, on)
    found = [key for key, public_id in schools.items() if public_id == text] or [
        key for key, name in names.items() if unaccented(name) == unaccented(text)
    ]
    if len(found) != 1:
        known = "; ".join(f"{public_id} ({names.get(key, '')})" for key, public_id in schools.items())
        raise NotFound(f"Không rõ trường “{text}”. Các trường của máy chủ này: {known or 'chưa có'}.")
    return found[0]


def year_named(access: Access, label: str) -> int:
    """The row id of the school year of that label. Raises NotFound."""
    row = SchoolYear.get_or_none((SchoolYear.unit == access.unit_id) & (SchoolYear.label == label))
    if row is None:
        raise NotFound(f"Trường chưa mở năm học {label}.")
    return int(row.id)
