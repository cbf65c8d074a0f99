"""Tags of dated events: their kind, their age, who vouches for them, what they touch."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jalon import wording

register = template.Library()
_SITES = re.compile(r"https?://([^/\s;)]+)")
_MOST = 70


def _language() -> str:
    return "en" if get_language() == "en" else "fr"


@register.filter
def event_kind(kind: str) -> str:
    """What an event is: a break, a change of ranking, a feast."""
    return wording.phrase(f"event.kind.{kind}", _language())


@register.filter
def phase_word(phase: str) -> str:
    """Under way, ahead, or over."""
    return wording.phrase(f"event.phase.{phase}", _language())


@register.filter
def event_list(origin: str) -> str:
    """A list of events by its name."""
    return wording.phrase(f"event.list.{origin}", _language())


@register.filter
def event_age(row: Mapping[str, object]) -> str:
    """How long ago it began, or in how many days it begins."""
    age = int(str(row["age_days"]))
    key = "event.age.today" if age == 0 else "event.age.ahead" if age < 0 else "event.age.past"
    return wording.phrase(key, _language(), {"days": wording.quantity(abs(age), "day", _language())})


@register.filter
def vouched(row: Mapping[str, object]) -> str:
    """Who vouches for an event, and whether its source asks to be checked."""
    said = wording.phrase(f"event.confirmation.{row['confirmation']}", _language())
    return wording.phrase("event.to_verify", _language(), {"said": said}) if row["to_verify"] else said


@register.filter
def source_short(source: str) -> str:
    """Where an event comes from, in a line: the sites that tell it, else the beginning of what is said."""
    sites = [site.removeprefix("www.") for site in _SITES.findall(source)]
    if sites:
        return ", ".join(dict.fromkeys(sites))
    return source if len(source) <= _MOST else f"{source[:_MOST].rsplit(' ', 1)[0]}…"


@register.simple_tag
def touched(key: str, names: Mapping[str, Mapping[str, object]]) -> SafeString:
    """A KPI or an objective that reads a measure of the event."""
    kind, _, name = key.partition(":")
    said = names.get(key, {})
    label = str(said.get(_language()) or next(iter(said.values()), name))
    return format_html('<a href="/{}/{}">{}</a>', kind, name, label)
