"""Header cells compared as people compare them: case, accents' form, blanks and apostrophes aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_CURRENCY = re.compile(r"\s*\(([A-Za-z]{3})\)$")

_CODE = re.compile(r"[A-Z]{3}")


LONGEST = 1_000
"""Letters of a cell that are looked at: no header is longer, and a cell may have a million."""


def normal(cell: str) -> str:
    """A header as signatures are written: NFKC, one space, straight apostrophe, lower case, no outer blanks."""
    return _normal(cell[:LONGEST])


@lru_cache(50_000)
def _normal(cell: str) -> str:
    text = unicodedata.normalize("NFKC", cell).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    return re.sub(r"\s+", " ", text).strip().strip("\ufeff").lower()


def without_currency(header: str) -> tuple[str, str | None]:
    """A header and the currency it ends with: `amount spent (inr)` → `amount spent`, `INR`."""
    found = _CURRENCY.search(header) if header.endswith(")") else None
    return (header[: found.start()], found[1].upper()) if found else (header, None)


def no_currency(said: Iterable[str]) -> list[str]:
    """Those of some cells that are not written as a currency is: three letters."""
    return sorted(code for code in said if not _CODE.fullmatch(code))
