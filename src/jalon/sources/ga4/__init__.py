"""GA4 reports downloaded from the interface: a preamble, then one table or several."""

from jalon.sources.ga4.export import Interface
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format


def formats() -> list[Format]:
    """Any report of the interface."""
    return [Interface(descriptor(__name__, "interface"))]
