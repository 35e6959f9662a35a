"""Children of the area: who lives in the villages, where each studies or why not, and the rates from it.

scope          whose villages, and whether by name
listed         what surveys and lists wrote down
living         the pupils of the commune's schools who live there
people         both joined: every child once
overview       villages × birth years, one village's list
child          one child and everything ever said
matching       which child may be which pupil
mobilisation   the rates, and who stands behind a figure
"""

from sisoho.schools.queries.area.child import (
    SOURCES,
    ChildPage,
    child_page,
    one_child,
    one_pupil,
    person_words,
    state_words,
)
from sisoho.schools.queries.area.matching import Matching, ProposedMatch, matching, twins
from sisoho.schools.queries.area.mobilisation import FIGURES, Behind, Mobilisation, behind, mobilisation
from sisoho.schools.queries.area.overview import (
    SHOWN,
    AreaOverview,
    VillageChildren,
    overview,
    village_children,
)
from sisoho.schools.queries.area.people import AreaPerson, area_people
from sisoho.schools.queries.area.scope import AreaScope, area_scope, asked_year, need_writing

__all__ = [
    "FIGURES",
    "SHOWN",
    "SOURCES",
    "AreaOverview",
    "AreaPerson",
    "AreaScope",
    "Behind",
    "ChildPage",
    "Matching",
    "Mobilisation",
    "ProposedMatch",
    "VillageChildren",
    "area_people",
    "area_scope",
    "asked_year",
    "behind",
    "child_page",
    "matching",
    "mobilisation",
    "need_writing",
    "one_child",
    "one_pupil",
    "overview",
    "person_words",
    "state_words",
    "twins",
    "village_children",
]
