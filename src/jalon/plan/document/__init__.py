"""The plan document: read with every fault named, written back as it was."""

from jalon.plan.document.nodes import PlaceIndex
from jalon.plan.document.reading import Reading, read_plan
from jalon.plan.document.shelf import plan_in

__all__ = ["PlaceIndex", "Reading", "plan_in", "read_plan"]
