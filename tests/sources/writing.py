"""How tools write an export: numbers by language, cells by delimiter and encoding. For exports made at random."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st

BLANKS = ("\u00a0", "\u202f")
NAMES = st.text("abcdéèçÀŒ 'ß字-_/&", min_size=1, max_size=12).map(str.strip).filter(lambda name: name[:1].isalpha())
"""Names that people give: letters, blanks and marks; neither a number, a total nor a formula."""
COUNTS = st.integers(0, 10**7)
MONEY = st.decimals(0, 10**6, places=2)


def english(value: Decimal | int, places: int = 0) -> str:
    """`1,234.50`."""
    return f"{value:,.{places}f}"


def french(value: Decimal | int, places: int = 0, blank: str = "\u202f") -> str:
    """`1 234,50`, the blank being one that does not break."""
    return english(value, places).replace(",", blank).replace(".", ",")


def delimited(
    rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\n", quoted: bool = False, last: bool = True
) -> str:
    """Rows as a delimited text; `quoted` for tools that quote every cell, `last` for a newline at the end."""
    made = io.StringIO()
    csv.writer(
        made, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    ).writerows(rows)
    return made.getvalue() if last else made.getvalue().removesuffix(end)


def encoded(text: str, encoding: str) -> bytes:
    """Bytes of a text; `utf-16` with its mark, as tools write it."""
    return b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)
