"""What the rules say of a question, what stands between two areas, what became of a decision: in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from jalon.wording import numbers
from jalon.wording.phrases import phrase
from jalon.wording.sentences import refusal

Row = Mapping[str, object]
_NO_BREAK = "\u00a0"


class Names(Protocol):
    """How things are called where the sentence is read."""

    def option(self, name: str) -> str:
        """An option of the question."""
        ...

    def thing(self, subject: str) -> str:
        """`kpi:cpl`, `kra:K_sea`, `budget:sea`."""
        ...

    def person(self, name: str) -> str:
        """Somebody of the plan."""
        ...


def ruling(told: Row, names: Names, language: str) -> str:
    """What the rules make of a question, in one sentence."""
    values = {
        "person": names.person(str(told["decider"])) if told.get("decider") else phrase("arbitrated.nobody", language),
        "day": numbers.day(str(told["due"]), language, "long") if told.get("due") else numbers.DASH,
    }
    steps = _rows(told.get("steps"))
    if told["state"] == "settled":
        number = next(n for n, one in enumerate(steps, 1) if one["result"] == "decides")
        values |= {"number": str(number), "option": names.option(str(told["option"]))}
        return phrase("arbitrated.settled", language, values)
    if told["state"] == "refused":
        lacking = dict.fromkeys(missing(one, names, language) for one in _rows(told.get("missing")))
        return phrase("arbitrated.refused", language, values | {"missing": joined(list(lacking)[:3], language)})
    unread = next((n for n, one in enumerate(steps, 1) if one["result"] == "unread"), None)
    if unread is not None:
        return phrase("arbitrated.unread", language, values | {"number": str(unread)})
    return phrase("arbitrated.open", language, values)


def result(step: Row, names: Names, language: str, person: str = "") -> str:
    """What one rule says, in a few words."""
    left = step.get("left")
    listed = [names.option(str(one)) for one in left] if isinstance(left, Sequence) else []
    values = {"options": joined(listed, language), "person": person or phrase("arbitrated.nobody", language)}
    return phrase(f"arbitrated.result.{step['result']}", language, values)


def figures(step: Row, names: Names, language: str) -> list[str]:
    """The figures a rule read, each once, with the options they stand for."""
    found: dict[str, None] = {}
    for one in _rows(step.get("figures")):
        told = missing(one, names, language) if one.get("refused") else figure(one, names, language)
        found[told[:1].upper() + told[1:]] = None
    return list(found)


def figure(one: Row, names: Names, language: str) -> str:
    """One figure with its interval and what it is held against."""
    kind, unit = str(one["kind"]), str(one.get("unit") or "")
    values = {
        "option": names.option(str(one["option"])) if one.get("option") else "",
        "thing": names.thing(str(one.get("subject") or "")),
        "value": _said(one.get("value"), unit, language),
        "low": _said(one.get("low"), unit, language),
        "high": _said(one.get("high"), unit, language),
        "bound": _said(one.get("bound"), unit, language),
    }
    if kind == "marginal_cost":
        values["between"] = phrase(f"arbitrated.between.{'closed' if one.get('high') else 'open'}", language, values)
        values["held"] = phrase(f"arbitrated.held.{held(one)}", language)
    elif kind == "effect" and one.get("low") is None:
        kind = "effect_bare"
    elif kind == "carried" and not one.get("option"):
        kind = "carried_by_none"
    return phrase(f"arbitrated.figure.{kind}", language, values)


def next_cost(told: Row, language: str) -> str:
    """What the next result costs at one place, beside today's average and its ceiling."""
    unit, ends = str(told["unit"]), told["marginal80"]
    low, high = ends if isinstance(ends, list | tuple) else (None, None)
    values = {
        "value": _said(told["marginal"], unit, language),
        "low": _said(low, unit, language),
        "high": _said(high, unit, language),
        "average": _said(told.get("average"), unit, language),
        "bound": _said(told["ceiling"], unit, language),
    }
    values["between"] = phrase(f"arbitrated.between.{'open' if high is None else 'closed'}", language, values)
    return phrase("arbitrated.cost", language, values)


