"""Where a series changed, all of it known: for cutting a history and for dating a shift."""

from jalon.stats.changes.segmentation import Segment, changes, segments

__all__ = ["Segment", "changes", "segments"]
