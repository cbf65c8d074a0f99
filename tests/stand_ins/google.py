"""Google's three tools and its tokens, played: requests and answers in the shape of the published descriptions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import unquote

from tests.stand_ins.figures import Figures
from tests.stand_ins.server import Asked, Reply

TOKEN = "ya29.canary-token-of-the-stand-in"
CHANNELS = ("Organic Search", "Paid Search", "Email")
PAGES = ("/", "/fauteuils", "/bureaux", "/contact")
DEVICES, COUNTRIES = ("MOBILE", "DESKTOP"), ("fra", "bel", "zzz")
QUERIES = ("kervoal fauteuil", "fauteuil de bureau", "bureau assis debout")
CAMPAIGNS = (("101", "Marque"), ("102", "Fauteuils"), ("103", "Bureaux | été"))
DAY = timedelta(days=1)


@cache
def key_file() -> str:
    """A service account's key file, its key made for this run."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    written = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
    return json.dumps(
        {
            "type": "service_account",
            "client_email": "jalon@atelier-kervoal.example",
            "private_key": written,
            "private_key_id": "canary-key-id",
            "token_uri": "http://169.254.169.254/token",
        }
    )


def token(asked: Asked) -> Reply:
    """What a signed assertion is worth; nothing for anything else."""
    form = asked.form()
    if (
        form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer"
        or form.get("assertion", "").count(".") != 2
    ):
        return Reply({"error": "invalid_grant", "error_description": "Invalid JWT"}, 400)
    return Reply({"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"})


def days_of(first: str, last: str) -> Iterator[date]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day
        day += DAY


def _denied() -> Reply:
    return Reply(
        {"error": {"code": 403, "message": "User does not have sufficient permission", "status": "PERMISSION_DENIED"}},
        403,
    )


def _wrong(message: str) -> Reply:
    return Reply({"error": {"code": 400, "message": message, "status": "INVALID_ARGUMENT"}}, 400)


@dataclass
class Ga4:
    """The Data API of one property."""

    figures: Figures
    property: str = "412345678"

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/token":
            return token(asked)
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply({"error": {"code": 401, "message": "no credentials", "status": "UNAUTHENTICATED"}}, 401)
        if asked.path != f"/v1beta/properties/{self.property}:runReport":
            return _denied()
        return self._report(asked.json())

    def _report(self, body: Mapping[str, Any]) -> Reply:
        named = [one["name"] for one in body.get("dimensions", [])]
        metrics = [one["name"] for one in body["metrics"]]
        if len(metrics) > 10 or len(named) > 9:
            return _wrong("too many metrics or dimensions")
        spans = body["dateRanges"]
        if spans[0]["startDate"] == "yesterday":
            rows = [([], [str(self.figures.count(self.figures.last(1), "ga4", "sessions"))])]
        else:
            rows = self._rows(spans[0], named, metrics)
        first, most = int(body.get("offset", 0)), int(body.get("limit", 10_000))
        answered = {
            "kind": "analyticsData#runReport",
            "dimensionHeaders": [{"name": name} for name in named],
            "metricHeaders": [{"name": name, "type": "TYPE_INTEGER"} for name in metrics],
            "rows": [
                {"dimensionValues": [{"value": v} for v in keys], "metricValues": [{"value": v} for v in told]}
                for keys, told in rows[first : first + most]
            ],
            "rowCount": len(rows),
            "metadata": {"currencyCode": "EUR", "timeZone": "Europe/Paris"},
        }
        if not answered["rows"]:
            del answered["rows"]
        return Reply(answered)

    def _rows(self, span: Mapping[str, str], named: list[str], metrics: list[str]) -> list[tuple[list[str], list[str]]]:
        kinds = {"sessionDefaultChannelGroup": CHANNELS, "landingPage": PAGES, "pagePath": PAGES}
        rows = []
        for day in days_of(span["startDate"], span["endDate"]):
            keys: list[tuple[str, ...]] = [()]
            for name in named[1:]:
                keys = [(*one, value) for one in keys for value in kinds[name]]
            for key in keys:
                told = [str(self.told(day, metric, key)) for metric in metrics]
                rows.append(([day.strftime("%Y%m%d"), *key], told))
        return rows

    def told(self, day: date, metric: str, key: tuple[str, ...]) -> Decimal:
        """A metric of a day; of money with cents. Of everything: what the channels add up to."""
        if not key and metric in ("sessions", "engagedSessions", "keyEvents", "totalRevenue", "ecommercePurchases"):
            return sum((self.told(day, metric, (channel,)) for channel in CHANNELS), Decimal(0))
        counted = Decimal(self.figures.count(day, "ga4", metric, *key))
        return counted + Decimal("0.25") if metric == "totalRevenue" else counted


