"""What an action did, in words: its verdict, its effect with both ends, what to know before believing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from jalon.wording import numbers
from jalon.wording.phrases import known, phrase
from jalon.wording.sentences import refusal

Document = Mapping[str, object]


def told(row: Document, language: str) -> Iterator[str]:
    """An action row of a scorecard, line by line: its state, what could be seen, what was measured."""
    yield f"{row['id']} · {state(row, language)}"
    seen = row.get("announced")
    if isinstance(seen, Mapping):
        yield from (f"  {line}" for line in designs(seen, language))
    effect = row.get("effect")
    if isinstance(effect, Mapping):
        yield f"  {measured(effect, language)}"
        yield from (f"    {warning(str(code), language)}" for code in _listed(effect.get("warnings")))
    if row.get("owes"):
        yield f"  {phrase('acted.owes', language)}"


def state(row: Document, language: str) -> str:
    """Where the measure of an action stands."""
    return phrase(f"acted.state.{row['state']}", language)


def measured(effect: Document, language: str) -> str:
    """`effet mesuré : +0,5 pt (entre +0,3 pt et +0,7 pt)`, or why nobody can say."""
    if "refused" in effect:
        return refusal(effect, language)
    verdict = phrase(f"acted.verdict.{effect['verdict']}", language)
    return phrase("acted.measured", language, {"verdict": verdict, "effect": sized(effect, language)})


def sized(effect: Document, language: str) -> str:
    """The effect with both ends of its 95 % interval, in its unit; beside it, its share."""
    unit, ends = str(effect["unit"]), effect["interval95"]
    assert isinstance(ends, list | tuple)  # noqa: S101  # the contract's own shape
    low, high = (change(end, unit, language) for end in ends)
    between = phrase("work.between.short", language, {"low": low, "high": high})
    said = f"{change(effect['effect'], unit, language)} {between}"
    share = effect.get("relative")
    return said if share is None else f"{said}, {numbers.percent(str(share), language, 1, signed=True)}"


def change(value: object, unit: str, language: str) -> str:
    """A change in its own unit, signed, with three digits that mean something; of a share, in points."""
    exact = Decimal(str(value))
    step = Decimal(1).scaleb(exact.adjusted() - 2) if exact else Decimal(1)
    rounded = (exact / step).to_integral_value() * step
    sign = "+" if rounded > 0 else ""
    if unit == "ratio":
        points = exact * 100
        places = 1 if abs(points) >= 1 else 2
        return f"{'+' if exact > 0 else ''}{numbers.number(points, language, places)}\u00a0pt"
    return f"{sign}{numbers.quantity(rounded, unit, language, compact=abs(rounded) >= 10_000)}"


def warning(code: str, language: str) -> str:
    """What to know before believing an effect."""
    key = f"acted.warning.{code}"
    return phrase(key, language) if known(key, language) else code


def designs(seen: Document, language: str) -> Iterator[str]:
    """What each design could see, and the advice."""
    for one in _rows(seen.get("designs")):
        share = numbers.percent(str(one["relative"]), language, 1)
        facts = {"design": phrase(f"design.{one['kind']}", language), "share": share, "days": str(one["days"])}
        yield phrase("acted.sees", language, facts)
    yield advice(seen, language)


def advice(seen: Document, language: str) -> str:
    """Which design to take, or that it is better decided without a measure."""
    expected, best = seen.get("expected"), seen.get("recommended")
    if expected is None:
        return phrase("acted.advice.unsaid", language)
    facts = {"expected": numbers.percent(str(expected), language, 1, signed=True)}
    if best is None:
        return phrase("acted.advice.none", language, facts)
    return phrase("acted.advice", language, {**facts, "design": phrase(f"design.{best}", language)})


def _rows(found: object) -> list[Document]:
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list | tuple) else []


def _listed(found: object) -> list[object]:
    return list(found) if isinstance(found, list | tuple) else []
