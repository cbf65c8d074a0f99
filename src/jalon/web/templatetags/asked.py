"""Filters of forms: what a question is called, what it is for, what a choice says."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from jalon import wording
from jalon.plan.forms.asking import Asked, Option
from jalon.plan.forms.claiming import OF
from jalon.plan.schema.kinds import MONTHS

register = template.Library()


def _language() -> str:
    return "en" if get_language() == "en" else "fr"


@register.filter
def asked_label(one: Asked) -> str:
    """What a question is called: a month by its name, the rest by the words of the format."""
    if one.kind == "month":
        return wording.month_name(MONTHS.index(one.field) + 1, _language())
    return one.called or wording.label(one.kind, one.field, _language())


@register.filter
def asked_help(one: Asked) -> str:
    """What a question is for."""
    return wording.purpose(one.kind, one.field, _language())


@register.filter
def asked_default(one: Asked) -> str:
    """What holds when nothing is chosen."""
    key = f"format.default.{one.default.replace(' ', '_')}"
    if wording.known(key, _language()):
        return wording.phrase(key, _language())
    return wording.choice(one.default, one.field, _language())


@register.filter
def option_label(option: Option, one: Asked) -> str:
    """What a choice says: its own name, else the word of the format."""
    return option.label or wording.choice(option.value, one.field, _language())


@register.filter
def picked_label(option: Option, one: Asked) -> str:
    """What a value of a claim says; picked before its ground, with the ground before it."""
    ground, between, _ = option.value.partition(OF)
    said = option_label(option, one)
    return f"{wording.choice(ground, 'ground', _language())} · {said}" if between else said


@register.filter
def picked_words(one: Asked) -> str:
    """What is picked of a claim, in a line."""
    chosen = [picked_label(option, one) for option in one.options if option.chosen]
    return ", ".join([*chosen, one.value] if one.value else chosen) or wording.phrase("form.pick", _language())


@register.filter
def unread_words(code: str) -> str:
    """Why an answer could not be read."""
    return wording.unread(code, _language())


@register.filter
def weekday_word(day: str) -> str:
    """A day of the week by its name."""
    return wording.phrase(f"word.{day}", _language())


@register.filter
def object_kind(kind: str) -> str:
    """A kind of thing of the plan."""
    return wording.object_word(kind, _language())


@register.filter
def chapter_label(name: str) -> str:
    """A chapter of the whole plan."""
    return wording.label("plan", name, _language())


@register.filter
def role_word(role: str) -> str:
    """A role of a member."""
    return wording.phrase(f"role.{role}", _language())


@register.filter
def role_help(role: str) -> str:
    """What a role may do."""
    return wording.phrase(f"role.help.{role}", _language())


@register.filter
def scope_word(scope: str) -> str:
    """What an API token may do."""
    return wording.phrase(f"scope.{scope}", _language())


@register.filter
def proposal_word(state: str) -> str:
    """Where a proposal stands."""
    return wording.phrase(f"proposal.{state}", _language())
