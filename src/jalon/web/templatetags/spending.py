"""What money brings, as screens write it."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language

from jalon.wording import budgets

register = template.Library()


@register.simple_tag
def return_of(value: object, document: Mapping[str, object]) -> str:
    """What the step of money of a result brings."""
    result = document["result"]
    unit = str(result["unit"]) if isinstance(result, Mapping) else "count"
    return budgets.brought(value, unit, str(document["currency"]), (get_language() or "fr")[:2])


@register.simple_tag
def asked_amount(request: HttpRequest, bound: str, name: str) -> str:
    """The bound that the address asks for, as it was typed."""
    return str(request.GET.get(f"{bound}:{name}", ""))
