"""The pages of going to the family, by subject."""

from sisoho.outreach.routes import dropouts, messages, papers, pupils, villages, visits
from sisoho.outreach.routes.blueprint import bp

__all__ = ["bp", "dropouts", "messages", "papers", "pupils", "villages", "visits"]
