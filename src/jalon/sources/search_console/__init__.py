"""Search Console downloads: performance, several tables that make sense together; page indexing."""

from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format
from jalon.sources.search_console.export import Performance
from jalon.sources.search_console.indexing import Indexing


def formats() -> list[Format]:
    """The performance download and the page indexing one; the files of each are read as one unit."""
    return [Performance(descriptor(__name__, "performance")), Indexing(descriptor(__name__, "indexing"))]
