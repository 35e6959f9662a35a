"""Pages of official papers."""

from sisoho.documents.routes.blueprint import bp

__all__ = ["bp"]
