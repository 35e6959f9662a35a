"""Every read of reports: the figures the living plans are made of."""

from sisoho.reports.queries.commune_plan import CommunePlanDraft, commune_plan_figures
from sisoho.reports.queries.school_plan import PlanDraft, school_plan_figures
from sisoho.reports.queries.superior_paper import COMMUNE_PLAN

__all__ = ["COMMUNE_PLAN", "CommunePlanDraft", "PlanDraft", "commune_plan_figures", "school_plan_figures"]
