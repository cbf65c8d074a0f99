"""Laws of reading: cutting an export in two, or writing it in another order, changes no figure."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.files import codes, read

FIRST = date(2026, 9, 1)
Row = tuple[int, str, int, Decimal]


@st.composite
def exports(draw: st.DrawFn) -> list[Row]:
    """Days, channels, orders and money of a shop: each (day, channel) once."""
    keys = draw(
        st.lists(
            st.tuples(st.integers(0, 40), st.sampled_from(["seo", "sea", "sma"])), min_size=2, max_size=25, unique=True
        )
    )
    money = st.decimals(0, 10**7, places=2)
    return [(day, channel, draw(st.integers(0, 10**6)), draw(money)) for day, channel in keys]


def told(rows: Sequence[Row], folder: Path, order: Sequence[int] = (0, 1, 2, 3, 4)) -> dict[str, Decimal]:
    """The totals of an export written with its columns in some order."""
    head = ["day", "currency", "channel", "orders", "revenue"]
    lines = [
        [(FIRST + timedelta(days=day)).isoformat(), "EUR", channel, str(orders), str(revenue)]
        for day, channel, orders, revenue in rows
    ]
    text = "\n".join(",".join(line[at] for at in order) for line in (head, *lines)) + "\n"
    report = read(folder, "csv_orders-x.csv", text)
    assert report.importable, codes(report)
    (table,) = report.tables
    return {name: table.total(name) or Decimal(0) for name in ("orders", "revenue")}


@settings(deadline=None, max_examples=60)
@given(exports(), st.data())
def test_an_export_cut_in_two_says_the_same(rows: list[Row], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(rows) - 1))
    with tempfile.TemporaryDirectory() as folder:
        whole = told(rows, Path(folder))
        parts = [told(rows[:place], Path(folder)), told(rows[place:], Path(folder))]
    assert whole == {name: parts[0][name] + parts[1][name] for name in whole}


@settings(deadline=None, max_examples=60)
@given(exports(), st.data())
def test_the_order_of_rows_and_columns_says_nothing(rows: list[Row], data: st.DataObject) -> None:
    shuffled, order = data.draw(st.permutations(rows)), data.draw(st.permutations(range(5)))
    with tempfile.TemporaryDirectory() as folder:
        assert told(rows, Path(folder)) == told(shuffled, Path(folder), order)


@settings(deadline=None, max_examples=60)
@given(exports())
def test_totals_are_exact(rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = told(rows, Path(folder))
    assert found == {"orders": sum(row[2] for row in rows), "revenue": sum((row[3] for row in rows), Decimal(0))}


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert read(Path(folder), "any.csv", content).status in ("recognised", "unknown", "refused")


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=300))
def test_no_text_under_a_known_header_breaks_the_reading(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = read(Path(folder), "csv_orders-x.csv", f"day,channel,orders\n{text}".encode("utf-8", "surrogatepass"))
    assert report.status in ("recognised", "unknown", "refused")
