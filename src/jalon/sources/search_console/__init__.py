"""Search Console performance downloads: several tables that make sense together."""

from jalon.sources.reading.format import Format
from jalon.sources.search_console.export import Performance


def formats() -> list[Format]:
    """The performance download; its files are read as one unit."""
    return [Performance()]
