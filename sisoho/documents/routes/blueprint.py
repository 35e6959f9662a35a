"""The blueprint the pages of papers stand on; each module beside this one adds its own."""

from flask import Blueprint, current_app

from sisoho.documents.press import Press
from sisoho.errors import RuleBroken

bp = Blueprint("documents", __name__)


def press() -> Press:
    """The fonts, keys and roots of this server."""
    return Press.of(current_app.config["SISOHO"])


def faults(broken: RuleBroken) -> dict[str, str]:
    """Field → message for the form shown again; what concerns no field stands under "form"."""
    return broken.fields or {"form": broken.message}
