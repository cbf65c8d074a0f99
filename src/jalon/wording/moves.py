"""Why a number moved, in words: one plain sentence, its parts, what stands beside it (the JSON form of a change)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from jalon.catalogue import measures
from jalon.wording import numbers
from jalon.wording.phrases import phrase

Document = Mapping[str, object]
_UNMAPPED = "(unmapped)"


def signed(value: object, unit: str, language: str) -> str:
    """A change in its unit with its sign: of a share, in points."""
    exact = Decimal(str(value))
    if unit == "ratio":
        points = exact * 100
        places = 0 if not points else 1 if abs(points) >= 1 else min(4, 1 - points.adjusted())
        return phrase("moving.points", language, {"points": numbers.number(points, language, places, signed=True)})
    text = numbers.quantity(abs(exact), unit, language)
    sign = numbers.MINUS if exact < 0 else "+" if exact > 0 else ""
    return f"{sign}{text}"


def part_name(name: str, language: str, names: Mapping[str, str] | None = None) -> str:
    """What a part is called: by the plan, by the catalogue of measures, else as the data say."""
    if names and name in names:
        return names[name]
    if name == _UNMAPPED:
        return phrase("moving.unmapped", language)
    row = measures().get(name.partition("@")[0])
    return row.name.in_language(language) if row else name


def sentences(said: Document, language: str, names: Mapping[str, str] | None = None) -> Iterator[str]:
    """From what to what, mostly why, of a ratio how much is weights, and what no part explains."""
    unit, change = str(said["unit"]), said.get("change")
    if change is None:
        return
    yield _head(said, unit, language)
    moving = [one for one in _rows(said, "parts") if Decimal(str(one["effect"]))]
    if Decimal(str(change)) and moving:
        yield _drivers(moving, unit, language, names)
    if said.get("mix") is not None:
        told = {name: signed(said[name], unit, language) for name in ("mix", "within")}
        yield phrase("moving.mix_within", language, told)
    if Decimal(str(said.get("rest") or 0)):
        yield phrase("moving.left", language, {"rest": signed(said["rest"], unit, language)})


def _head(said: Document, unit: str, language: str) -> str:
    before, after = (numbers.quantity(str(said[name]), unit, language) for name in ("before", "after"))
    change = Decimal(str(said["change"]))
    if not change:
        return phrase("moving.same", language, {"after": after})
    was = Decimal(str(said["before"]))
    told = {"before": before, "after": after, "change": signed(change, unit, language)}
    if not was or unit == "ratio":
        return phrase("moving.head", language, told)
    share = numbers.percent(change / abs(was), language, signed=True)
    return phrase("moving.head_share", language, {**told, "share": share})


def _drivers(moving: Sequence[Document], unit: str, language: str, names: Mapping[str, str] | None) -> str:
    told = {}
    for word, one in zip(("first", "second"), moving, strict=False):
        told[word] = part_name(str(one["name"]), language, names)
        told[f"{word}_effect"] = signed(one["effect"], unit, language)
    return phrase("moving.drivers" if len(moving) > 1 else "moving.driver", language, told)


def cautions(said: Document, language: str) -> Iterator[str]:
    """What must be known before a change is believed."""
    if _rows(said, "breaks"):
        yield phrase("moving.break", language)
    if said.get("young_days"):
        yield phrase("moving.young", language, {"days": str(said["young_days"])})
    days = [_length(said[name]) for name in ("period", "against")]
    if days[0] != days[1]:
        yield phrase("moving.lengths", language, {"after": str(days[0]), "before": str(days[1])})


def _length(span: object) -> int:
    from datetime import date

    first, last = (date.fromisoformat(str(day)) for day in span) if isinstance(span, list) else (date.min, date.min)
    return (last - first).days + 1


def _rows(said: Document, name: str) -> Sequence[Document]:
    rows = said.get(name)
    return rows if isinstance(rows, list) else []
