"""The blueprint the pages of support stand on; each module beside this one adds its own."""

from flask import Blueprint

bp = Blueprint("support", __name__)
