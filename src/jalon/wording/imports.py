"""What an import changes, in words: stretches of days, measures that move, days left to a newer export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from jalon.catalogue import measures
from jalon.wording import numbers
from jalon.wording.phrases import phrase
from jalon.wording.sentences import standing

_MOST = 3
Stretch = Sequence[str]


def stretches(days: Sequence[Stretch], language: str, most: int = _MOST) -> str:
    """Stretches of days, each `[first, last]`: 17 sept. – 7 oct. 2026, 9 oct. 2026 and 2 more."""
    said = ", ".join(_stretch(one, language) for one in days[:most])
    left = len(days) - most
    return phrase("restated.more", language, {"said": said, "count": str(left)}) if left > 0 else said


def _stretch(one: Stretch, language: str) -> str:
    first, last = date.fromisoformat(one[0]), date.fromisoformat(one[1])
    if first == last:
        return numbers.day(first, language)
    form = "short" if first.year == last.year else "medium"
    return f"{numbers.day(first, language, form)} – {numbers.day(last, language)}"


def effects(change: Mapping[str, object], language: str) -> Iterator[str]:
    """One sentence for each thing that keeping a report does (the JSON form of a difference)."""
    if change.get("already_loaded"):
        yield phrase("restated.already", language)
        return
    spans = ".range" if change.get("grain") == "range" else ""
    moved = int(str(change.get("changed_days") or 0))
    counts = {kind: int(str(change.get(f"{kind}_days") or 0)) for kind in ("new", "replaced", "vanished")}
    for kind, count in counts.items():
        if count:
            told = {"count": numbers.number(count, language), "days": stretches(_days(change, kind), language)}
            told["changed"] = numbers.number(moved, language)
            same = ".same" if kind == "replaced" and not moved else ""
            yield phrase(f"restated.{kind}{spans}{'' if count > 1 else '.one'}{same}", language, told)
    if not any(counts.values()) and not change.get("held"):
        yield phrase("restated.nothing", language)
    for one in _rows(change, "held"):
        day = numbers.day(str(one["extracted_at"]), language)
        told = {"days": stretches(_days(one, "days"), language), "file": str(one["file_name"]), "day": day}
        yield phrase("restated.held", language, {**told, "id": str(one["import_id"])[:12]})


def standings(effect: Mapping[str, object], names: Mapping[str, str], language: str) -> Iterator[str]:
    """What keeping the files does to standings, a sentence each (the JSON form of an effect; names of KPIs by id)."""
    rows = _rows(effect, "kpis")
    if not rows:
        yield phrase("foretold.none", language)
        return
    told = {str(one["id"]): (str(one["before"]), str(one["after"])) for one in rows}
    if effect.get("unjudged"):
        yield phrase(f"foretold.{effect['unjudged']}", language, {"kpis": _listed(names, told, language)})
        return
    moved = {name: pair for name, pair in told.items() if pair[0] != pair[1]}
    for name, (before, after) in moved.items():
        words = {"before": standing(before, language), "after": standing(after, language)}
        yield phrase("foretold.moved", language, {"kpi": names.get(name, name), **words})
    still = [name for name in told if name not in moved]
    if still:
        kind = "foretold.others" if moved else "foretold.still"
        yield phrase(kind, language, {"kpis": _listed(names, still, language)})


def _listed(names: Mapping[str, str], ids: Iterable[str], language: str) -> str:
    every = [names.get(name, name) for name in ids]
    said, left = ", ".join(every[:_MOST]), len(every) - _MOST
    return phrase("foretold.more", language, {"kpis": said, "count": str(left)}) if left > 0 else said


def figure(change: Mapping[str, object], name: str, language: str) -> str:
    """One figure of a measure that moves (`before`, `restated`, `after`), in its unit."""
    value = change.get(name)
    return numbers.DASH if value is None else _amount(Decimal(str(value)), change, language)


def move(change: Mapping[str, object], language: str) -> str:
    """By how much the days already there move: absolute, then relative; nothing, lost and found are said."""
    moved, days = change.get("move"), int(str(change.get("moved_days") or 0))
    if moved is None:
        nothing = change.get("before") is None and change.get("after") is None
        word = "unknown" if nothing else "first" if change.get("before") is None else "gone"
        return phrase(f"restated.move.{word}", language)
    if Decimal(str(moved)) == 0:
        return phrase("restated.move.inside" if days else "restated.move.none", language)
    amount = _amount(Decimal(str(moved)), change, language, signed=True)
    share = change.get("share")
    if share is None:
        return amount
    places = 2 if abs(Decimal(str(share))) < Decimal("0.001") else 1
    return f"{amount} ({numbers.percent(str(share), language, places, signed=True)})"


def measure(change: Mapping[str, object], language: str) -> str:
    """A measure by its name in the catalogue, else by its code."""
    found = measures().get(str(change["measure"]))
    return found.name.in_language(language) if found else str(change["measure"])


def dropped(said: Mapping[str, object], language: str) -> Iterator[str]:
    """What a reader left at the door, one sentence each (the JSON form of a file's `dropped`)."""
    if said.get("total_rows"):
        yield phrase(
            "restated.dropped.total_rows", language, {"count": numbers.number(str(said["total_rows"]), language)}
        )
    for kind in ("personal_columns", "ratio_columns"):
        columns = said.get(kind)
        if isinstance(columns, Sequence) and columns:
            yield phrase(f"restated.dropped.{kind}", language, {"columns": ", ".join(map(str, columns))})
    other = [str(one["column"]) for one in _rows(said, "other")]
    if other:
        yield phrase("restated.dropped.other", language, {"columns": ", ".join(other)})


def _amount(value: Decimal, change: Mapping[str, object], language: str, signed: bool = False) -> str:
    unit = str(change.get("unit", "count"))
    places = 2 if value != value.to_integral_value() else 0
    if len(unit) == 3 and unit.isupper():
        sign = "+" if signed and value > 0 else ""
        return sign + numbers.money(value, unit, language)
    return numbers.number(value, language, places, signed=signed)


def _days(change: Mapping[str, object], name: str) -> Sequence[Stretch]:
    days = change.get(name)
    return days if isinstance(days, Sequence) else ()


def _rows(change: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    rows = change.get(name)
    return rows if isinstance(rows, Sequence) else ()