def held(one: Row) -> str:
    """Where an interval lies beside its bound: `over`, `under` or `open`."""
    low, high, bound = (Decimal(str(one[name])) if one.get(name) else None for name in ("low", "high", "bound"))
    if bound is None or low is None:
        return "open"
    return "over" if low > bound else "under" if high is not None and high <= bound else "open"


def missing(one: Row, names: Names, language: str) -> str:
    """A figure that is refused, and why."""
    why = one.get("refused")
    told = refusal(why, language) if isinstance(why, Mapping) else ""
    values = {"thing": names.thing(str(one.get("subject") or "")), "reason": told[:1].lower() + told[1:].rstrip(".")}
    return phrase(f"arbitrated.missing.{one['kind']}", language, values)


def gain(one: Row, names: Names, language: str) -> str:
    """What an option is expected to bring to its objective, else to its KPI."""
    aim, amount = gain_parts(one, names, language)
    return phrase("arbitrated.gain", language, {"amount": amount, "thing": aim})


def gain_parts(one: Row, names: Names, language: str) -> tuple[str, str]:
    """What it is brought to, and the amount with its interval."""
    aim = one.get("objective")
    told, unit = (one.get("on_objective"), one.get("objective_unit")) if aim else (one.get("on_kpi"), one.get("unit"))
    ends = list(told) if isinstance(told, list | tuple) else [None, None, None]
    value, inner = change(ends[0], str(unit), language), between(ends[1], ends[2], str(unit), language)
    return names.thing(f"objective:{aim}" if aim else f"kpi:{one['kpi']}"), f"{value} ({inner})" if inner else value


def change(value: object, unit: str, language: str) -> str:
    """A change in its own unit, signed; of a share, in points."""
    if value is None:
        return numbers.DASH
    amount = Decimal(str(value))
    sign = "+" if amount > 0 else ""
    if unit == "ratio":
        return f"{sign}{numbers.number(amount * 100, language, 1)}{_NO_BREAK}pt"
    return f"{sign}{numbers.quantity(_two_digits(amount), unit, language)}"


def between(low: object, high: object, unit: str, language: str) -> str:
    """An interval in words; empty without one."""
    if low is None or high is None:
        return ""
    values = {"low": change(low, unit, language), "high": change(high, unit, language)}
    return phrase("work.between", language, values)


def conflict(told: Row, names: Names, language: str) -> str:
    """What sets two areas against each other."""
    return phrase(f"arbitrated.conflict.{told['kind']}", language, _of_conflict(told, names, language))


def question(told: Row, names: Names, language: str) -> str:
    """The question that a conflict becomes."""
    return phrase(f"arbitrated.question.{told['kind']}", language, _of_conflict(told, names, language))


def joined(words: Sequence[str], language: str) -> str:
    """A list in words."""
    if len(words) < 2:
        return "".join(words)
    return phrase("arbitrated.and", language, {"first": ", ".join(words[:-1]), "last": words[-1]})


def _of_conflict(told: Row, names: Names, language: str) -> dict[str, str]:
    areas, refs = (list(told[name]) if isinstance(told[name], list | tuple) else [] for name in ("kras", "refs"))  # type: ignore[call-overload]  # rows of a document
    return {
        "first": names.thing(f"kra:{areas[0]}") if areas else "",
        "second": names.thing(f"kra:{areas[1]}") if len(areas) > 1 else "",
        "about": names.thing(f"{told['ground']}:{told['about']}"),
        "amount": _said(told.get("amount"), str(told["currency"]), language),
        "one": names.thing(f"any:{refs[0]}") if refs else "",
        "other": names.thing(f"any:{refs[1]}") if len(refs) > 1 else "",
    }


def _two_digits(amount: Decimal) -> Decimal:
    """What is estimated is written with two digits that mean something."""
    if not amount:
        return amount
    step = Decimal(1).scaleb(amount.adjusted() - 1)
    return (amount / step).to_integral_value() * step


def _said(value: object, unit: str, language: str) -> str:
    return numbers.DASH if value is None else numbers.quantity(str(value), unit, language, compact=True)


def _rows(value: object) -> list[Row]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []
