"""Tags that say figures of the plan and the scorecard: targets, parts of a cascade, expected effects, places."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jalon import wording
from jalon.plan.model import Action
from jalon.routines.exploring import Exploration, Group
from jalon.web.here import Here
from jalon.web.templatetags.drawing import glyph_at, named

register = template.Library()


def _language() -> str:
    return "en" if get_language() == "en" else "fr"


@register.simple_tag
def target_of(row: Mapping[str, object], unit: str = "") -> str:
    """What is to be reached: a value, or a range."""
    unit = unit or str(row["unit"])
    if row["target"] is not None:
        return wording.quantity(str(row["target"]), unit, _language())
    ends = row["target_range"]
    if not isinstance(ends, list | tuple):
        return "–"
    return " – ".join(wording.quantity(str(end), unit, _language()) for end in ends)


@register.simple_tag
def part_value(part: Mapping[str, object], name: str, here: Here) -> str:
    """A figure of one part of a cascade, in the part's own unit."""
    value = part[name]
    if value is None or isinstance(value, Mapping):
        return "–"
    return wording.quantity(str(value), _unit_of(part, here), _language())


def _unit_of(part: Mapping[str, object], here: Here) -> str:
    for row in (*here.rows("kpis"), *here.rows("objectives")):
        measured = row["measured"]
        if isinstance(measured, Mapping) and measured["id"] == part["id"]:
            return str(measured["unit"])
    return "count"


@register.simple_tag
def contribution(value: object, unit: str, direction: str) -> SafeString:
    """A share of the gap: the sign is the number's, the tint is what is wanted."""
    if value is None:
        return format_html("–")
    amount = Decimal(str(value))
    wanted = amount if direction != "down" else -amount
    tone = "good" if wanted > 0 else "bad" if wanted < 0 else "flat"
    sign = "+" if amount > 0 else ""
    return format_html(
        '<span class="delta" data-f="{}">{}{}</span>', tone, sign, wording.quantity(str(amount), unit, _language())
    )


@register.simple_tag
def group_value(group: Group, unit: str) -> str:
    """The value of one group of an exploration."""
    return wording.quantity(group.value, unit, _language()) if isinstance(group.value, Decimal) else "–"


@register.filter
def weight_of(group: Group, found: Exploration) -> str:
    """The share of the whole that a group carries: of the total of a flow, of the denominator of a ratio."""
    divided = any(one.denominator is not None for one in found.groups)
    mine = group.denominator if divided else group.numerator
    weights = [one.denominator if divided else one.numerator for one in found.groups]
    whole = sum((weight for weight in weights if weight is not None), Decimal(0))
    return wording.percent(mine / whole, _language()) if mine and whole > 0 else "–"


@register.simple_tag(takes_context=True)
def holder(context: Context, held_by: str) -> SafeString:
    """Who holds what is outside a limit: the person of an area, or an area's or person's own name."""
    here: Here = context["here"]
    kra = here.plan.kra(held_by) if here.plan else None
    if kra is None:
        return named(context, held_by)
    return named(context, kra.owner, kra.name.in_language(here.language) if kra.name else kra.id)


@register.simple_tag
def expected_effect(action: Action) -> str:
    """The effect announced before the start."""
    said = action.expect
    if said is None:
        return "–"
    if said.rel is not None:
        return wording.percent(said.rel, _language(), signed=True)
    return wording.number(said.abs, _language(), signed=True) if said.abs is not None else "–"


@register.simple_tag
def plus(value: float, more: float) -> str:
    """A coordinate beside another."""
    return f"{float(value) + float(more):g}"


@register.simple_tag
def below(y: float) -> str:
    """The baseline of a text beside a 14-unit glyph."""
    return f"{y + 11.5:g}"


@register.simple_tag
def hit(row: object) -> SafeString:
    """The whole line of a row of the map, so that a finger meets it anywhere between its name and its figure."""
    x, y, end = (float(getattr(row, name, 0)) for name in ("x", "y", "end"))
    return format_html(
        '<rect class="hit" x="{}" y="{}" width="{}" height="26"/>', f"{x - 4:g}", f"{y - 6:g}", f"{end - x + 4:g}"
    )


@register.simple_tag
def line_at(y: float, number: int) -> str:
    """The baseline of a line under the title of a box."""
    return f"{y + 24 + 18 * number:g}"


@register.simple_tag
def glyph_in_box(box: object) -> SafeString:
    """The shape of a standing in the corner of a box of the map."""
    return glyph_at(
        str(getattr(box, "code", "")), float(getattr(box, "x", 0)) + 13, float(getattr(box, "y", 0)) + 12, 16
    )
