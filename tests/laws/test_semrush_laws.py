"""Any Semrush export is read to its own figures, whatever its columns, separator and days."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.files import codes, read
from tests.sources.writing import NAMES, delimited

from jalon.sources.reading.report import ReadTable

FIRST = date(2026, 9, 1)
DAYS = st.integers(0, 60).map(lambda n: (FIRST + timedelta(days=n)).isoformat())
RANKS = st.none() | st.integers(1, 100)
SEPARATORS = st.sampled_from([",", ";"])
ABSENT = st.sampled_from(["-", "n/a", ""])


def one_table(name: str, text: str, format_id: str) -> ReadTable:
    with tempfile.TemporaryDirectory() as folder:
        file = read(Path(folder), name, text)
    assert (file.status, file.format) == ("recognised", format_id), codes(file)
    assert file.importable, codes(file)
    (table,) = file.tables
    return table


@settings(deadline=None, max_examples=60)
@given(st.data(), SEPARATORS)
def test_positions_keep_every_row_with_its_traffic(data: st.DataObject, separator: str) -> None:
    key = st.tuples(NAMES, st.sampled_from(["/", "/a", "/b"]), st.sampled_from(["Organic", "People also ask"]), DAYS)
    figures = st.tuples(RANKS, st.integers(0, 10**6), st.integers(0, 10**6))
    rows = data.draw(st.dictionaries(key, figures, min_size=1, max_size=15))
    header = ["Keyword", "URL", "Position Type", "Timestamp", "Position", "Search Volume", "Traffic", "Traffic (%)"]
    order = data.draw(st.permutations(range(len(header))))
    lines = [
        [*key, data.draw(ABSENT) if rank is None else str(rank), str(volume), str(traffic), "0.06"]
        for key, (rank, volume, traffic) in rows.items()
    ]
    text = delimited([[line[at] for at in order] for line in (header, *lines)], separator)
    table = one_table("kervoal.example-organic.Positions-fr.csv", text, "semrush.organic_positions@1")
    assert table.table.rows == len(rows)
    assert table.total("est_traffic_own") == sum(traffic for _, _, traffic in rows.values())
    ranks = [None if rank is None else float(rank) for rank, _, _ in rows.values()]
    assert list(table.table.columns["keyword_position"]) == ranks
    crawled = sorted(day for _, _, _, day in rows)
    assert [cover.start.isoformat() for cover in table.table.covers] == sorted(set(crawled))


@settings(deadline=None, max_examples=60)
@given(st.data(), SEPARATORS, st.integers(1, 9), st.integers(1, 3))
def test_followed_positions_stand_on_their_own_day_and_domain(
    data: st.DataObject, separator: str, days: int, domains: int
) -> None:
    told = [FIRST + timedelta(days=n) for n in range(days)]
    sites = [f"*.site{n}.example/*" for n in range(domains)]
    keywords = data.draw(st.lists(NAMES, min_size=1, max_size=6, unique_by=lambda name: name))
    ranks = {(k, s, d): data.draw(RANKS) for k in keywords for s in sites for d in told}
    columns = [(s, d) for s in sites for d in told]
    header = ["Keyword", *(f"{s}_{d:%Y%m%d}{p}" for s, d in columns for p in ("", "_type", "_landing")), "Tags", "CPC"]
    lines = [
        [
            k,
            *(
                cell
                for s, d in columns
                for cell in (
                    (data.draw(ABSENT), "", "") if ranks[k, s, d] is None else (str(ranks[k, s, d]), "organic", "/")
                )
            ),
            "",
            "1.20",
        ]
        for k in keywords
    ]
    rule = "-" * 30
    stated = f"Period: {told[0]:%Y%m%d} - {told[-1]:%Y%m%d}"
    above = [rule, "ID: 1_2", "Report type: position_tracking_rankings_overview", stated, rule, ""]
    text = "\n".join(above) + "\n" + delimited([header, *lines], separator)
    table = one_table("1_2_position_tracking_rankings_overview.csv.xls", text, "semrush.position_tracking@1").table
    read_back = zip(
        table.columns["keyword"],
        table.columns["domain"],
        table.columns["period_start"],
        table.columns["keyword_position"],
        strict=True,
    )
    assert {(k, s, d): rank for k, s, d, rank in read_back} == {
        key: None if rank is None else float(rank) for key, rank in ranks.items()
    }
    assert [(cover.start, cover.end) for cover in table.covers] == [(told[0], told[-1])]


@settings(deadline=None, max_examples=40)
@given(st.data(), st.integers(1, 8))
def test_a_trend_gives_each_day_its_figure_and_its_summary_none(data: st.DataObject, days: int) -> None:
    told = [FIRST + timedelta(days=30 * n) for n in range(days)]
    sites = [f"site{n}.example" for n in range(data.draw(st.integers(1, 4)))]
    traffic = {site: data.draw(st.lists(st.integers(0, 10**7), min_size=days, max_size=days)) for site in sites}
    header = ["Target", "Target Type", "Metric", "Database", "Summary", *(day.isoformat() for day in told)]
    lines = [[s, "root domain", "Organic Traffic", "fr", str(sum(t)), *map(str, t)] for s, t in traffic.items()]
    table = one_table("trend.csv", delimited([header, *lines], ";"), "semrush.domain_trend@1")
    assert table.table.rows == days * len(sites)
    assert table.total("est_traffic_own") == Decimal(sum(sum(t) for t in traffic.values()))
    assert set(table.table.columns["country"]) == {"FR"}


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(NAMES, st.integers(0, 10**7), min_size=1, max_size=20), SEPARATORS)
def test_a_keyword_table_gives_each_keyword_its_volume(volumes: dict[str, int], separator: str) -> None:
    header = ["Keyword", "Intent", "Volume", "Keyword Difficulty", "CPC (USD)"]
    lines = [[keyword, "Commercial", f"{volume:,}", "", "0.40"] for keyword, volume in volumes.items()]
    table = one_table("desk_us_2026-05-01.csv", delimited([header, *lines], separator), "semrush.keyword_magic@1").table
    pairs = zip(table.columns["keyword"], table.columns["search_volume"], strict=True)
    assert dict(pairs) == {keyword: float(volume) for keyword, volume in volumes.items()}
