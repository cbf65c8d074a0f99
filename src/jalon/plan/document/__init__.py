"""The plan document: read with every fault named, written back as it was."""

from jalon.plan.document.nodes import PlaceIndex
from jalon.plan.document.reading import Reading, read_plan

__all__ = ["PlaceIndex", "Reading", "read_plan"]
