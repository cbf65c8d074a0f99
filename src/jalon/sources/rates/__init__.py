"""Dated rates of exchange, `rates@1`: 1 `from` = `rate` `to` that day."""

from jalon.sources.rates.exchange import Rates
from jalon.sources.reading.format import Format


def formats() -> list[Format]:
    """The one format of this folder."""
    return [Rates()]
