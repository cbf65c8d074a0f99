"""The house table `jalon.table@1`: what no vendor exports in a fixed form comes as one plain table."""

from jalon.sources.reading.format import Format
from jalon.sources.table.house import HouseTable


def formats() -> list[Format]:
    """The one format of this folder."""
    return [HouseTable()]
