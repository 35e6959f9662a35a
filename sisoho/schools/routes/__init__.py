"""The pages of the school itself, by subject."""

from sisoho.schools.routes.blueprint import bp

__all__ = ["bp"]
