"""Every read of the school itself, by subject."""

from sisoho.schools.queries.units import UnitCard, unit_card, unit_choices

__all__ = ["UnitCard", "unit_card", "unit_choices"]
