"""Meta Business Suite: one figure a day and network, several tables in a file; and the content export, post by post."""

from jalon.sources.meta_business.metric import Metric
from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format


def formats() -> list[Format]:
    """Insights by metric, and posts."""
    return [Metric(descriptor(__name__, "metric")), Described(descriptor(__name__, "posts"))]
