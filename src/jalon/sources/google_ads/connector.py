"""Google Ads asked by its API (GAQL over `searchStream`): the same four reports as the interface, a day a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from jalon.facts.cut import Cut
from jalon.quantities import Grain, Period
from jalon.sources.asking.connector import Brought, Given, Known, Report, Setting
from jalon.sources.asking.google import door
from jalon.sources.asking.line import Line
from jalon.sources.asking.pace import Quota
from jalon.sources.asking.rows import micros, number, table_of, text, unrepeated
from jalon.sources.asking.steady import steady
from jalon.sources.asking.unanswered import Unanswered

HOST, VERSION = "googleads.googleapis.com", "v26"
SCOPES = ("https://www.googleapis.com/auth/adwords",)
_METRICS = {
    "metrics.impressions": "sea_impressions", "metrics.clicks": "sea_clicks", "metrics.cost_micros": "sea_cost",
    "metrics.conversions": "sea_conversions", "metrics.conversions_value": "sea_conversion_value",
    "metrics.interactions": "sea_interactions",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """A report as GAQL names it and as its cut does. `keyed`: what tells two rows of a day apart."""

    source: str
    dimensions: Mapping[str, str]
    attributes: Mapping[str, str]
    keyed: tuple[str, ...]
    days: int


_CAMPAIGN = {"campaign.name": "campaign"}
_GROUP = {**_CAMPAIGN, "ad_group.name": "ad_group"}
_OF_CAMPAIGN = {
    "campaign.id": "campaign_id", "campaign.status": "campaign_status",
    "campaign.advertising_channel_type": "campaign_type",
}  # fmt: skip
_WORD = {"ad_group_criterion.keyword.text": "keyword", "ad_group_criterion.keyword.match_type": "match_type"}
_ASKED = {
    "campaigns": _Asked("campaign", _CAMPAIGN, _OF_CAMPAIGN, ("campaign.id",), 31),
    "ad_groups": _Asked("ad_group", _GROUP, {"ad_group.status": "ad_group_status"}, ("ad_group.id",), 31),
    "keywords": _Asked(
        "keyword_view",
        {**_GROUP, **_WORD},
        {"ad_group_criterion.status": "keyword_status"},
        ("ad_group.id", "ad_group_criterion.criterion_id"),
        7,
    ),
    "search_terms": _Asked(
        "search_term_view",
        {
            "search_term_view.search_term": "search_term",
            "segments.search_term_match_type": "match_type",
            **_GROUP,
        },
        {"search_term_view.status": "added_excluded"},
        ("search_term_view.resource_name", "segments.search_term_match_type"),
        7,
    ),
}


class GoogleAdsApi:
    """One customer account, through its manager when there is one."""

    tool: ClassVar[str] = "google_ads"
    needs: ClassVar[str] = "connector.google_ads.needs"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("key", secret=True),
        Setting("developer_token", secret=True),
        Setting("customer", example="123-456-7890"),
        Setting("manager", required=False, example="987-654-3210"),
    )

    def reports(self, given: Given) -> Sequence[Report]:
        """Campaigns first: money comes from there."""
        return [Report(name, asked.days) for name, asked in _ASKED.items()]

    def line(self, given: Given, at: str | None = None) -> Line:
        """A line to Google, or to a stand-in."""
        key, token = given.secrets["key"], given.secrets["developer_token"]
        base, reach, proof = door(HOST, key, SCOPES, at)

        def headers(anew: bool) -> Mapping[str, str]:
            through = {"login-customer-id": _digits(given, "manager")} if given.get("manager") else {}
            return {**proof.headers(anew), "developer-token": token.opened(), **through}

        return Line(base, reach, Quota(((5, 1.0),)), (key, token), headers)

    def known(self, line: Line, given: Given) -> Known:
        """The account's name, clock and money."""
        query = "SELECT customer.descriptive_name, customer.currency_code, customer.time_zone FROM customer LIMIT 1"
        for row in _stream(line, given, query):
            return Known(
                f"account={_at(row, 'customer.descriptive_name') or _digits(given, 'customer')}",
                text(_at(row, "customer.time_zone")),
                text(_at(row, "customer.currency_code")),
            )
        raise Unanswered("fetch.unknown_account", status="", said="")

    def bring(self, line: Line, given: Given, known: Known, report: str, days: Period) -> Brought:
        """One report, whole: a stream that breaks off is read again from its beginning."""
        asked = _ASKED[report]
        names = ("segments.date", *asked.dimensions, *asked.attributes, *asked.keyed, *_METRICS)
        query = (
            f"SELECT {', '.join(dict.fromkeys(names))} FROM {asked.source} "  # noqa: S608  # our own names and two days
            f"WHERE segments.date BETWEEN '{days.start}' AND '{days.end}' ORDER BY segments.date"
        )
        rows = steady(lambda: _rows(line, given, query, asked))
        cut = Cut("google_ads", report, Grain.DAY, tuple(asked.dimensions.values()))
        table = table_of(cut, days, rows, tuple(_METRICS.values()), known.currency, tuple(asked.attributes.values()))
        return Brought((table,), days.end)


def _digits(given: Given, name: str) -> str:
    told = given.get(name).replace("-", "").replace(" ", "")
    if not (told.isdigit() and len(told) == 10):
        raise Unanswered("fetch.setting", setting=name, value=told[:40])
    return told


def _stream(line: Line, given: Given, query: str) -> list[Mapping[str, Any]]:
    path = f"/{VERSION}/customers/{_digits(given, 'customer')}/googleAds:searchStream"
    batches = line.ask("POST", path, body={"query": query}).json()
    if not isinstance(batches, list) or not all(isinstance(batch, Mapping) for batch in batches):
        raise Unanswered("fetch.unreadable", passing=True)
    return [row for batch in batches for row in batch.get("results", [])]


def _rows(line: Line, given: Given, query: str, asked: _Asked) -> list[dict[str, object]]:
    told = _stream(line, given, query)
    unrepeated((_at(row, "segments.date"), *(_at(row, name) for name in asked.keyed)) for row in told)
    return [_row(row, asked) for row in told]


def _row(told: Mapping[str, Any], asked: _Asked) -> dict[str, object]:
    try:
        row: dict[str, object] = {"day": date.fromisoformat(str(_at(told, "segments.date")))}
    except ValueError:
        raise Unanswered("fetch.unreadable", passing=True) from None
    for path, name in (*asked.dimensions.items(), *asked.attributes.items()):
        row[name] = text(_at(told, path))
    for path, name in _METRICS.items():
        # A figure of nought is left out of the answer: it is nought, not unknown.
        row[name] = micros(_at(told, path) or 0) if path.endswith("_micros") else number(_at(told, path) or 0)
    return row


def _at(row: Mapping[str, Any], path: str) -> Any:
    """A field by its GAQL name: `ad_group.name` is told as `adGroup.name`."""
    found: Any = row
    for part in path.split("."):
        first, *others = part.split("_")
        found = found.get(first + "".join(word.capitalize() for word in others)) if isinstance(found, Mapping) else None
    return found
