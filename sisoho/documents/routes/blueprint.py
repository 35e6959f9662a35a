"""The blueprint the pages of papers stand on; each module beside this one adds its own."""

from flask import Blueprint

bp = Blueprint("documents", __name__)
