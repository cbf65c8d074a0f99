"""Search Console downloads in French: one zip a year, unfiltered and by brand words."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import numpy as np

from jalon.demo.company import Company
from jalon.demo.rhythm import Series

BRAND = "kervoal"
DEVICES = (("Mobile", 0.58), ("Ordinateur", 0.37), ("Tablette", 0.05))
COUNTRIES = (("France", 0.94), ("Belgique", 0.035), ("Suisse", 0.015), ("Luxembourg", 0.01))
QUERIES = (
    "bureau assis debout",
    "chaise ergonomique",
    "fauteuil de bureau",
    "bureau réglable en hauteur",
    "caisson de bureau",
    "chaise de bureau mal de dos",
    "bureau d’angle",
    "lampe de bureau led",
    "bras écran double",
    "aménagement bureau entreprise",
    "cloison acoustique bureau",
    "bureau télétravail",
)
BRAND_QUERIES = ("kervoal", "atelier kervoal", "kervoal bureau", "kervoal avis")
PAGES = ("/", "/bureaux/", "/sieges/", "/guides/mal-de-dos", "/guides/bureau-assis-debout", "/pro/", "/devis")

FIRST_QUERY, FIRST_PAGE = "Requêtes les plus fréquentes", "Pages les plus populaires"
KINDS = {"all": None, "brand": f"+{BRAND}", "not_brand": f"-{BRAND}"}
"""Kind of download → how its filter file writes the query filter. The form for “not containing” is not known
from a real file, so the delivery answers it: `query=not_contains:kervoal`."""


def write_search_console(company: Company, kind: str, first: date, last: date, extracted: datetime, path: Path) -> None:
    """One zip, its tables in agreement: days, devices and countries add up to the same clicks."""
    chosen = company.days.since(first, last)
    clicks, shown = company.traffic.clicks[kind][chosen], company.traffic.impressions[kind][chosen]
    position = company.traffic.positions[kind][chosen]
    days = [day for day, inside in zip(company.days.days, chosen, strict=True) if inside]
    level = float((position * shown).sum() / max(shown.sum(), 1))
    columns = ["Clics", "Impressions", "CTR", "Position"]
    by_day = [_row(day.isoformat(), *values) for day, *values in zip(days, clicks, shown, position, strict=True)]
    words = {"all": (*BRAND_QUERIES, *QUERIES), "brand": BRAND_QUERIES, "not_brand": QUERIES}[kind]
    known = 1.0 if kind != "all" else float(1 - company.traffic.clicks["anonymised"][chosen].sum() / clicks.sum())
    tables = {
        "Dates.csv": [["Date", *columns], *reversed(by_day)],
        "Appareils.csv": [["Appareil", *columns], *_split(DEVICES, clicks, shown, level)],
        "Pays.csv": [["Pays", *columns], *_split(COUNTRIES, clicks, shown, level)],
        "Requêtes.csv": [
            ["Requêtes les plus fréquentes", *columns],
            *_split(_even(words, known), clicks, shown, level),
        ],
        "Pages.csv": [["Pages les plus populaires", *columns], *_split(_even(PAGES, 1.0), clicks, shown, level)],
        "Apparence dans les résultats de recherche.csv": [["Apparence dans les résultats de recherche", *columns]],
        "Filtres.csv": _filters(kind, first, last),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(rows)
            member = zipfile.ZipInfo(name, extracted.timetuple()[:6])
            archive.writestr(member, text.getvalue().rstrip("\n"))


def _filters(kind: str, first: date, last: date) -> list[list[str]]:
    rows = [["Filtre", "Valeur"], ["Type de recherche", "Web"], ["Date", f"{first.isoformat()} - {last.isoformat()}"]]
    mark = KINDS[kind]
    return [*rows, ["Requête", mark]] if mark else rows


def _even(names: tuple[str, ...], whole: float) -> tuple[tuple[str, float], ...]:
    weights = 1 / np.arange(1, len(names) + 1)
    return tuple(zip(names, (whole * weights / weights.sum()).tolist(), strict=True))


def _split(parts: tuple[tuple[str, float], ...], clicks: Series, shown: Series, level: float) -> list[list[str]]:
    """Shares of the whole, whole numbers, the first part taking what rounding leaves when the parts are everything."""
    wholes = []
    for total in (int(clicks.sum()), int(shown.sum())):
        counted = [int(total * share) for _, share in parts]
        if sum(share for _, share in parts) > 0.999:
            counted[0] += total - sum(counted)
        wholes.append(counted)
    names = [name for name, _ in parts]
    return [_row(name, float(c), float(i), level) for name, c, i in zip(names, *wholes, strict=True)]


def _row(name: str, clicks: float, shown: float, position: float) -> list[str]:
    rate = 100 * clicks / shown if shown else 0.0
    return [name, str(int(clicks)), str(int(shown)), f"{rate:.2f}%", f"{position:.1f}"]
