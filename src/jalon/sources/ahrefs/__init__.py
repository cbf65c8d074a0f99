"""Ahrefs exports of Site Explorer: organic keywords, referring domains, backlinks."""

from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format

REPORTS = ("organic_keywords", "referring_domains", "backlinks")


def formats() -> list[Format]:
    """Each report that its descriptor describes."""
    return [Described(descriptor(__name__, name)) for name in REPORTS]
