"""The pages of going to the family, by subject."""

from sisoho.outreach.routes import confidential, dropouts, messages, papers, pupils, villages, visits
from sisoho.outreach.routes.blueprint import bp

__all__ = ["bp", "confidential", "dropouts", "messages", "papers", "pupils", "villages", "visits"]
