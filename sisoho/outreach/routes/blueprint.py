"""The blueprint the pages of outreach stand on; each module beside this one adds its own."""

from flask import Blueprint

bp = Blueprint("outreach", __name__)
