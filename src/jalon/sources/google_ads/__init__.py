"""Google Ads reports: a title, a period, a header, rows, totals."""

from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format


def formats() -> list[Format]:
    """Campaigns, keywords, search terms."""
    return [Described(descriptor(__name__, name)) for name in ("campaigns", "keywords", "search_terms")]
