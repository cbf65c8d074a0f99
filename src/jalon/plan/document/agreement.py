"""Fields of one object that ask for one another, or contradict one another, by what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from jalon import catalogue

Fields = Mapping[str, object]
Disagreement = tuple[str, str, dict[str, object]]
"""Code, field (or `field.number.field` inside it), details."""


def disagreements(kind: str, present: frozenset[str], found: Fields) -> Iterator[Disagreement]:
    """What an object of that kind lacks or says against itself. `present` holds the fields that are written."""
    judge = _JUDGES.get(kind)
    if judge is not None:
        yield from judge(present, found)


def _measured(present: frozenset[str], found: Fields) -> Iterator[Disagreement]:
    """An own formula brings its name, unit and direction; a catalogue KPI keeps the catalogue's."""
    if "formula" in present and "use" not in present:
        for name in ("name", "unit", "direction"):
            if name not in present:
                yield "F101", name, {"field": name}
    use = found.get("use")
    row = catalogue.kpis().get(use) if isinstance(use, str) else None
    if row is not None and found.get("direction") not in (None, row.direction):
        yield "F104", "direction", {"excludes": ["use", "direction"], "value": found["direction"]}
    if row is not None and found.get("unit") not in (None, row.unit) and row.unit != "EUR":
        yield "F104", "unit", {"excludes": ["use", "unit"], "value": found["unit"]}
    yield from _way(present, found)


def _way(present: frozenset[str], found: Fields) -> Iterator[Disagreement]:
    """A trajectory by steps has its steps, and the last one is the target."""
    if found.get("trajectory") == "step" and "steps" not in present:
        yield "F101", "steps", {"field": "steps"}
    steps, target = found.get("steps"), found.get("target")
    if isinstance(steps, list) and steps and isinstance(target, Decimal):
        last = steps[-1].get("value")
        if last is not None and last != target:
            yield "F104", f"steps.{len(steps) - 1}.value", {"value": str(last), "allowed": [str(target)]}


def _kri(present: frozenset[str], found: Fields) -> Iterator[Disagreement]:
    if "formula" in present and "use" not in present:
        for name in ("name", "risk"):
            if name not in present:
                yield "F101", name, {"field": name}


def _cascade(present: frozenset[str], found: Fields) -> Iterator[Disagreement]:
    """Weights join areas; sums and products join KPIs and objectives; only a sum has a rest."""
    mode, parts = found.get("mode"), found.get("parts")
    if mode is None:
        return
    allowed = ("kra",) if mode == "weighted" else ("kpi", "objective")
    for number, part in enumerate(parts if isinstance(parts, list) else []):
        for name in ("kpi", "objective", "kra"):
            if part.get(name) is not None and name not in allowed:
                yield "F104", f"parts.{number}.{name}", {"value": name, "allowed": list(allowed)}
    if "rest" in present and mode != "sum":
        yield "F104", "rest", {"excludes": [f"mode: {mode}", "rest"]}


def _decision(present: frozenset[str], found: Fields) -> Iterator[Disagreement]:
    """What was chosen is one of the options, by somebody."""
    if "chosen" in present and "by" not in present:
        yield "F101", "by", {"field": "by"}
    chosen, options = found.get("chosen"), found.get("options")
    if isinstance(chosen, str) and isinstance(options, list) and chosen not in options:
        yield "F104", "chosen", {"value": chosen, "allowed": list(options)}
    named = found.get("option_names")
    if isinstance(named, dict) and isinstance(options, list):
        for name in named:
            if name not in options:
                yield "F104", f"option_names.{name}", {"value": name, "allowed": list(options)}
    effects, known = found.get("effects"), options if isinstance(options, list) else None
    for number, one in enumerate(effects if isinstance(effects, list) else []):
        if known is not None and isinstance(one, dict) and one.get("option") not in (None, *known):
            yield "F104", f"effects.{number}.option", {"value": one["option"], "allowed": list(known)}


def _outcome(present: frozenset[str], found: Fields) -> Iterator[Disagreement]:
    if found.get("verdict") in ("inconclusive", "not_measured") and "reason" not in present:
        yield "F101", "reason", {"field": "reason"}


def _persistence(present: frozenset[str], found: Fields) -> Iterator[Disagreement]:
    hits, of = found.get("hits"), found.get("of")
    if isinstance(hits, int) and isinstance(of, int) and not 1 <= hits <= of:
        yield "F104", "hits", {"value": str(hits), "allowed": ["1", str(of)]}


_JUDGES: Mapping[str, Callable[[frozenset[str], Fields], Iterator[Disagreement]]] = {
    "kpi": _measured,
    "result": _measured,
    "target_version": _way,
    "kri": _kri,
    "cascade": _cascade,
    "decision": _decision,
    "outcome": _outcome,
    "persistence": _persistence,
}
