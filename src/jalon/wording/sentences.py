"""Findings, reasons and refusals said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from jalon.wording import numbers
from jalon.wording.phrases import known, phrase, places
from jalon.wording.values import Told

_MOST = 5
_SEEN = ("media_cost", "orders", "revenue", "sessions", "leads")
_MONEY = frozenset({"media_cost", "revenue", "cost"})
_AIMED = frozenset({"target", "forecast", "safe_target"})
"""Said in the unit of the indicator, where the finding tells it."""
_PARTS = frozenset({"aimed", "smallest", "strength", "part"})


def say(finding: Mapping[str, object], language: str, with_remedy: bool = True) -> str:
    """The sentence of a finding (its JSON form), with the nearest way out when one is known and wanted."""
    key, values = _told(finding, language)
    text = phrase(key, language, values) if known(key, language) else f"{finding['code']} {values['subject']}"
    near = values.get("near")
    if near and near != numbers.DASH:
        text = f"{text} {phrase('near', language, {'near': _alternatives(near, language)})}"
    way_out = remedy(finding, language) if with_remedy else ""
    return f"{text} {way_out}" if way_out else text


def remedy(finding: Mapping[str, object], language: str) -> str:
    """The nearest way out alone; empty when none is known or a place of its phrase has no value."""
    key, values = _told(finding, language)
    told = f"{key}.remedy"
    filled = known(told, language) and all(
        values.get(place) not in (None, numbers.DASH) for place in places(told, language)
    )
    return phrase(told, language, values) if filled else ""


def activity(details: Mapping[str, object], language: str) -> str:
    """What was seen of something, with only the figures that are known."""
    return _activity(details, _values(details, language), language)


def _told(finding: Mapping[str, object], language: str) -> tuple[str, dict[str, str]]:
    """The phrase of a finding and the values of its places."""
    said = finding.get("details")
    details = said if isinstance(said, Mapping) else {}
    values = _values(details, language)
    values["subject"] = subject(str(finding.get("subject", "")), language)
    others = finding.get("others")
    if isinstance(others, Sequence) and others and not isinstance(others, str):
        values["others"] = ", ".join(subject(str(other), language) for other in others[:_MOST])
    where = details.get("where")
    if isinstance(where, Sequence) and not isinstance(where, str):
        told = Told(language, {})
        values["where"] = told.listed([told.cell(cell) for cell in where])
    return _key(finding, details, language), values


def _key(finding: Mapping[str, object], details: Mapping[str, object], language: str) -> str:
    """The phrase of a finding; one that says why in its details may have a phrase of its own for that reason."""
    key = f"finding.{finding['code']}"
    own = f"{key}.{details.get('reason')}"
    return own if known(own, language) else key


def _alternatives(near: str, language: str) -> str:
    """Several near names, each in its own quotation marks: the phrase around brings the outer ones."""
    return near.replace(", ", "\u00a0», «\u00a0" if language == "fr" else "”, “")


def subject(text: str, language: str) -> str:
    """`kpi:cpl` as people say it: KPI « cpl »."""
    kind, separator, name = text.partition(":")
    if not separator:
        return phrase(f"subject.{kind}", language) if known(f"subject.{kind}", language) else text
    word = phrase(f"subject.{kind}", language) if known(f"subject.{kind}", language) else kind
    return phrase("subject.named", language, {"kind": word, "name": name})


def refusal(document: Mapping[str, object], language: str) -> str:
    """Why there is no number, from a refusal's JSON form (`{"refused": code, …}`)."""
    return phrase(f"refusal.{document['refused']}", language, _values(document, language))


def reason(document: Mapping[str, object], language: str) -> str:
    """Why a standing is what it is, from a reason's JSON form."""
    details = document.get("details")
    facts = details if isinstance(details, Mapping) else {}
    values, code = _values(facts, language), str(document["code"])
    if code == "pace" and "expected" in facts:
        unit = str(facts["unit"])
        values |= {name: numbers.quantity(str(facts[name]), unit, language) for name in ("value", "expected")}
    elif code == "odds":
        values |= _foreseen(facts, language)
    elif code == "pace":
        code, values["pace"] = "pace_alone", numbers.percent(str(facts["pace"]), language)
    told = phrase(f"reason.{code}", language, values)
    return told[:1].upper() + told[1:]


