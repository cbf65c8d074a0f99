"""Meta Ads Manager and Ads Reporting: the total first, the currency in a header, a reach that never adds."""

from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format


def formats() -> list[Format]:
    """The performance report, whatever its level and breakdown."""
    return [Described(descriptor(__name__, "performance"))]
