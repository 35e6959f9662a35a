"""The pages of support, by subject."""

from sisoho.support.routes import activities, benefits, buddies, hub, lessons, schemes, sponsors, year_pages
from sisoho.support.routes.blueprint import bp

__all__ = ["activities", "benefits", "bp", "buddies", "hub", "lessons", "schemes", "sponsors", "year_pages"]
