"""What the next result of a channel costs, in one sentence with its doubt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jalon.wording import numbers
from jalon.wording.phrases import phrase

SURE = Decimal("0.8")


def response(document: Mapping[str, object], language: str) -> str:
    """The sentence of a `Response` of the scorecard."""
    unit = str(document["unit"])
    over = Decimal(str(document["over"]))
    told = document["marginal_cost80"]
    low, high = [*told, None, None][:2] if isinstance(told, list | tuple) else (None, None)
    values = {
        "spend": _said(document["spend"], unit, language),
        "next": _said(document["marginal_cost"], unit, language),
        "average": _said(document["average_cost"], unit, language),
        "low": _said(low, unit, language),
        "high": _said(high, unit, language),
        "ceiling": _said(document["ceiling"], unit, language),
    }
    values["between"] = phrase("saturation.between" if high is not None else "saturation.at_least", language, values)
    sure = over if over >= SURE else 1 - over
    values["sure"] = numbers.percent(min(sure, Decimal("0.99")), language, 0)
    if over >= SURE:
        average, ceiling = document["average_cost"], Decimal(str(document["ceiling"]))
        hidden = average is not None and Decimal(str(average)) <= ceiling
        return phrase("saturation.hidden" if hidden else "saturation.over", language, values)
    return phrase("saturation.under" if over <= 1 - SURE else "saturation.open", language, values)


def _said(value: object, unit: str, language: str) -> str:
    return numbers.DASH if value is None else numbers.quantity(str(value), unit, language, compact=True)
