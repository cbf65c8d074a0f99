"""Two plans compared as objects: one semantic difference for the command line, the web and rights."""

from jalon.plan.difference.comparing import difference
from jalon.plan.difference.objects import Change, PlanDifference

__all__ = ["Change", "PlanDifference", "difference"]
