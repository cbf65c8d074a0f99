"""Tags that say what an import changes: days, measures that move, what was left at the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import get_language

from jalon.facts.load import Difference, MeasureChange
from jalon.routines.weighing import Effect
from jalon.wording import imports

register = template.Library()


def _language() -> str:
    return "en" if get_language() == "en" else "fr"


@register.filter
def effects(difference: Difference | Mapping[str, object]) -> list[str]:
    """What keeping a report does, sentence by sentence."""
    said = difference.as_document() if isinstance(difference, Difference) else difference
    return list(imports.effects(said, _language()))


@register.filter
def stretches(days: Sequence[Sequence[str]]) -> str:
    """Stretches of days, the latest first where there are many."""
    return imports.stretches(days, _language())


@register.filter
def dropped(said: Mapping[str, object]) -> list[str]:
    """What a file left at the door."""
    return list(imports.dropped(said, _language()))


@register.filter
def moved(change: MeasureChange | Mapping[str, object]) -> str:
    """By how much a measure moves on the days already there."""
    return imports.move(_document(change), _language())


@register.filter
def was(change: MeasureChange, name: str) -> str:
    """One figure of a measure that moves: `before`, `restated` or `after`."""
    return imports.figure(_document(change), name, _language())


@register.filter
def untouched(effect: Effect) -> list[str]:
    """What an effect says beside the standings that move."""
    names = {kpi.id: kpi.name.in_language(_language()) for kpi in effect.kpis}
    return list(imports.standings(effect.as_document(), names, _language()))[len(effect.moved) :]


def _document(change: MeasureChange | Mapping[str, object]) -> Mapping[str, object]:
    return change.as_document() if isinstance(change, MeasureChange) else change
