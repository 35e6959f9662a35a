"""The pages of the school itself, by subject."""

from sisoho.schools.routes import (
    area,
    classes,
    exports,
    families,
    first_morning,
    handover,
    import_waiting,
    imports,
    movement,
    moves,
    new_year,
    pupils,
    staff,
    transfers,
    units,
    villages,
    years,
)
from sisoho.schools.routes.blueprint import bp

__all__ = [
    "area",
    "bp",
    "classes",
    "exports",
    "families",
    "first_morning",
    "handover",
    "import_waiting",
    "imports",
    "movement",
    "moves",
    "new_year",
    "pupils",
    "staff",
    "transfers",
    "units",
    "villages",
    "years",
]
