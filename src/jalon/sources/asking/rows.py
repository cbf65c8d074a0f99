"""Rows of an answer made into the table that the tool's own export makes: same cut, same names, same exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from jalon.facts.cut import Cut
from jalon.facts.table import Cell, MeasureColumn, Table
from jalon.quantities import Grain, Period
from jalon.sources.asking.unanswered import Unanswered
from jalon.sources.reading.grid import EXACT, kind_of, unit_of

MICROS = Decimal(1_000_000)

AnsweredRow = Mapping[str, object]
"""`day` (a date), each dimension and attribute (text), each measure (Decimal, or None for unknown)."""


def table_of(
    cut: Cut,
    days: Period,
    rows: Sequence[AnsweredRow],
    measures: Sequence[str],
    currency: str | None = None,
    attributes: Sequence[str] = (),
    account: str | None = None,
) -> Table:
    """The table of rows dated by day, in the order in which they came. Raises `Unanswered` for a day not asked for."""
    dated = [row["day"] for row in rows]
    strange = next((day for day in dated if not isinstance(day, date) or not days.start <= day <= days.end), None)
    if strange is not None:
        raise Unanswered("fetch.other_days", day=str(strange)[:40])
    grain = cut.grain
    if grain is not Grain.DAY:
        raise ValueError(grain)
    columns: dict[str, Sequence[Cell]] = {"period_start": list(dated), "period_end": list(dated)}  # type: ignore[arg-type]
    for name in (*cut.dimensions, *attributes):
        columns[name] = [text(row.get(name)) for row in rows]
    told = []
    for name in measures:
        exact = kind_of(name) in EXACT
        columns[name] = [_held(row.get(name), exact) for row in rows]
        told.append(MeasureColumn(name, kind_of(name), unit_of(name, currency)))
    return Table(
        cut, (days,), columns, tuple(told), len(rows), account, tuple(attributes), row_numbers=range(1, len(rows) + 1)
    )


def text(value: object) -> str | None:
    """A name as told; nothing said is no name."""
    return str(value) if value not in (None, "") else None


def number(value: object) -> Decimal | None:
    """A number that a tool wrote as text or as a number; None where it says nothing. Raises `Unanswered`."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise Unanswered("fetch.no_number", value=str(value))
    try:
        read = Decimal(str(value))
    except InvalidOperation:
        raise Unanswered("fetch.no_number", value=str(value)[:40]) from None
    if not read.is_finite():
        raise Unanswered("fetch.no_number", value=str(value)[:40])
    return read


def micros(value: object) -> Decimal | None:
    """Money told in millionths."""
    read = number(value)
    return None if read is None else read / MICROS


def unrepeated(keys: Iterable[tuple[object, ...]]) -> None:
    """Raises `Unanswered` (passing) when a row came twice: a page was served twice, and another one not at all."""
    seen: set[tuple[object, ...]] = set()
    for key in keys:
        if key in seen:
            raise Unanswered("fetch.page_twice", passing=True)
        seen.add(key)


def _held(value: object, exact: bool) -> Cell:
    read = number(value)
    return read if exact or read is None else float(read)
