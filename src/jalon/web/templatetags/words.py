"""Filters that say things in the page's language: amounts, days, standings, reasons, names of the plan."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.contrib.messages.storage.base import Message
from django.utils.translation import get_language

from jalon import wording
from jalon.catalogue.measures import measures
from jalon.plan.model import Decision
from jalon.quantities import Refusal
from jalon.web.here import Here
from jalon.web.undone import way_back
from jalon.wording import carried
from jalon.wording.codes import about

register = template.Library()


def _language() -> str:
    return "en" if get_language() == "en" else "fr"


@register.filter
def said(value: object) -> str:
    """A text of the plan or the scorecard in the reader's language."""
    return carried.said(value, _language())


@register.filter
def in_unit(value: object, unit: str) -> str:
    """A value of the scorecard in its unit; a refusal or an unknown is an en dash."""
    if value is None or isinstance(value, Mapping):
        return "–"
    return wording.quantity(str(value), unit, _language())


@register.filter
def in_short(value: object, unit: str) -> str:
    """The same, short, for tiles and the map."""
    if value is None or isinstance(value, Mapping):
        return "–"
    return wording.quantity(str(value), unit, _language(), compact=True)


@register.filter
def refused(value: object) -> str:
    """Why there is no number; empty when there is one."""
    return wording.refusal(value, _language()) if isinstance(value, Mapping) and "refused" in value else ""


@register.filter
def is_refused(value: object) -> bool:
    """Whether a value is a refusal."""
    return isinstance(value, Mapping) and "refused" in value


@register.filter
def is_negative(value: object) -> bool:
    """Whether a number of the scorecard is below zero."""
    return value is not None and not isinstance(value, Mapping) and str(value).startswith("-")


@register.filter
def why(reason: Mapping[str, object]) -> str:
    """A reason of a standing, in a sentence."""
    code, details = str(reason["code"]), reason.get("details")
    facts = details if isinstance(details, Mapping) else {}
    if code.startswith("refused."):
        return wording.refusal({"refused": code.removeprefix("refused."), **facts}, _language())
    return wording.reason({"code": code, "details": facts}, _language())


@register.filter
def standing_word(code: str) -> str:
    """The word of a standing."""
    return wording.standing(code, _language())


@register.filter
def on_day(value: object, form: str = "medium") -> str:
    """A day as people write it."""
    return wording.day(str(value), _language(), form) if value else "–"


@register.filter
def as_percent(value: object, places: int = 1) -> str:
    """A share as a percentage."""
    return wording.percent(str(value), _language(), places) if value is not None else "–"


@register.filter
def plain_number(value: object) -> str:
    """A number grouped."""
    return wording.number(str(value), _language()) if value is not None else "–"


@register.filter
def finding_words(finding: Mapping[str, object]) -> str:
    """The sentence of a finding."""
    return wording.say(finding, _language())


@register.filter
def code_word(code: str) -> str:
    """What findings of one code are about."""
    return about(code, _language())


@register.filter
def finding_said(finding: Mapping[str, object]) -> str:
    """The sentence of a finding where the page itself is the way out."""
    return wording.say(finding, _language(), with_remedy=False)


@register.filter
def undo_path(message: Message) -> str:
    """Where the button of a message leads that undoes what it says."""
    return way_back(message.extra_tags or "")


@register.simple_tag
def colon() -> str:
    """The colon of the page's language, with its spaces."""
    return "\u00a0: " if _language() == "fr" else ": "


@register.filter
def get(mapping: Mapping[str, object] | None, name: str) -> object:
    """A value by its name; nothing where there is no table."""
    return mapping.get(name) if isinstance(mapping, Mapping) else None


@register.filter
def direction_word(code: str) -> str:
    """Which way is good."""
    return wording.phrase(f"direction.{code}", _language())


@register.filter
def trajectory_word(code: str) -> str:
    """The shape of the way."""
    return wording.phrase(f"trajectory.{code}", _language())


@register.filter
def status_word(code: str) -> str:
    """The state of an action, a verdict, a decision."""
    return wording.phrase(f"status.{code}", _language())


@register.filter
def signed_percent(value: object) -> str:
    """A distance as a signed percentage."""
    return wording.percent(str(value), _language(), signed=True) if value is not None else "–"


@register.filter
def tool_name(tool: object) -> str:
    """A tool as people call it; its id when it has no name of its own."""
    key = f"tool.{tool}"
    return wording.phrase(key, _language()) if wording.known(key, _language()) else str(tool)


