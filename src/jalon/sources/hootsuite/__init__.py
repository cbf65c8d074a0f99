"""Hootsuite Analytics: posts with their counters so far."""

from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format


def formats() -> list[Format]:
    """The Post performance export."""
    return [Described(descriptor(__name__, "posts"))]
