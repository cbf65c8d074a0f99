"""Any GA4 download is read table by table to its own totals, in each year's names, English or French."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.drawn import examples
from tests.sources.files import codes, read
from tests.sources.writing import COUNTS, MONEY, NAMES, delimited

FIRST = date(2026, 9, 1)
LAST = FIRST + timedelta(days=29)
RULE = "# " + "-" * 40
DIMENSIONS = {
    "session_channel": {
        "en": ["Session default channel group", "Session primary channel group (Default Channel Group)"],
        "fr": ["Groupe de canaux principal de la session (Groupe de canaux par défaut)"],
    },
    "landing_page": {"en": ["Landing page"], "fr": ["Page de destination"]},
    "event": {"en": ["Event name"], "fr": ["Nom de l'événement"]},
    "browser": {"en": ["Browser"], "fr": ["Navigateur"]},
}
MEASURES = {
    "sessions": {"en": ["Sessions"], "fr": ["Sessions"]},
    "key_events": {"en": ["Conversions", "Key events"], "fr": ["Événements clés"]},
    "events": {"en": ["Event count"], "fr": ["Nombre d'événements"]},
    "users_new": {"en": ["New users"], "fr": ["Nouveaux utilisateurs"]},
    "pageviews": {"en": ["Views"], "fr": ["Vues"]},
    "ga4_revenue": {"en": ["Total revenue"], "fr": ["Revenu total"]},
}
SAID = {
    "en": ("# Account: Kervoal", "# Property: Kervoal", "# Start date: ", "# End date: ", "Nth day", "Engagement rate"),
    "fr": ("# Compte : K", "# Propriété : K", "# Date de début : ", "# Date de fin : ", "Nième jour", "Taux de rebond"),
}


@dataclass(frozen=True)
class Drawn:
    """A table: its dimension (None: by day), its measures, and a figure for each key (None: not known yet)."""

    dimension: str | None
    measures: tuple[str, ...]
    rows: dict[str, tuple[Decimal | int | None, ...]]

    def total(self, measure: str) -> Decimal | None:
        at = self.measures.index(measure)
        known = [Decimal(figures[at]) for figures in self.rows.values() if figures[at] is not None]  # type: ignore[arg-type]
        return sum(known, Decimal(0)) if known else None


@st.composite
def downloads(draw: st.DrawFn) -> list[Drawn]:
    """Tables of one download: at most one for each dimension, as the interface writes them."""
    dimensions = draw(st.lists(st.sampled_from([None, *DIMENSIONS]), min_size=1, max_size=5, unique=True))
    found = []
    for dimension in dimensions:
        measures = tuple(draw(st.lists(st.sampled_from(sorted(MEASURES)), min_size=1, max_size=4, unique=True)))
        keys = NAMES if dimension else st.integers(0, 29).map(lambda n: f"{n:04}")
        counted = [MONEY if measure == "ga4_revenue" else st.none() | COUNTS for measure in measures]
        found.append(Drawn(dimension, measures, draw(st.dictionaries(keys, st.tuples(*counted), max_size=8))))
    return found


def written(tables: list[Drawn], language: str, data: st.DataObject) -> str:
    account, owner, start, end, offset, ratio = SAID[language]
    lines = [RULE, "# Report CSV Export", account, owner, RULE]
    gap = data.draw(st.sampled_from([[], [""]]))
    for table in tables:
        dates = [f"{start}{FIRST:%Y%m%d}", f"{end}{LAST:%Y%m%d}"]
        first = data.draw(st.sampled_from(DIMENSIONS[table.dimension][language])) if table.dimension else offset
        header = [first, *(data.draw(st.sampled_from(MEASURES[m][language])) for m in table.measures), ratio]
        shown = [[key, *("-1" if f is None else str(f) for f in figures), "0.5"] for key, figures in table.rows.items()]
        body = delimited([header, *shown]).splitlines()
        lines += [data.draw(st.sampled_from(["# ", "#", "# A title"])), *dates, *gap, *body, ""]
    return "\n".join(lines)


@settings(deadline=None, max_examples=examples(80))
@given(downloads(), st.sampled_from(["en", "fr"]), st.booleans(), st.data())
def test_every_table_of_a_download_is_read_to_its_own_totals(
    tables: list[Drawn], language: str, windows: bool, data: st.DataObject
) -> None:
    text = written(tables, language, data)
    with tempfile.TemporaryDirectory() as folder:
        file = read(Path(folder), "download.csv", text.replace("\n", "\r\n") if windows else text, currency="EUR")
    assert (file.format, file.language) == ("ga4.interface@1", language), codes(file)
    assert file.importable, codes(file)
    assert len(file.tables) == len(tables)
    for table, found in zip(tables, file.tables, strict=True):
        assert found.table.cut.dimensions == ((table.dimension,) if table.dimension else ())
        assert found.table.cut.grain == ("range" if table.dimension else "day")
        assert found.table.rows == len(table.rows)
        assert {m: found.total(m) for m in table.measures} == {m: table.total(m) for m in table.measures}
        told = found.as_document()["measures"]
        assert isinstance(told, dict)
        for at, measure in enumerate(table.measures):
            assert told[measure]["nulls"] == sum(figures[at] is None for figures in table.rows.values())
        assert [(cover.start, cover.end) for cover in found.table.covers] == [(FIRST, LAST)]
        if table.dimension is None:
            days = [FIRST + timedelta(days=int(key)) for key in table.rows]
            assert list(found.table.columns["period_start"]) == days
