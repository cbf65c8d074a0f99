"""Search Console asked by its API (`webmasters/v3`): the cuts of the download, day by day, not cut off at 1,000."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from urllib.parse import quote

from jalon.facts.cut import Cut
from jalon.facts.table import Table
from jalon.quantities import Grain, Period
from jalon.sources.asking.connector import Brought, Given, Known, Report, Setting
from jalon.sources.asking.google import door
from jalon.sources.asking.line import Line
from jalon.sources.asking.pace import Quota
from jalon.sources.asking.rows import number, table_of, text, unrepeated
from jalon.sources.asking.steady import steady
from jalon.sources.asking.unanswered import Unanswered
from jalon.sources.reading.countries import country_of_three
from jalon.sources.search_console.export import FLOWS, REST

HOST = "www.googleapis.com"
SCOPES = ("https://www.googleapis.com/auth/webmasters.readonly",)
PAGE = 25_000
ZONE = "America/Los_Angeles"
SPANS = {"days": 93, "devices": 93, "countries": 31, "queries": 7, "pages": 7}
NAMED = {"days": None, "devices": "device", "countries": "country", "queries": "query", "pages": "page"}
SEARCH_TYPES = {"web": "Web", "image": "Image", "video": "Video", "news": "News", "discover": "Discover"}


@dataclass(frozen=True, slots=True)
class _Filter:
    """The brand told apart: queries that hold a word, those that do not."""

    suffix: str
    operator: str
    word: str

    @property
    def named(self) -> str:
        """As the cut names it."""
        return f"{'contains' if self.operator == 'contains' else 'not_contains'}:{self.word}"


@dataclass(frozen=True, slots=True)
class SearchConsoleApi:
    """Performance of one property. `page`: rows asked at once."""

    page: int = PAGE

    tool: ClassVar[str] = "search_console"
    needs: ClassVar[str] = "connector.google.needs"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("key", secret=True),
        Setting("site", example="sc-domain:atelier-kervoal.example"),
        Setting("brand", required=False, example="kervoal"),
    )

    def reports(self, given: Given) -> Sequence[Report]:
        """Days first: totals come from there; the brand's own days when its word is given."""
        parts = [""] + (["_brand", "_other"] if given.get("brand") else [])
        days = [Report(f"days{part}", SPANS["days"]) for part in parts]
        return [*days, *(Report(name, span) for name, span in SPANS.items() if name != "days")]

    def line(self, given: Given, at: str | None = None) -> Line:
        """A line to Google, or to a stand-in."""
        key = given.secrets["key"]
        base, reach, proof = door(HOST, key, SCOPES, at)
        quota = Quota(((40, 1.0), (1_100, 60.0)))
        return Line(base, reach, quota, (key,), proof.headers)

    def known(self, line: Line, given: Given) -> Known:
        """The property, when the key may read it."""
        told = line.ask("GET", f"/webmasters/v3/sites/{quote(given.get('site'), safe='')}").json()
        if not isinstance(told, Mapping) or told.get("permissionLevel") in (None, "siteUnverifiedUser"):
            raise Unanswered("fetch.denied", status="", said=str(told.get("permissionLevel", ""))[:60])
        return Known(given.get("site"), ZONE)

    def bring(self, line: Line, given: Given, known: Known, report: str, days: Period) -> Brought:
        """Final figures only: days that Google still counts are left for the next time."""
        kind, _, part = report.partition("_")
        chosen = _chosen(given, part)
        rows = steady(lambda: _pages(line, given.get("site"), NAMED[kind], chosen, days, self.page))
        whole = (
            rows if kind == "days" else steady(lambda: _pages(line, given.get("site"), None, chosen, days, self.page))
        )
        final = [row["day"] for row in whole if isinstance(row["day"], date)]
        if not final:
            return Brought((), None)
        last = max(final)
        covered = Period(days.start, last)
        kept = [row for row in rows if isinstance(row["day"], date) and row["day"] <= last]
        if kind == "queries":
            kept += _rest(kept, whole)
        return Brought((_table(kind, chosen, covered, kept),), last)


def _chosen(given: Given, part: str) -> _Filter | None:
    word = given.get("brand").lower()
    operators = {"brand": "contains", "other": "notContains"}
    return _Filter(part, operators[part], word) if part else None


def _pages(
    line: Line, site: str, dimension: str | None, chosen: _Filter | None, days: Period, most: int
) -> list[dict[str, object]]:
    """Every row of an answer, page after page until one is not full."""
    rows: list[dict[str, object]] = []
    while True:
        asked: dict[str, object] = {
            "startDate": days.start.isoformat(),
            "endDate": days.end.isoformat(),
            "dimensions": ["date", *([dimension] if dimension else [])],
            "type": "web",
            "dataState": "final",
            "rowLimit": most,
            "startRow": len(rows),
        }
        if chosen is not None:
            one = {"dimension": "query", "operator": chosen.operator, "expression": chosen.word}
            asked["dimensionFilterGroups"] = [{"groupType": "and", "filters": [one]}]
        told = line.ask("POST", f"/webmasters/v3/sites/{quote(site, safe='')}/searchAnalytics/query", body=asked).json()
        if not isinstance(told, Mapping) or not isinstance(told.get("rows", []), list):
            raise Unanswered("fetch.unreadable", passing=True)
        page = [_row(row, dimension) for row in told.get("rows", [])]
        rows += page
        if len(page) < most:
            break
    unrepeated((row["day"], row.get(dimension or "")) for row in rows)
    return rows


def _row(told: Mapping[str, object], dimension: str | None) -> dict[str, object]:
    try:
        keys = told["keys"]
        assert isinstance(keys, list)  # noqa: S101  # else the AssertionError below says so
        shown, position = number(told["impressions"]), number(told.get("position", 0))
        row: dict[str, object] = {
            "day": date.fromisoformat(str(keys[0])),
            "organic_clicks": number(told["clicks"]),
            "organic_impressions": shown,
            "position_impressions": None if shown is None or position is None else shown * position,
        }
        if dimension:
            row[dimension] = _named(dimension, str(keys[1]))
    except (KeyError, IndexError, ValueError, TypeError, AssertionError):
        raise Unanswered("fetch.unreadable", passing=True) from None
    return row


def _named(dimension: str, value: str) -> str | None:
    if dimension == "country":
        return country_of_three(value) or value
    return value.lower() if dimension == "device" else text(value)


def _rest(rows: Sequence[dict[str, object]], whole: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """One row a day for what no query was told for, so that shares have a true whole."""
    told: dict[tuple[object, str], Decimal] = {}
    for row in rows:
        for flow in FLOWS:
            value = row[flow]
            if isinstance(value, Decimal):
                told[row["day"], flow] = told.get((row["day"], flow), Decimal(0)) + value
    rest = []
    for row in whole:
        left = {
            flow: max(value - told.get((row["day"], flow), Decimal(0)), Decimal(0))
            for flow in FLOWS
            if isinstance(value := row[flow], Decimal)
        }
        rest.append({"day": row["day"], "query": REST, **left})
    return rest


def _table(kind: str, chosen: _Filter | None, covered: Period, rows: Sequence[dict[str, object]]) -> Table:
    filters = [("search_type", "Web"), *([("query", chosen.named)] if chosen else [])]
    dimension = NAMED[kind]
    cut = Cut("search_console", "performance", Grain.DAY, (dimension,) if dimension else (), tuple(sorted(filters)))
    return table_of(cut, covered, rows, FLOWS)
