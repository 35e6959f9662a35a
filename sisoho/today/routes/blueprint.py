"""The blueprint of the home pages; each module beside this one adds its own."""

from flask import Blueprint

from sisoho.schools.rules import percent_text
from sisoho.today.rules import report_text

bp = Blueprint("today", __name__)
bp.add_app_template_filter(report_text, "report_text")
bp.add_app_template_filter(lambda rate, *marks: percent_text(rate, 1, marks), "percent")
