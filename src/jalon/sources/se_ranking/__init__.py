"""SE Ranking exports: positions of followed keywords, day by day."""

from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format
from jalon.sources.se_ranking.rankings import Rankings


def formats() -> list[Format]:
    """The rankings table, in its detailed and its history form."""
    return [Rankings(descriptor(__name__, "rankings"))]
