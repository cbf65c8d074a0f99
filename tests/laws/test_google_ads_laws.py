"""Any Google Ads report that the interface could write is read to its own totals, in each language and encoding."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.drawn import examples
from tests.sources.files import codes, read
from tests.sources.writing import BLANKS, COUNTS, MONEY, NAMES, delimited, encoded, english, french

FIRST = date(2026, 9, 1)
MONTHS_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
WORDS = {
    "en": {
        "campaigns": ("Campaign report", "Total: Campaigns"),
        "ad_groups": ("Ad group report", "Total: Ad groups"),
        "keywords": ("Search keyword report", "Total: All but removed keywords"),
        "search_terms": ("Search terms report", "Total: Search terms"),
        "day": "Day", "campaign": "Campaign", "ad_group": "Ad group", "keyword": "Keyword", "match_type": "Match type",
        "search_term": "Search term", "currency": "Currency code", "sea_impressions": "Impr.", "sea_clicks": "Clicks",
        "sea_cost": "Cost", "ctr": "CTR",
    },
    "fr": {
        "campaigns": ("Rapport sur les campagnes", "Total : campagnes"),
        "ad_groups": ("Rapport sur les groupes d'annonces", "Total : groupes d'annonces"),
        "keywords": ("Rapport sur les mots clés du Réseau de Recherche", "Total : mots clés"),
        "search_terms": ("Rapport sur les termes de recherche", "Total : termes de recherche"),
        "day": "Jour", "campaign": "Campagne", "ad_group": "Groupe d'annonces", "keyword": "Mot clé",
        "match_type": "Type de correspondance", "search_term": "Terme de recherche", "currency": "Code de la devise",
        "sea_impressions": "Impr.", "sea_clicks": "Clics", "sea_cost": "Coût", "ctr": "CTR",
    },
}  # fmt: skip
KEYS = {
    "campaigns": ("campaign",),
    "ad_groups": ("campaign", "ad_group"),
    "keywords": ("campaign", "ad_group", "keyword", "match_type"),
    "search_terms": ("search_term", "match_type", "campaign", "ad_group"),
}
MEASURES = ("sea_impressions", "sea_clicks", "sea_cost")


@dataclass(frozen=True)
class Export:
    """A report as drawn: its keys with their figures (None: ` --`), and how it is written."""

    report: str
    language: str
    days: int | None
    rows: dict[tuple[str, ...], tuple[int | None, int | None, Decimal | None]]
    columns: tuple[str, ...]
    form: tuple[str, str]
    blank: str

    def number(self, measure: str, value: Decimal | int | None) -> str:
        if value is None:
            return " --"
        places = 2 if measure == "sea_cost" else 0
        return english(value, places) if self.language == "en" else french(value, places, self.blank)

    def total(self, index: int) -> Decimal | None:
        known = [Decimal(row[index]) for row in self.rows.values() if row[index] is not None]  # type: ignore[arg-type]
        return sum(known, Decimal(0)) if known else None

    def content(self) -> bytes:
        words = WORDS[self.language]
        title, total = words[self.report]
        last = FIRST + timedelta(days=(self.days or 30) - 1)
        said = (
            f"{FIRST:%B} {FIRST.day}, {FIRST.year} - {last:%B} {last.day}, {last.year}"
            if self.language == "en"
            else f"1 {MONTHS_FR[FIRST.month - 1]} {FIRST.year} - {last.day} {MONTHS_FR[last.month - 1]} {last.year}"
        )
        lines = [[title], [said], [str(words[column]) for column in self.columns]]
        names = (*(("day",) if self.days else ()), *KEYS[self.report])
        for key, figures in self.rows.items():
            cells = dict(zip(names, key, strict=True)) | {"currency": "EUR", "ctr": "1.20%"}
            cells |= {m: self.number(m, value) for m, value in zip(MEASURES, figures, strict=True)}
            lines.append([cells[column] for column in self.columns])
        stated = {m: self.number(m, self.total(i)) for i, m in enumerate(MEASURES)} | {"currency": "EUR"}
        placed = [stated.get(column, " --") for column in self.columns]
        placed[next(i for i, column in enumerate(self.columns) if column not in stated)] = total
        delimiter, encoding = self.form
        return encoded(delimited([*lines, placed], delimiter), encoding)


@st.composite
def exports(draw: st.DrawFn, report: str) -> Export:
    language = draw(st.sampled_from(["en", "fr"]))
    days = draw(st.none() | st.integers(2, 28))
    keyed = [NAMES for _ in KEYS[report]]
    dated = [st.integers(0, days - 1).map(lambda n: (FIRST + timedelta(days=n)).isoformat())] if days else []
    figures = st.tuples(st.none() | COUNTS, st.none() | COUNTS, st.none() | MONEY)
    rows = draw(st.dictionaries(st.tuples(*dated, *keyed), figures, min_size=1, max_size=12))
    named = draw(st.permutations([*(["day"] if days else []), *KEYS[report]]))
    counted = draw(st.permutations(["currency", *MEASURES, "ctr"]))
    forms = {"en": [(",", "utf-8"), ("\t", "utf-16"), (",", "utf-8-sig")], "fr": [(";", "utf-8"), ("\t", "utf-16")]}
    form = draw(st.sampled_from(forms[language]))
    return Export(report, language, days, rows, (*named, *counted), form, draw(st.sampled_from(BLANKS)))


@pytest.mark.parametrize("report", sorted(KEYS))
@settings(deadline=None, max_examples=examples(40))
@given(st.data())
def test_a_report_is_read_to_its_own_totals(report: str, data: st.DataObject) -> None:
    export = data.draw(exports(report))
    with tempfile.TemporaryDirectory() as folder:
        file = read(Path(folder), "report.csv", export.content())
    assert (file.status, file.format, file.currency) == ("recognised", f"google_ads.{report}@1", "EUR"), codes(file)
    assert file.importable, codes(file)
    (table,) = file.tables
    assert (table.table.rows, file.dropped.total_rows) == (len(export.rows), 1)
    told = table.as_document()["measures"]
    assert isinstance(told, dict)
    for index, measure in enumerate(MEASURES):
        assert table.total(measure) == export.total(index)
        assert told[measure]["nulls"] == sum(row[index] is None for row in export.rows.values())
    assert all(check.within for check in table.checks)
    assert len(table.checks) == sum(export.total(index) is not None for index in range(3))
