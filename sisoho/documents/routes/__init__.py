"""Pages of official papers."""

from sisoho.documents.routes import incoming, listing, paper, sections, steps, verification
from sisoho.documents.routes.blueprint import bp

__all__ = ["bp", "incoming", "listing", "paper", "sections", "steps", "verification"]