@dataclass
class SearchConsole:
    """Search Analytics of one property: final figures end two days ago, and some queries are never told."""

    figures: Figures
    site: str = "sc-domain:atelier-kervoal.example"
    lag: int = 2

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/token":
            return token(asked)
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply({"error": {"code": 401, "message": "no credentials"}}, 401)
        path = unquote(asked.path)
        if path == f"/webmasters/v3/sites/{self.site}":
            return Reply({"siteUrl": self.site, "permissionLevel": "siteFullUser"})
        if path == f"/webmasters/v3/sites/{self.site}/searchAnalytics/query":
            return self._query(asked.json())
        return _denied()

    def _query(self, body: Mapping[str, Any]) -> Reply:
        if body["rowLimit"] > 25_000 or body.get("dataState") not in ("final", "all"):
            return _wrong("rowLimit or dataState")
        extra = body["dimensions"][1:]
        groups = body.get("dimensionFilterGroups", [])
        held = groups[0]["filters"][0] if groups else None
        rows = []
        for day in days_of(body["startDate"], body["endDate"]):
            if day > self.figures.last(self.lag):
                continue
            values = (
                {"device": DEVICES, "country": COUNTRIES, "query": QUERIES, "page": PAGES}[extra[0]]
                if extra
                else (None,)
            )
            for value in values:
                clicks, shown = self.told(day, extra[0] if extra else "", value, held)
                rows.append(
                    {
                        "keys": [day.isoformat(), *([value] if value else [])],
                        "clicks": clicks,
                        "impressions": shown,
                        "ctr": clicks / shown,
                        "position": 4.5,
                    }
                )
        first = body.get("startRow", 0)
        found = rows[first : first + body["rowLimit"]]
        return Reply(
            {"rows": found, "responseAggregationType": "byProperty"}
            if found
            else {"responseAggregationType": "byProperty"}
        )

    def told(self, day: date, kind: str, value: str | None, held: Mapping[str, str] | None) -> tuple[int, int]:
        """Clicks and impressions. Queries tell three quarters of the clicks; devices and countries tell them all."""
        whole = 400 + self.figures.count(day, "gsc")
        if held is not None:
            whole = whole // 3 if held["operator"] == "contains" else whole - whole // 3
        if kind in ("", "page"):
            return (whole, whole * 20)
        values = {"device": DEVICES, "country": COUNTRIES, "query": QUERIES}[kind]
        most = whole * 3 // 4 if kind == "query" else whole
        share = most // len(values)
        clicks = share + (most - share * len(values) if value == values[0] else 0)
        return (clicks, clicks * 20)


@dataclass
class GoogleAds:
    """One customer account: GAQL over `searchStream`, in batches, money in millionths."""

    figures: Figures
    customer: str = "1234567890"
    batch: int = 4

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/token":
            return token(asked)
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply([{"error": {"code": 401, "message": "no credentials", "status": "UNAUTHENTICATED"}}], 401)
        if asked.headers.get("developer-token") != "canary-developer-token":
            return _denied()
        if asked.path != f"/v26/customers/{self.customer}/googleAds:searchStream":
            return _denied()
        return self._stream(asked.json()["query"])

    def _stream(self, query: str) -> Reply:
        found = re.fullmatch(
            r"SELECT (.+?) FROM (\w+)"
            r"(?: WHERE segments\.date BETWEEN '(\S+)' AND '(\S+)' ORDER BY segments\.date| LIMIT 1)",
            query,
        )
        if found is None:
            return _wrong("query")
        names, source = found[1].split(", "), found[2]
        if source == "customer":
            rows = [
                {
                    "customer": {
                        "resourceName": f"customers/{self.customer}",
                        "descriptiveName": "Atelier Kervoal",
                        "currencyCode": "EUR",
                        "timeZone": "Europe/Paris",
                    }
                }
            ]
        else:
            rows = [self._row(source, day, *one) for day in days_of(found[3], found[4]) for one in CAMPAIGNS]
        mask = ",".join(names)
        batches = [rows[at : at + self.batch] for at in range(0, len(rows), self.batch)]
        return Reply([{"results": part, "fieldMask": mask, "requestId": "r"} for part in batches])

    def _row(self, source: str, day: date, number: str, name: str) -> dict[str, Any]:
        of = f"customers/{self.customer}"
        row: dict[str, Any] = {
            "campaign": {
                "resourceName": f"{of}/campaigns/{number}",
                "id": number,
                "name": name,
                "status": "ENABLED",
                "advertisingChannelType": "SEARCH",
            },
            "segments": {"date": day.isoformat()},
            "metrics": {
                "impressions": str(self.told(day, number, "impressions")),
                "clicks": str(self.told(day, number, "clicks")),
                "costMicros": str(self.told(day, number, "cost") * 10_000),
                "conversions": float(self.told(day, number, "conversions")),
                "conversionsValue": float(self.told(day, number, "value")),
                "interactions": str(self.told(day, number, "clicks")),
            },
        }
        if source != "campaign":
            row["adGroup"] = {
                "resourceName": f"{of}/adGroups/9{number}",
                "id": f"9{number}",
                "name": f"{name} · exact",
                "status": "ENABLED",
            }
        if source == "keyword_view":
            row["adGroupCriterion"] = {
                "resourceName": f"{of}/adGroupCriteria/9{number}~7",
                "criterionId": "7",
                "status": "ENABLED",
                "keyword": {"text": "fauteuil", "matchType": "EXACT"},
            }
        if source == "search_term_view":
            row["searchTermView"] = {
                "resourceName": f"{of}/searchTermViews/{number}~9{number}~Zg",
                "searchTerm": "fauteuil",
                "status": "NONE",
            }
            row["segments"]["searchTermMatchType"] = "EXACT"
        return row

    def told(self, day: date, number: str, name: str) -> int:
        """A count of a campaign's day; cost in cents."""
        counted = self.figures.count(day, "ads", number, name)
        return counted % 7 if name == "conversions" else counted
