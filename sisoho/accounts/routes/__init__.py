"""Pages of signing in, of one's own account, and of slips."""

from sisoho.accounts.routes import account, demo_door, founding, sign_in, slip, staff
from sisoho.accounts.routes.blueprint import bp

__all__ = ["account", "bp", "demo_door", "founding", "sign_in", "slip", "staff"]
