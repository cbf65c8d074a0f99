"""Every delivery of the demo, in the order in which they were dropped."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from jalon.demo.brand import SEMRUSH_LAST
from jalon.demo.company import Company
from jalon.demo.exports.delivery import Delivery
from jalon.demo.exports.ga4 import write_ga4_overview
from jalon.demo.exports.google_ads import write_google_ads
from jalon.demo.exports.house import write_house_table
from jalon.demo.exports.search_console import BRAND, write_search_console
from jalon.demo.figures import Figures
from jalon.demo.rhythm import FIRST_DAY, LAST_DAY

FIRST_DROP = datetime(2026, 10, 8, 5, 10, tzinfo=UTC)
LAST_DROP = datetime(2026, 10, 15, 5, 10, tzinfo=UTC)
AGAIN_FROM = date(2026, 9, 17)
"""The second drop exports the last four weeks again: days already there are replaced."""

LAGS = {"search_console": 2, "crux": 1, "csv_market": 45, "csv_postmaster": 1}
"""Days by which a tool's last figures trail the drop, beyond the day before."""


def write_exports(company: Company, folder: Path) -> list[Delivery]:
    """Write every file under `folder` and say in which order they came, with what was answered."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        *write_drop(company, folder, FIRST_DROP, FIRST_DAY, date(2026, 10, 7)),
        *write_drop(company, folder, LAST_DROP, AGAIN_FROM, LAST_DAY),
    ]


def write_drop(company: Company, folder: Path, at: datetime, first: date, last: date) -> list[Delivery]:
    """Every file that one morning brings: the days from a first to a last one, as exported at that moment."""
    place = folder / at.date().isoformat()
    place.mkdir(parents=True, exist_ok=True)
    made = _ads(company, place, at, first, last) + _searches(company, place, at, first, last)
    for figures in company.figures:
        made += _house(company, figures, place, at, first, last)
    overview_from = last.replace(day=1)
    overview = place / f"ga4-acquisition-{overview_from:%Y-%m}.csv"
    write_ga4_overview(company, overview_from, last, overview)
    made.append(Delivery(overview, at, last, timezone="Europe/Paris"))
    return made


def _house(company: Company, figures: Figures, place: Path, at: datetime, first: date, last: date) -> list[Delivery]:
    until = last - timedelta(days=LAGS.get(figures.tool, 0))
    if figures.tool == "semrush":
        until = min(until, SEMRUSH_LAST)
    start = first.replace(day=1) if figures.every == "month" else first
    path = place / f"{figures.name}.csv"
    if not write_house_table(figures, company.days, start, until, path):
        return []
    return [Delivery(path, at, until, tool=figures.tool, timezone="Europe/Paris")]


def _ads(company: Company, place: Path, at: datetime, first: date, last: date) -> list[Delivery]:
    french = at == FIRST_DROP
    path = place / ("Rapport sur les campagnes.csv" if french else "Campaign report.csv")
    write_google_ads(company, "fr" if french else "en", first, last, at.date(), path)
    return [Delivery(path, at, last, timezone="Europe/Paris")]


def _searches(company: Company, place: Path, at: datetime, first: date, last: date) -> list[Delivery]:
    until = last - timedelta(days=LAGS["search_console"])
    made = []
    for year in range(first.year, until.year + 1):
        start, end = max(first, date(year, 1, 1)), min(until, date(year, 12, 31))
        for kind, name in (
            ("all", "Performances"),
            ("brand", f"Performances-{BRAND}"),
            ("not_brand", "Performances-hors"),
        ):
            path = place / f"kervoal.example-{name}-{year}.zip"
            write_search_console(company, kind, start, end, at, path)
            answers = {"query": f"not_contains:{BRAND}"} if kind == "not_brand" else {}
            made.append(Delivery(path, at, end, filters=answers))
    return made
