"""The pages of support, by subject."""

from sisoho.support.routes.blueprint import bp

__all__ = ["bp"]
