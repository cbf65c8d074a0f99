"""Any Ahrefs or SE Ranking export is read to its own figures: quoted UTF-16 with tabs, or days as column names."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.drawn import examples
from tests.sources.files import codes, read
from tests.sources.writing import NAMES, delimited, encoded

from jalon.facts.table import Table

FIRST = date(2026, 9, 1)
FORMS = st.sampled_from([("\t", "utf-16"), (",", "utf-8"), ("\t", "utf-8-sig")])
RANKS = st.none() | st.integers(1, 100)
COUNTRIES = {"France": "FR", "Belgium": "BE", "United Kingdom": "GB", "United States": "US"}


def one_table(content: bytes, format_id: str) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        file = read(Path(folder), "export.csv", content)
    assert (file.status, file.format) == ("recognised", format_id), codes(file)
    assert file.importable, codes(file)
    (table,) = file.tables
    return table.table


def shown(value: int | None) -> str:
    return "" if value is None else str(value)


def kept(value: int | None) -> float | None:
    return None if value is None else float(value)


@settings(deadline=None, max_examples=examples(60))
@given(st.data(), FORMS, st.booleans())
def test_organic_keywords_keep_their_positions_and_traffic(
    data: st.DataObject, form: tuple[str, str], compared: bool
) -> None:
    key = st.tuples(NAMES, st.sampled_from(sorted(COUNTRIES)))
    figures = st.tuples(RANKS, st.integers(0, 10**6), st.none() | st.integers(0, 10**6), st.integers(0, 9))
    rows = data.draw(st.dictionaries(key, figures, min_size=1, max_size=12))
    two = ["Keyword", "Country", "Volume", "KD", "Current organic traffic", "Current position", "Current date"]
    one = ["Keyword", "Country", "Volume", "KD", "Organic traffic", "Position", "Updated"]
    before = [["Previous position"], *(["7"] for _ in rows)]
    lines = [
        [k, country, str(volume), "40", shown(traffic), shown(rank), (FIRST + timedelta(days=day)).isoformat()]
        for (k, country), (rank, volume, traffic, day) in rows.items()
    ]
    whole = [[*line, *extra] for line, extra in zip([two, *lines], before, strict=True)] if compared else [one, *lines]
    text = delimited(whole, form[0], quoted=True)
    table = one_table(encoded(text, form[1]), "ahrefs.organic_keywords@1")
    assert list(table.columns["keyword_position"]) == [kept(rank) for rank, *_ in rows.values()]
    assert list(table.columns["search_volume"]) == [float(volume) for _, volume, *_ in rows.values()]
    assert list(table.columns["est_traffic_own"]) == [traffic for _, _, traffic, _ in rows.values()]
    assert list(table.columns["country"]) == [COUNTRIES[country] for _, country in rows]
    assert {cover.start for cover in table.covers} == {FIRST + timedelta(days=day) for *_, day in rows.values()}


@settings(deadline=None, max_examples=examples(40))
@given(st.dictionaries(NAMES, st.decimals(0, 100, places=1), min_size=1, max_size=15), FORMS)
def test_referring_domains_keep_their_scores(scores: dict[str, object], form: tuple[str, str]) -> None:
    header = ["Domain", "Is spam", "DR", "Dofollow ref. domains", "Traffic ", "Links to target", "First seen", "Lost"]
    lines = [
        [domain, "false", str(score), "1", "2", "3", "2026-01-03 10:00:00", ""] for domain, score in scores.items()
    ]
    content = encoded(delimited([header, *lines], form[0], quoted=True), form[1])
    table = one_table(content, "ahrefs.referring_domains@1")
    pairs = zip(table.columns["domain"], table.columns["domain_score"], strict=True)
    assert dict(pairs) == {domain: float(str(score)) for domain, score in scores.items()}


@settings(deadline=None, max_examples=examples(40))
@given(st.lists(st.tuples(NAMES, NAMES, st.integers(0, 100)), min_size=1, max_size=12), FORMS)
def test_backlinks_keep_every_link(links: list[tuple[str, str, int]], form: tuple[str, str]) -> None:
    header = ["Referring page title", "Referring page URL", "Domain rating", "Target URL", "Anchor"]
    lines = [["Desks", f"https://a.example/{a}", str(score), f"https://b.example/{b}", "desk"] for a, b, score in links]
    content = encoded(delimited([header, *lines], form[0], quoted=True), form[1])
    table = one_table(content, "ahrefs.backlinks@1")
    assert list(table.columns["domain_score"]) == [float(score) for *_, score in links]
    assert "Anchor" not in table.columns
    assert set(table.attributes) == set()


@settings(deadline=None, max_examples=examples(60))
@given(st.data(), st.integers(1, 12), st.booleans())
def test_rankings_of_se_ranking_stand_on_their_own_day(data: st.DataObject, days: int, changes: bool) -> None:
    told = [(FIRST + timedelta(days=n)).isoformat() for n in range(days)]
    keywords = data.draw(st.lists(NAMES, min_size=1, max_size=8, unique_by=lambda name: name))
    ranks = {(k, d): data.draw(RANKS) for k in keywords for d in told}
    after = ["Dynamics"] if changes else []
    header = ["Keyword", "URL", "Search vol.", *(cell for day in told for cell in (day, *after))]
    group = ["General", "--", "900", *(cell for _ in told for cell in ("50", *(["0"] if changes else [])))]
    lines = [
        [k, "", "90", *(c for d in told for c in (shown(ranks[k, d]) or "-", *(["0"] if changes else [])))]
        for k in keywords
    ]
    text = '"Google France, interface language: French"\n' + delimited([header, group, *lines])
    table = one_table(text.encode(), "se_ranking.rankings@1")
    named = zip(table.columns["keyword"], table.columns["period_start"], table.columns["keyword_position"], strict=True)
    assert {(k, str(d)): rank for k, d, rank in named} == {key: kept(rank) for key, rank in ranks.items()}
