"""LinkedIn Campaign Manager: a title, the days reported, a header; each row dated by the day it starts."""

from jalon.sources.linkedin_ads.campaigns import Campaigns
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format


def formats() -> list[Format]:
    """The campaign performance report."""
    return [Campaigns(descriptor(__name__, "campaigns"))]
