"""Children of the area for tests."""

from dataclasses import replace
from datetime import date

from sisoho.schools.forms.area import ChildData
from sisoho.schools.rules.area import ChildState
from sisoho.vietnamese import BirthDate
from tests.factories import School

BORN_2020 = BirthDate(date(2020, 5, 4))


def told(school: School, name: str = "Siu H'Lin", **fields: object) -> ChildData:
    """A six-year-old girl of the school's village, not in school, unless `fields` say otherwise."""
    data = ChildData(name, BORN_2020, school.village.id, ChildState.NOT_YET, "female", "Gia Rai", "Amí Lin")
    return replace(data, **fields)  # type: ignore[arg-type]
