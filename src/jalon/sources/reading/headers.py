"""Header cells compared as people compare them: case, accents' form, blanks and apostrophes aside."""

from __future__ import annotations

import re
import unicodedata

_CURRENCY = re.compile(r"\s*\(([A-Za-z]{3})\)$")


def normal(cell: str) -> str:
    """A header as signatures are written: NFKC, one space, straight apostrophe, lower case, no outer blanks."""
    text = unicodedata.normalize("NFKC", cell).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    return re.sub(r"\s+", " ", text).strip().strip("\ufeff").lower()


def without_currency(header: str) -> tuple[str, str | None]:
    """A header and the currency it ends with: `amount spent (inr)` → `amount spent`, `INR`."""
    found = _CURRENCY.search(header)
    return (header[: found.start()], found[1].upper()) if found else (header, None)
