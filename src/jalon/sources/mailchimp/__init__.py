"""Mailchimp campaigns: one line a sending, whose opens and clicks go on growing."""

from jalon.sources.reading.described import Described
from jalon.sources.reading.descriptor import descriptor
from jalon.sources.reading.format import Format


def formats() -> list[Format]:
    """The aggregated campaigns."""
    return [Described(descriptor(__name__, "campaigns"))]
