"""Google Business Profile: one line a profile, for days that only the file's name tells."""

from jalon.sources.google_business.performance import profiles
from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format


def formats() -> list[Format]:
    """The performance export of the business manager."""
    return [Described(descriptor(__name__, "performance"), profiles)]
