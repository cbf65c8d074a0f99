"""Sprout Social: profiles day by day, and posts with their counters so far."""

from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format
from jalon.sources.sprout.profiles import Profiles


def formats() -> list[Format]:
    """The Profile Performance and Post Performance exports."""
    return [Profiles(descriptor(__name__, "profiles")), Described(descriptor(__name__, "posts"))]
