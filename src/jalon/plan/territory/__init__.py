"""Who holds what: claims as boxes, overlaps and holes by set algebra."""

from jalon.plan.territory.ground import Hole, Overlap, Territory

__all__ = ["Hole", "Overlap", "Territory"]
