"""The promises of the reference text, row by row, where a screen keeps them: in a real browser, in both languages.

A row is a line of the table of traceability; what has its own journey elsewhere (starting, importing, the check of
the plan in the terminal) is not walked again here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Served, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

Told = Mapping[str, tuple[str, str]]
"""The rows a page answers for, and the words that show it, in French and in English."""

PAGES: Mapping[str, Told] = {
    "/": {
        "3 my next action": ("Avancer", "Advance"),
        "9 surprises of the day": ("Adapter", "Adapt"),
        "15 work by its effect on the objective": ("sur l’objectif O2", "on objective O2"),
        "48 three verbs": ("Arbitrer", "Arbitrate"),
        "6 what nobody answers for": ("personne n’en répond", "nobody answers for it"),
    },
    "/kra/K_seo": {
        "4 charter": ("Renforcer la visibilité", "Strengthen visibility"),
        "5 written limits": ("ne décide pas", "does not decide"),
        "23 signed or not": ("charte pas encore signée", "charter not signed yet"),
        "28 three questions": ("ce qui peut nous arrêter", "what may stop us"),
        "45 destination, progress, vigilance": ("Destination", "Destination"),
        "51 no shared ground without a rule": ("Règle de partage", "Sharing rule"),
    },
    "/map?zoom=near": {
        "47 KPIs and risks": ("KRI (risque)", "KRI (risk)"),
        "10 areas first": ("Zones de", "Key result"),
    },
    "/map?zoom=work": {"47 actions and milestones": ("Jalons communs", "Common milestones")},
    "/map?zoom=people": {"21 who owns what": ("Responsable et relais", "Responsible and relay")},
    "/territories?q=/pro/devis": {
        "5 whose is it, one name": ("Margaux", "Margaux"),
        "13 matrix": ("Qui est responsable de quoi", "Who is responsible for what"),
        "18 holes": ("Sans responsable", "Nobody responsible"),
    },
    "/action/A06": {
        "8 objective, area, KPI, action": ("Ce qu’elle sert", "What it serves"),
        "1 an effect is measured or not yet": ("Elle est mesurée à sa date", "It is measured at its date"),
    },
    "/action/A02": {"1 measured, or said why not": ("non concluante", "inconclusive")},
    "/objective/O1": {
        "14 cascade": ("D’où vient l’écart", "Where the gap comes from"),
        "24 contributions": ("n’expliquent pas", "do not explain"),
        "50 one owner a step": ("Zones qui le servent", "Areas that serve it"),
    },
    "/kpi/organic_clicks_nonbrand": {
        "2 no orphan number": ("Ce qui le menace", "What threatens it"),
        "2 next action": ("La suite", "What comes next"),
        "9 freshness": ("extrait le", "extracted on"),
        "16 expected to date": ("Attendu à ce jour", "Expected to date"),
        "32 definition": ("Version", "Version"),
        "33 odds": ("Chances d’atteinte", "Odds of reaching it"),
        "35 progress in a sentence": ("du chemin entre le départ", "of the way from the start"),
        "38 updates on the chart": ("spam update", "spam update"),
    },
    "/kpi/cvr_order/why?by=channel": {"34 down to the channel": ("Ce qui l’a fait bouger", "What moved it")},
    "/decision/D04": {
        "20 rule, evidence, decider": ("KRA prioritaire du trimestre", "Priority KRA of the quarter"),
        "27 a target revised by a decision": ("Clics organiques hors marque", "Non-brand organic clicks"),
    },
    "/milestone/M4": {"22 who waits": ("Qui l’attend", "Who waits for it")},
    "/kri/algo_event_window": {
        "37 bound to what it threatens": ("Menace", "Threatens"),
        "42 signals with their verdicts": ("Signaux", "Signals"),
        "43 prepared response": ("Plan prévu", "Prepared plan"),
    },
    "/kri/channel_saturation": {"41 what the next euro buys": ("un résultat de plus coûte", "one more result costs")},
    "/person/sofiane": {"4 one page a person": ("Relaie", "Stands in for")},
    "/plan/history/1": {
        "46 author, date, reason": ("Plan 2026", "Plan 2026"),
        "26 versions": ("en vigueur", "in force"),
    },
    "/sources": {"9 sources": ("Sources du plan", "Sources of the plan")},
    "/check-in": {"48 values filled in": ("déjà remplies", "already filled in")},
    "/codir": {"2 on the board page": ("Responsable, risque, action", "Responsible, risk, action")},
}


@pytest.fixture(scope="module", params=["fr", pytest.param("en", marks=pytest.mark.slow)])
def reading(request: pytest.FixtureRequest, demo: Served, chromium: Browser) -> tuple[Page, str, int]:
    """The director of the demo, reading in one language."""
    page = window(chromium, locale=request.param)
    page.goto(f"{demo.address}/?lang={request.param}")
    return page, demo.address, ("fr", "en").index(request.param)


@pytest.mark.parametrize("path", list(PAGES))
def test_a_promise_of_the_text_is_seen_on_its_page(reading: tuple[Page, str, int], path: str) -> None:
    page, address, language = reading
    page.goto(f"{address}{path}", wait_until="domcontentloaded")
    for row, words in PAGES[path].items():
        expect(page.locator("main"), row).to_contain_text(words[language], ignore_case=True)


def test_one_line_leads_anywhere_by_keyboard_alone(reading: tuple[Page, str, int]) -> None:
    page, address, _ = reading
    page.goto(f"{address}/kra")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("sofiane")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/person/sofiane")


def test_a_finger_meets_a_kpi_of_the_map_anywhere_on_its_line(demo: Served, chromium: Browser) -> None:
    page = window(chromium, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(demo.address)
    page.goto(f"{demo.address}/map?zoom=near")
    line = page.locator("svg.map a[href='/kpi/organic_clicks_nonbrand']")
    line.evaluate("one => one.scrollIntoView({ block: 'center', inline: 'center' })")
    line.tap()
    expect(page).to_have_url(f"{demo.address}/kpi/organic_clicks_nonbrand")
