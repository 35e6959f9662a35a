"""The blueprint the pages of the school stand on; each module beside this one adds its own."""

from flask import Blueprint

bp = Blueprint("schools", __name__)
