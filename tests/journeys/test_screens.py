"""Every screen of the demo: accessible by day and by night, from a phone to a desk, asking nothing outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import Served
from tests.journeys.sights import visited

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WORK = (
    "/action", "/action/A06", "/milestone", "/milestone/M4", "/decision", "/decision/D05",
    "/decision/D06", "/decision/D07", "/decision/D08", "/person", "/person/sofiane",
    "/me", "/map?zoom=far", "/map?zoom=work", "/map?zoom=people",
)  # fmt: skip
SCREENS = (
    *WORK, "/", "/search?q=leads",
    "/check-in", "/map", "/map?as=table", "/kra", "/kra/K_seo", "/kpi", "/kpi/organic_clicks_nonbrand",
    "/kpi/keywords_top3_share", "/objective/O1", "/kri", "/kri/pipeline_asleep", "/kri/payment_failure",
    "/kri/algo_event_window", "/kri/channel_saturation", "/curves", "/curves/O1", "/curves/O2", "/budget/O1",
    "/budget/O1?spend:sea=6000&spend:sma=2000",
    "/territories?q=seo", "/sources", "/sources/imports", "/sources/events", "/plan", "/plan/sheets", "/trust",
    "/ledger", "/alerts", "/digest", "/codir", "/codir/send", "/review", "/shared",
)  # fmt: skip
CHANGING = (
    "/territories/name?ground=channel&value=marketplace",
    "/plan/edit", "/plan/edit/kra/K_seo", "/plan/edit/kri/pipeline_asleep", "/plan/new/action", "/plan/history",
    "/plan/history/1", "/plan/proposals", "/plan/hand-over/sofiane", "/members", "/tokens", "/companies", "/api/",
    "/account", "/account/codes",
)  # fmt: skip
EXPLAINED = ("/kpi/cvr_order/why?by=channel", "/objective/O1/why?against=year")


@pytest.mark.parametrize("screen", [*SCREENS, *EXPLAINED])
def test_a_screen_is_accessible_fits_and_asks_nothing_outside(
    seen: tuple[Served, Page, list[str], int], screen: str
) -> None:
    visited(seen, screen)
