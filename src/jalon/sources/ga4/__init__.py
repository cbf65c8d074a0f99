"""GA4 reports downloaded from the interface: a preamble, then one table or several."""

from jalon.sources.ga4.export import Ga4Report
from jalon.sources.reading.format import Format


def formats() -> list[Format]:
    """Any report of the interface."""
    return [Ga4Report()]
