"""GA4 asked by its Data API (`v1beta`): totals, channels, landing pages and pages, a day a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from jalon.facts.cut import Cut
from jalon.findings import Finding, Severity
from jalon.quantities import Grain, Period
from jalon.sources.asking.connector import Brought, Given, Known, Report, Setting
from jalon.sources.asking.google import door
from jalon.sources.asking.line import Line
from jalon.sources.asking.pace import Quota
from jalon.sources.asking.rows import number, table_of, text, unrepeated
from jalon.sources.asking.steady import steady
from jalon.sources.asking.unanswered import Unanswered
from jalon.sources.reading.noticed import graded

HOST = "analyticsdata.googleapis.com"
SCOPES = ("https://www.googleapis.com/auth/analytics.readonly",)
PAGE = 100_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """A report as the API names it (`names`) and as its cut does."""

    report: str
    dimensions: Mapping[str, str]
    metrics: Mapping[str, str]
    days: int


_VISITS = {"sessions": "sessions", "engagedSessions": "engaged_sessions", "keyEvents": "key_events"}
_ORDERS = {"totalRevenue": "ga4_revenue", "ecommercePurchases": "orders_ga4"}
_ASKED = {
    "total": _Asked(
        "overview",
        {},
        {
            "activeUsers": "users_active", "totalUsers": "users_total", "newUsers": "users_new", **_VISITS,
            "screenPageViews": "pageviews", "eventCount": "events", **_ORDERS,
        },
        92,
    ),
    "channels": _Asked(
        "traffic_acquisition", {"sessionDefaultChannelGroup": "session_channel"}, {**_VISITS, **_ORDERS}, 31
    ),
    "landing_pages": _Asked(
        "landing_page",
        {"landingPage": "landing_page", "sessionDefaultChannelGroup": "session_channel"},
        {**_VISITS, **_ORDERS},
        7,
    ),
    "pages": _Asked(
        "pages_and_screens", {"pagePath": "page"}, {"screenPageViews": "pageviews", "eventCount": "events"}, 7
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ga4Api:
    """One property. `page`: rows asked at once."""

    page: int = PAGE

    tool: ClassVar[str] = "ga4"
    needs: ClassVar[str] = "connector.google.needs"
    settings: ClassVar[tuple[Setting, ...]] = (Setting("key", secret=True), Setting("property", example="412345678"))

    def reports(self, given: Given) -> Sequence[Report]:
        """Totals first: a detailed report is never their sum."""
        return [Report(name, asked.days) for name, asked in _ASKED.items()]

    def line(self, given: Given, at: str | None = None) -> Line:
        """A line to Google, or to a stand-in."""
        key = given.secrets["key"]
        base, reach, proof = door(HOST, key, SCOPES, at)
        return Line(base, reach, Quota(((10, 1.0),)), (key,), proof.headers)

    def known(self, line: Line, given: Given) -> Known:
        """The property's clock and money, told with any report."""
        told = _page(line, given, {"metrics": [{"name": "sessions"}], "dateRanges": [_YESTERDAY], "limit": "1"})
        said = told.get("metadata", {})
        return Known(f"property={_property(given)}", text(said.get("timeZone")), text(said.get("currencyCode")))

    def bring(self, line: Line, given: Given, known: Known, report: str, days: Period) -> Brought:
        """One report, whole; what Google says of its quality is said with it."""
        asked = _ASKED[report]
        rows, said = steady(lambda: _pages(line, given, asked, days, self.page))
        cut = Cut("ga4", asked.report, Grain.DAY, tuple(asked.dimensions.values()))
        currency = text(said.get("currencyCode")) or known.currency
        table = table_of(cut, days, rows, tuple(asked.metrics.values()), currency)
        return Brought((table,), days.end, tuple(_quality(said)))


_YESTERDAY = {"startDate": "yesterday", "endDate": "yesterday"}


def _property(given: Given) -> str:
    number_ = given.get("property").removeprefix("properties/")
    if not number_.isdigit():
        raise Unanswered("fetch.setting", setting="property", value=number_[:40])
    return number_


def _page(line: Line, given: Given, asked: Mapping[str, object]) -> Mapping[str, Any]:
    told = line.ask("POST", f"/v1beta/properties/{_property(given)}:runReport", body=asked).json()
    if not isinstance(told, Mapping):
        raise Unanswered("fetch.unreadable", passing=True)
    return told


def _pages(
    line: Line, given: Given, asked: _Asked, days: Period, most: int
) -> tuple[list[dict[str, object]], Mapping[str, Any]]:
    """Every row, page after page. A number of rows that changes on the way means that the report moved under us."""
    rows: list[dict[str, object]] = []
    count: int | None = None
    while True:
        told = _page(
            line,
            given,
            {
                "dimensions": [{"name": name} for name in ("date", *asked.dimensions)],
                "metrics": [{"name": name} for name in asked.metrics],
                "dateRanges": [{"startDate": days.start.isoformat(), "endDate": days.end.isoformat()}],
                "orderBys": [{"dimension": {"dimensionName": name}} for name in ("date", *asked.dimensions)],
                "limit": str(most),
                "offset": str(len(rows)),
                "returnPropertyQuota": True,
            },
        )
        page = [_row(row, asked) for row in told.get("rows", [])]
        said = int(told.get("rowCount", len(page)))
        if count is not None and said != count:
            raise Unanswered("fetch.moved", passing=True)
        count = said
        rows += page
        if len(rows) >= count:
            break
        if not page:
            raise Unanswered("fetch.moved", passing=True)
    unrepeated((row["day"], *(row[name] for name in asked.dimensions.values())) for row in rows)
    return rows, told.get("metadata", {})


def _row(told: Mapping[str, Any], asked: _Asked) -> dict[str, object]:
    try:
        named = [value["value"] for value in told["dimensionValues"]]
        measured = [value["value"] for value in told["metricValues"]]
        row: dict[str, object] = {"day": datetime.strptime(named[0], "%Y%m%d").date()}  # noqa: DTZ007  # a day, no moment
        row.update(zip(asked.dimensions.values(), (text(value) for value in named[1:]), strict=True))
        row.update(zip(asked.metrics.values(), (number(value) for value in measured), strict=True))
    except (KeyError, IndexError, ValueError, TypeError):
        raise Unanswered("fetch.unreadable", passing=True) from None
    return row


def _quality(said: Mapping[str, Any]) -> list[Finding]:
    """What Google says that these figures are not: whole, exact, or told of everybody."""
    found = []
    if said.get("subjectToThresholding"):
        found.append("fetch.thresholded")
    if said.get("samplingMetadatas"):
        found.append("fetch.sampled")
    if said.get("dataLossFromOtherRow"):
        found.append("fetch.other_row")
    return [graded(code, Severity.WARNING, None, None) for code in found]
