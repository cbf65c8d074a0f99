"""Google Ads reports: a title, a period, a header, rows, totals."""

from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format

REPORTS = ("campaigns", "ad_groups", "keywords", "search_terms")


def formats() -> list[Format]:
    """Campaigns, ad groups, keywords, search terms; each by day, week, month or for its whole period."""
    return [Described(descriptor(__name__, name, "every_report")) for name in REPORTS]
