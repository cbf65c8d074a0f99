"""The measures that tools report, with how each may be joined."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from jalon.quantities import Text

Kind = Literal["flow", "stock", "distinct", "percentile", "index"]


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one catalogue file shipped inside the package."""
    text = files("jalon.catalogue").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def listed(cell: str) -> tuple[str, ...]:
    """A cell that holds several values separated by `;`."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


@dataclass(frozen=True, slots=True)
class Measure:
    """What a tool counts. `base` and `base_filter` are set for a derived measure (base + filter)."""

    id: str
    name: Text
    kind: Kind
    over_time: str
    unit: str
    tools: tuple[str, ...]
    cohort: bool
    base: str | None = None
    base_filter: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def additive(self) -> bool:
        """Whether it may be summed over time or dimensions."""
        return self.kind in ("flow", "stock")

    @property
    def is_money(self) -> bool:
        """Whether its unit is the display currency of the catalogue."""
        return self.unit == "EUR"


DERIVED: dict[str, tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "organic_sessions": ("sessions", (("channel", ("seo",)),)),
    "organic_leads": ("leads", (("channel", ("seo",)),)),
    "organic_revenue": ("revenue", (("channel", ("seo",)),)),
    "organic_clicks_brand": ("organic_clicks", (("brand", ("yes",)),)),
    "organic_clicks_nonbrand": ("organic_clicks", (("brand", ("no",)),)),
    "direct_sessions": ("sessions", (("channel", ("direct",)),)),
}
"""Derived measures: base and filter on plan values. `brand` is answered by the query-filtered cuts of
Search Console that cover the plan's `brand_terms`, never by the capped query table."""


@cache
def measures() -> dict[str, Measure]:
    """Every measure by id, in catalogue order."""
    found = {}
    for row in rows("measures"):
        base, base_filter = DERIVED.get(row["measure_id"], (None, ()))
        found[row["measure_id"]] = Measure(
            id=row["measure_id"],
            name=Text.of(row["name_fr"], row["name_en"]),
            kind=row["kind"],  # type: ignore[arg-type]  # checked once by the catalogue's own test
            over_time=row["over_time"],
            unit=row["unit"],
            tools=listed(row["tools"]),
            cohort=row["cohort"] == "yes",
            base=base,
            base_filter=base_filter,
        )
    return found
