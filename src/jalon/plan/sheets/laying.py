"""A plan's document laid out as tables: one sheet a kind of object, one row an object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jalon import catalogue
from jalon.plan.document.changing import inside
from jalon.plan.document.writing import Data
from jalon.plan.schema.kinds import MONTHS
from jalon.plan.sheets.columns import WHOLE, Sheet, sheets
from jalon.plan.sheets.fields import Cells, cells_of
from jalon.plan.sheets.forms import Cell, Number, Word

Object = dict[str, Data]
AIMS = ("target", "target_range", "due", "trajectory", "steps")
TARGETS = frozenset(("baseline", "target", "target_low", "target_high"))


@dataclass(frozen=True, slots=True)
class Standing:
    """An object where it stands in the document: its path, its id, the id of the area that holds it."""

    path: str
    id: str
    said: Object
    kra: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `shares` are the columns whose number is a share."""

    id: str
    cells: Cells
    shares: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, laid out."""

    sheet: Sheet
    headers: tuple[str, ...]
    rows: tuple[Row, ...] = field(default=())


def languages_of(content: Data) -> tuple[str, ...]:
    """The languages that a plan is written in, its own first."""
    told = inside(content, "languages")
    known = [one for one in told if one in ("fr", "en")] if isinstance(told, list) else []
    return tuple(dict.fromkeys(str(one) for one in known)) or ("fr",)


def sheets_of(content: Data) -> tuple[Sheet, ...]:
    """The sheets of this plan: its claims have a column for each dimension that it declares."""
    dimensions = inside(content, "dimensions")
    return sheets(tuple(dimensions) if isinstance(dimensions, dict) else ())


def laid(content: Data) -> tuple[Table, ...]:
    """Every sheet of a plan. What a cell cannot hold is left out of it, and stays in the plan."""
    languages = languages_of(content)
    every = sheets_of(content)
    return tuple(Table(one, one.headers(languages), tuple(_rows(content, one, languages))) for one in every)


def standing(content: Data, sheet: Sheet) -> Iterator[Standing]:
    """The objects of a sheet, where they stand. An object without an id is none that a sheet can name."""
    if sheet.inside is None:
        yield from _listed(content, sheet.at, None)
        return
    for number, kra in enumerate(_items(content, "kras")):
        if isinstance(kra, dict) and isinstance(kra.get("id"), str):
            yield from _listed(content, f"kras.{number}.{sheet.at}", str(kra["id"]))


def _listed(content: Data, path: str, kra: str | None) -> Iterator[Standing]:
    for number, said in enumerate(_items(content, path)):
        if isinstance(said, dict):
            yield Standing(f"{path}.{number}", id_of(said), said, kra)


def _items(content: Data, path: str) -> list[Data]:
    found = inside(content, path)
    return found if isinstance(found, list) else []


def id_of(said: Mapping[str, Data]) -> str:
    """The id an object goes by: its own, else that of the catalogue row it uses."""
    found = said.get("id") or said.get("use")
    return found if isinstance(found, str) else ""


def aimed(said: Object, at: str) -> Object:
    """An object as its sheet shows it: its last target in the short form, whatever its history is."""
    measured = said.get(at) if at else said
    if not isinstance(measured, dict) or not isinstance(measured.get("targets"), list):
        return said
    last = last_version(measured)
    short = {name: inner for name, inner in measured.items() if name != "targets"}
    short |= {name: last[name] for name in AIMS if name in last}
    return {**said, at: short} if at else short


def last_version(measured: Mapping[str, Data]) -> Object:
    """The version of a target that was decided last."""
    versions = [one for one in _items(dict(measured), "targets") if isinstance(one, dict)]
    return max(reversed(versions), key=lambda one: str(one.get("decided_on") or ""), default={})


def next_version(measured: Mapping[str, Data], aims: Mapping[str, Data], author: str, reason: str, day: date) -> Object:
    """One more version of a target: what its last one aimed at, with what changes."""
    last = last_version(measured)
    aim = {name: last[name] for name in AIMS if name in last} | dict(aims)
    on = max(day.isoformat(), str(last.get("decided_on") or ""))
    version: Object = {"decided_on": on, "author": author, "reason": reason}
    return version | {name: aim[name] for name in AIMS if aim.get(name) is not None}


def _rows(content: Data, sheet: Sheet, languages: Sequence[str]) -> Iterator[Row]:
    if sheet.name == "budget":
        yield from _whole_budget(content)
    for one in standing(content, sheet):
        if one.id or sheet.name == "territories":
            yield _row(one, sheet, languages)


def _row(one: Standing, sheet: Sheet, languages: Sequence[str]) -> Row:
    said = one.said if sheet.aims is None else aimed(one.said, sheet.aims)
    cells: dict[str, Cell] = {"kra": one.kra} if sheet.inside else {}
    if sheet.name != "territories":
        cells["id"] = Word().said(one.id)
    shares = set()
    for part in sheet.fields:
        cells |= cells_of(part, inside(said, part.at), languages)
        shares |= {header for header in part.headers(languages) if getattr(part, "share", False)}
    measured = said.get(sheet.aims) if sheet.aims else said
    if sheet.aims is not None and isinstance(measured, dict) and _is_share(measured):
        shares |= TARGETS
    return Row(one.id, cells, frozenset(shares))


def _is_share(measured: Mapping[str, Data]) -> bool:
    """Whether a KPI's values are shares of one: they are shown as percentages, and stay the same numbers."""
    known = catalogue.kpis().get(str(measured.get("use")))
    return known is not None and known.unit == "ratio" and known.value_max == 1


def _whole_budget(content: Data) -> Iterator[Row]:
    budget = inside(content, "budget")
    if isinstance(budget, dict):
        total, months = budget.get("total"), budget.get("seasonality")
        cells: dict[str, Cell] = {"id": WHOLE, "amount": Number().said(total)}
        cells |= {month: Number().said(months.get(month)) if isinstance(months, dict) else None for month in MONTHS}
        yield Row(WHOLE, cells, frozenset(MONTHS))
