"""Tags that say why a number moved: ways to split, parts, changes tinted by what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jalon import wording
from jalon.web.here import Here
from jalon.web.templatetags.words import dimension_word
from jalon.wording import moves

register = template.Library()


def _language() -> str:
    return "en" if get_language() == "en" else "fr"


@register.filter
def against_word(code: str) -> str:
    """What a period is compared with."""
    return wording.phrase(f"against.{code}", _language()).capitalize()


@register.filter
def way_word(way: str, here: Here) -> str:
    """A way to split a change: by measure, by the cascade, by a dimension."""
    key = f"way.{way}"
    return wording.phrase(key, _language()) if wording.known(key, _language()) else dimension_word(way, here)


@register.filter
def part_word(name: str, names: Mapping[str, str]) -> str:
    """What a part is called."""
    return moves.part_name(name, _language(), names)


@register.simple_tag
def part_figure(value: object, name: str, units: Mapping[str, str], otherwise: str) -> str:
    """A part's own value in its own unit; a value of a dimension is in the unit of the whole."""
    if value is None:
        return "–"
    unit = units.get(name.partition("@")[0], otherwise)
    return wording.quantity(str(value), unit, _language())


@register.filter
def refused_fact(facts: Mapping[str, object]) -> str:
    """Why a change could not be split."""
    told = dict(facts)
    return wording.refusal({"refused": told.pop("code"), **told}, _language())


@register.simple_tag
def moved_by(value: object, measured: Mapping[str, object]) -> SafeString:
    """A change in its unit: the sign is the number's, the tint is what is wanted."""
    if value is None:
        return format_html("–")
    amount, direction = Decimal(str(value)), measured["direction"]
    wanted = -amount if direction == "down" else amount
    known = direction in ("up", "down")
    tone = "good" if known and wanted > 0 else "bad" if known and wanted < 0 else "flat"
    text = moves.signed(amount, str(measured["unit"]), _language())
    return format_html('<span class="delta" data-f="{}">{}</span>', tone, text)
