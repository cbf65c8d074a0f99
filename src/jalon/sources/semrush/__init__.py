"""Semrush exports: positions a domain ranks at, positions followed day by day, a domain's trend, keyword tables."""

from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format
from jalon.sources.semrush.wide import DomainTrend, PositionTracking


def formats() -> list[Format]:
    """Each report of the interface that its descriptor describes."""
    return [
        Described(descriptor(__name__, "organic_positions")),
        Described(descriptor(__name__, "keyword_magic")),
        PositionTracking(descriptor(__name__, "position_tracking")),
        DomainTrend(descriptor(__name__, "domain_trend")),
    ]
