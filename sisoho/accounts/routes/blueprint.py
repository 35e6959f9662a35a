"""What the route modules of this slice hang their views on."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
