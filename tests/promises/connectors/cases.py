"""Every connector with the tool that it asks, played: what the promises are put to."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from jalon.sources.asking.connector import Connector, Given
from jalon.sources.asking.line import Line
from jalon.sources.asking.secret import Secret
from jalon.sources.ga4.connector import Ga4Api
from jalon.sources.google_ads.connector import GoogleAdsApi
from jalon.sources.search_console.connector import SearchConsoleApi
from tests.stand_ins import google
from tests.stand_ins.figures import Figures
from tests.stand_ins.server import App, StandIn, StillClock, serving

TODAY = date(2026, 10, 15)


@dataclass(frozen=True)
class Case:
    """A connector that asks few rows at once, and the tool behind it."""

    connector: Connector
    app: Callable[[Figures], App]
    settings: Mapping[str, str]
    secrets: Callable[[], Mapping[str, str]]

    def given(self) -> Given:
        return Given(self.settings, {name: Secret(text) for name, text in self.secrets().items()})


def _google_key() -> Mapping[str, str]:
    return {"key": google.key_file()}


CASES: Mapping[str, Case] = {
    "ga4": Case(Ga4Api(page=40), google.Ga4, {"property": "412345678"}, _google_key),
    "search_console": Case(
        SearchConsoleApi(page=10), google.SearchConsole, {"site": "sc-domain:atelier-kervoal.example"}, _google_key
    ),
    "google_ads": Case(
        GoogleAdsApi(),
        google.GoogleAds,
        {"customer": "123-456-7890"},
        lambda: {"key": google.key_file(), "developer_token": "canary-developer-token"},
    ),
}


@contextmanager
def playing(tool: str, figures: Figures | None = None) -> Iterator[tuple[Case, StandIn, Line]]:
    """A case with its tool at an address and a line to it that waits for nobody."""
    case = CASES[tool]
    app: Any = case.app(figures or Figures(TODAY))
    with serving(app) as stand_in:
        line = line_to(case, stand_in)
        try:
            yield case, stand_in, line
        finally:
            line.close()


def line_to(case: Case, stand_in: StandIn) -> Line:
    line = case.connector.line(case.given(), stand_in.address)
    line.clock, line.chance = StillClock(), random.Random(11)
    return line