def odds(value: Decimal | float | str, language: str, short: bool = False) -> str:
    """A probability in whole per cent; what is nearly sure is written so, since only what is known is sure."""
    exact = Decimal(str(value))
    if 0 < exact < Decimal("0.015"):
        return phrase("odds.below" if short else "odds.under", language, {"limit": numbers.percent("0.01", language)})
    if Decimal("0.985") < exact < 1:
        return phrase("odds.above" if short else "odds.over", language, {"limit": numbers.percent("0.99", language)})
    return numbers.percent(exact, language, 0)


def _bounds(target: object) -> list[object]:
    return list(target) if isinstance(target, Sequence) and not isinstance(target, str) else [target]


def _foreseen(facts: Mapping[str, object], language: str) -> dict[str, str]:
    """What a reason by odds says: the odds, the value aimed at, the value foreseen."""
    unit = str(facts["unit"])
    goal = [numbers.quantity(str(bound), unit, language) for bound in _bounds(facts["target"])]
    return {
        "odds": odds(str(facts["odds"]), language),
        "target": phrase("odds.between", language, {"low": goal[0], "high": goal[1]}) if len(goal) == 2 else goal[0],
        "forecast": numbers.quantity(str(facts["forecast"]), unit, language),
        "due": numbers.day(str(facts["due"]), language),
    }


def standing(code: str, language: str) -> str:
    """The word of a standing of a KPI or a KRI."""
    return phrase(f"standing.{code}", language)


def severity(code: str, language: str) -> str:
    """The word of a severity."""
    return phrase(f"severity.{code}", language)


def _values(details: Mapping[str, object], language: str) -> dict[str, str]:
    currency, unit = details.get("currency"), details.get("unit")
    said = {}
    for name, value in details.items():
        if currency and value is not None and (name in _MONEY or name.removesuffix("_since_start") in _MONEY):
            said[str(name)] = numbers.money(str(value), str(currency), language)
        elif unit and value is not None and name in _AIMED:
            said[str(name)] = numbers.quantity(str(value), str(unit), language)
        elif name in _PARTS and value is not None:
            said[str(name)] = numbers.percent(str(value), language)
        elif name in _SEEN and value is not None:
            said[str(name)] = numbers.number(str(value), language)
        else:
            said[str(name)] = _term(str(name), value, language)
    if "ground" in details:
        said["activity"] = _activity(details, said, language)
    return said


def _term(name: str, value: object, language: str) -> str:
    """A code of the house by its phrase (`tool.ga4`, `term.spike`), anything else as it is."""
    if name == "odds" and value is not None:
        return odds(str(value), language)
    if name == "list" and known(f"event.list.{value}", language):
        return phrase(f"event.list.{value}", language)
    if name == "ground" and known(f"ground.{value}", language):
        return phrase(f"ground.{value}", language)
    if isinstance(value, str) and name in ("tool", "what", "name", "lacks"):
        parts = [part.strip() for part in value.split(",")]
        kind = "tool" if name == "tool" else "term"
        return ", ".join(phrase(f"{kind}.{p}", language) if known(f"{kind}.{p}", language) else p for p in parts)
    if name == "tools" and isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_term("tool", str(one), language) for one in value[:_MOST])
    return _worded(value, language)


def _activity(details: Mapping[str, object], said: Mapping[str, str], language: str) -> str:
    """What was seen of something, with only the figures that are known."""
    seen = [name for name in _SEEN if details.get(name) not in (None, "0", 0)]
    return ", ".join(phrase(f"activity.{name}", language, {"value": said[name]}) for name in seen)


def _worded(value: object, language: str) -> str:
    if isinstance(value, bool):
        return phrase("yes" if value else "no", language)
    if isinstance(value, date) or (isinstance(value, str) and numbers.is_day(value)):
        return numbers.day(value, language)
    if isinstance(value, int | float | Decimal):
        return numbers.number(value, language)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_worded(inner, language)}" for name, inner in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        shown = ", ".join(_worded(inner, language) for inner in value[:_MOST])
        return f"{shown}…" if len(value) > _MOST else shown or numbers.DASH
    return numbers.DASH if value is None or value == "" else str(value)
