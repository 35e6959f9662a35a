"""The pages of going to the family, by subject."""

from sisoho.outreach.routes import messages, pupils, villages, visits
from sisoho.outreach.routes.blueprint import bp

__all__ = ["bp", "messages", "pupils", "villages", "visits"]