@register.filter
def settling(settlement: Mapping[str, object], first: object) -> str:
    """Which days still move and why they do not count yet."""
    how = "learned" if settlement["learned"] else "stated"
    told = {"first": wording.day(str(first), _language(), "short"), "window": str(settlement["window_days"])}
    told["last"] = wording.day(str(settlement["last_day"]), _language(), "short")
    return wording.phrase(f"settling.{how}", _language(), told)


@register.filter
def measure_name(measure: object) -> str:
    """A measure of the catalogue by its name."""
    found = measures().get(str(measure))
    return found.name.in_language(_language()) if found else str(measure)


@register.filter
def stage_word(code: str) -> str:
    """The state of a common milestone."""
    return wording.phrase(f"stage.status.{code}", _language())


@register.filter
def ground_word(ground: object) -> str:
    """A kind of territory."""
    return wording.phrase(f"ground.{ground}", _language())


@register.filter
def lacking_word(field: object, count: int = 1) -> str:
    """A field of the plan that is left to complete, as people call it, with how many there are."""
    many = f"draft.lacking.{field}.many"
    key = many if count > 1 and wording.known(many, _language()) else f"draft.lacking.{field}"
    return wording.phrase(key, _language(), {"count": str(count)})


@register.filter
def severity_word(code: object) -> str:
    """How grave a finding is."""
    return wording.severity(str(code), _language())


@register.simple_tag
def said_option(decision: Decision) -> str:
    """The option a decision chose, as its plan names it."""
    name = decision.option_name(decision.chosen or "").in_language(_language())
    return name[:1].upper() + name[1:]


@register.filter
def dimension_word(name: object, here: Here) -> str:
    """A dimension as people call it: the plan's own name, else a phrase, else its id in words."""
    key = str(name)
    told = here.plan.dimension_names.get(key) if here.plan else None
    if told is not None:
        return told.in_language(_language())
    for phrase_key in (f"dimension.{key}", f"ground.{key}"):
        if wording.known(phrase_key, _language()):
            return wording.phrase(phrase_key, _language()).capitalize()
    return key.replace("_", " ").capitalize()


@register.simple_tag
def value_name(value: str, dimension: str, here: Here) -> str:
    """A value of a dimension as the plan names it; as the data say where it does not."""
    named = here.plan.value_names(dimension).get(value) if here.plan else None
    return named.in_language(_language()) if named else value


@register.filter
def refusal_words(refusal: Refusal) -> str:
    """Why something could not be computed just now."""
    facts = refusal.as_document()
    return wording.refusal({"refused": facts.pop("code"), **facts}, _language())


@register.filter
def person_name(person_id: object, here: Here) -> str:
    """Somebody of the plan by name."""
    return here.person(person_id)["name"]


@register.filter
def as_person(person_id: object, here: Here) -> Mapping[str, str]:
    """Somebody of the plan as `who` shows people."""
    return here.person(person_id)


@register.filter
def area_name(kra_id: object, here: Here) -> str:
    """An area of the plan by name."""
    kra = here.plan.kra(str(kra_id)) if here.plan else None
    return kra.name.in_language(_language()) if kra and kra.name else str(kra_id or "–")


@register.filter
def bound(value: object, row: Mapping[str, object]) -> str:
    """A threshold of a risk in its unit; an interval is two of them."""
    if value is None:
        return "–"
    unit = str(row["unit"]) if row["scale"] == "value" else "count"
    parts = value if isinstance(value, list) else [value]
    return " – ".join(wording.quantity(str(part), unit, _language()) for part in parts)


@register.filter
def odds_words(value: object) -> str:
    """Odds as people read them: whole per cent, never 0 or 100 unless nothing random is left."""
    return wording.odds(str(value), _language(), short=True)


@register.filter
def odds_or_dash(value: object) -> str:
    """Odds in a table: a dash where they are refused; the page of the number says why."""
    return wording.odds(value, _language(), short=True) if isinstance(value, str) else "–"


@register.filter
def trusted(forecast: Mapping[str, object]) -> str:
    """Whose past a forecast comes from."""
    return wording.phrase(f"odds.{'exact' if forecast['exact'] else forecast['reliability']}", _language())


@register.filter
def score(value: object) -> str:
    """A score of statistics, three places."""
    return wording.number(str(value), _language(), 3)


@register.filter
def one_place(value: object) -> str:
    """An estimated count: whole from ten on, one place below."""
    return wording.number(str(value), _language(), 0 if abs(float(str(value))) >= 10 else 1)
