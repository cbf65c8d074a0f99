"""From an empty home to a draft plan, in both languages: exports dropped, channels found, names given, draft open."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from jalon import wording
from jalon.plan.document import read_plan
from tests.journeys.conftest import Serving, complaints_of, exactly, jalon, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
LAST = datetime.now(UTC).date() - timedelta(days=2)
FIRST = date(LAST.year - 1, 1, 1)
SIGHTS = {"fr": (390, "light"), "en": (1440, "dark")}
"""How each language is looked at; it is led at a desk, and fits both."""


@dataclass(frozen=True)
class Words:
    """What the pages say in a language."""

    ask: str
    keep: str
    create: str
    nobody: str
    draft: str
    lacks: str
    answer: str
    save: str
    targets: str
    update: str
    force: str
    sell: str


SAID = {
    "fr": Words(
        "Qui en répond", "Garder et voir ce qu’ils disent", "Créer le plan brouillon", "n’ont encore personne",
        "Plan brouillon", "responsable à choisir", "Répondre", "Enregistrer", "valeurs cibles",
        "Mettre à jour le brouillon", "Mettre en vigueur", "Vendre plus",
    ),
    "en": Words(
        "Who answers for them", "Keep and see what they say", "Create the draft plan", "have nobody yet",
        "Draft plan", "responsible to choose", "Answer", "Save", "target values",
        "Update the draft plan", "Bring into force", "Sell more",
    ),
}  # fmt: skip


def table(folder: Path, name: str, header: str, row: Callable[[date], list[str]]) -> None:
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    (folder / name).write_text("\n".join([header, *(f"{d},{line}" for d in days for line in row(d))]) + "\n", "utf-8")


def exports(folder: Path) -> list[Path]:
    """Orders and media day by day since the first of January of last year, and one file that asks something."""
    folder.mkdir()
    table(
        folder, "csv_orders-shop.csv", "day,currency,channel,orders,revenue",
        lambda day: ["EUR,sea,4,400", "EUR,email,2,160", "EUR,marketplace,3,240"],
    )  # fmt: skip
    table(
        folder, "csv_media-lines.csv", "day,currency,channel,media_cost",
        lambda day: ["EUR,sea,100", "EUR,marketplace,50"],
    )  # fmt: skip
    (folder / "ga4-days.csv").write_text(f"day,sessions\n{LAST},40\n", "utf-8")
    return sorted(folder.iterdir())


@dataclass
class Begun:
    """Somebody who has just signed in for the first time."""

    page: Page
    address: str
    said: Words
    language: str
    home: Path
    files: list[Path]
    complaints: list[str]


@pytest.fixture(scope="module", params=["fr", pytest.param("en", marks=pytest.mark.slow)])
def begun(
    request: pytest.FixtureRequest, serving: Serving, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Begun:
    """A first account made on an empty home: the first page asks whose plan it will be, the next one for exports."""
    home = tmp_path_factory.mktemp("begun")
    served = serving.start(home, "serve")
    page = window(chromium, locale=request.param, viewport={"width": 1440, "height": 900})
    complaints = complaints_of(page, served.address)
    page.goto(f"{served.setup_link}?lang={request.param}")
    page.locator("#name").fill("Claire")
    page.locator("#email").fill("claire@kervoal.example")
    page.locator("#password").fill("granite lighthouse 42")
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{served.address}/start/company")
    page.locator("#name").fill("Atelier Kervoal")
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{served.address}/start")
    files = exports(tmp_path_factory.mktemp("dropped") / "exports")
    return Begun(page, served.address, SAID[request.param], request.param, home, files, complaints)


def sound(begun: Begun, name: str) -> None:
    """What every page owes: no complaint, nothing asked outside, no fault of access, no scrolling sideways."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    page, (width, theme) = begun.page, SIGHTS[begun.language]
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    found = Axe().run(page).response["violations"]
    assert [f"{name} {width}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found] == []
    for one in (390, 1440):
        page.set_viewport_size({"width": one, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= one, name
    assert begun.complaints == []


def test_the_first_page_is_where_to_drop_exports(begun: Begun) -> None:
    begun.page.goto(f"{begun.address}/")
    assert begun.page.url == f"{begun.address}/start"
    expect(begun.page.locator("input[type=file]")).to_have_count(1)
    expect(begun.page.locator("html")).to_have_attribute("lang", begun.language)
    sound(begun, "drop")


def test_files_are_shown_before_any_is_kept_and_the_one_with_a_question_waits(begun: Begun) -> None:
    page = begun.page
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files([str(file) for file in begun.files])
    expect(page.get_by_role("heading", level=1)).to_contain_text("2")
    expect(page.locator(".items > li")).to_have_count(3)
    sound(begun, "read")
    assert json.loads(jalon(begun.home, "--json", "doctor").stdout)["workspaces"][0]["files"] == 0
    with page.expect_navigation():
        page.get_by_role("button", name=begun.said.keep).click()
    expect(page).to_have_url(f"{begun.address}/start")
    expect(page.locator(".callout[data-k=watch]")).to_contain_text("ga4-days.csv")


def test_channels_are_found_and_each_waits_for_one_name(begun: Begun) -> None:
    page = begun.page
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(re.compile(r"^\s*4\s"))
    expect(title).to_contain_text(begun.said.ask)
    expect(page.locator("#lead")).to_contain_text(begun.said.nobody)
    rows = page.locator(".who-table tbody tr")
    expect(rows).to_have_count(4)
    days = (date(LAST.year, 1, 1) - FIRST).days
    started = f"{4 * days:,}".replace(",", "\u202f" if begun.language == "fr" else ",")
    expect(rows.first).to_contain_text(exactly(started))
    sound(begun, "who")


def test_a_name_typed_writes_its_area_at_once(begun: Begun) -> None:
    page = begun.page
    for channel, name in (("sea", "Amel"), ("email", "Lucie"), ("shop", "Lucie")):
        field = page.locator(f"#owner_{channel}")
        field.fill(name)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            field.press("Tab")
    areas = page.locator("#draft .items > li")
    expect(areas.filter(has_text="Amel")).to_have_count(1)
    expect(areas.filter(has_text="Lucie")).to_have_count(2)
    expect(areas.filter(has_text="Marketplace")).to_contain_text(begun.said.lacks)
    page.goto(f"{begun.address}/start")
    expect(page.locator("#owner_sea"), "what was typed is kept for the visit").to_have_value("Amel")


def test_the_draft_opens_with_its_baselines_and_what_is_left_to_complete(begun: Begun) -> None:
    page = begun.page
    with page.expect_navigation():
        page.get_by_role("button", name=begun.said.create).click()
    expect(page).to_have_url(f"{begun.address}/plan")
    expect(page.get_by_role("heading", level=1)).to_contain_text(begun.said.draft)
    waiting = page.locator("aside")
    expect(waiting).to_contain_text("Amel")
    expect(waiting).to_contain_text("Marketplace")
    sound(begun, "plan")
    page.goto(f"{begun.address}/")
    expect(page.locator("a[href='/plan'].btn")).to_have_count(1)


def test_the_draft_is_the_plan_that_the_command_line_exports_and_proves(begun: Begun, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    assert jalon(begun.home, "export", "-o", str(file)).returncode == 0
    verdict = json.loads(jalon(begun.home, "--json", "lint", str(file)).stdout)
    assert verdict["counts"]["error"] == 0
    text = file.read_text("utf-8")
    assert f"languages: [{begun.language}]" in text
    assert "name: Atelier Kervoal" in text
    with begun.page.expect_download() as got:
        begun.page.goto(f"{begun.address}/plan")
        begun.page.locator("a[download]").click()
    assert Path(got.value.path()).read_text("utf-8") == text


def test_the_file_that_waited_is_answered_without_being_uploaded_again(begun: Begun) -> None:
    page = begun.page
    page.goto(f"{begun.address}/start")
    assert page.locator("#owner_sea").input_value() == "Amel", "the names of the draft are there"
    with page.expect_navigation():
        page.get_by_role("button", name=begun.said.answer, exact=True).click()
    page.locator("#tool").select_option("ga4")
    expect(page.get_by_role("region").first).to_contain_text("ga4-days.csv")


def test_a_value_that_is_no_number_is_asked_again_and_nothing_changes(begun: Begun) -> None:
    page = begun.page
    page.goto(f"{begun.address}/plan")
    field = page.locator("input[name^='target:kras']").first
    field.fill("1.2.3")
    with page.expect_navigation():
        page.get_by_role("button", name=begun.said.save).click()
    expect(page.get_by_role("alert")).to_be_visible()
    again = page.locator("input[aria-invalid=true]")
    expect(again).to_have_count(1)
    expect(again).to_have_value("1.2.3")
    begun.complaints.clear()
    sound(begun, "wrong")


def test_what_is_typed_stands_in_the_document_where_a_note_asked_for_it(begun: Begun) -> None:
    page = begun.page
    page.goto(f"{begun.address}/plan")
    for name, value in lacking(begun):
        page.locator(f"[id='{name}']").fill(value)
    page.locator("[id='name:objectives.0']").fill(begun.said.sell)
    with page.expect_navigation():
        page.get_by_role("button", name=begun.said.save).click()
    text = document(begun)
    assert "# target:" not in text
    assert f"name: {begun.said.sell}" in text
    waiting = page.locator("aside")
    expect(waiting, "it still has no responsible").to_contain_text("Marketplace")
    expect(waiting).not_to_contain_text(begun.said.targets)


def test_a_name_given_later_loses_nothing_of_what_was_typed_and_the_whole_draft_comes_into_force(
    begun: Begun,
) -> None:
    page = begun.page
    page.goto(f"{begun.address}/start")
    page.locator("#owner_marketplace").fill("Nora")
    with page.expect_navigation():
        page.get_by_role("button", name=begun.said.update).click()
    assert f"name: {begun.said.sell}" in document(begun)
    page.get_by_role("button", name=begun.said.force).click()
    page.wait_for_url(f"{begun.address}/")
    assert "status: in_force" in document(begun)
    page.goto(f"{begun.address}/start")
    expect(page, "a plan in force is not written over from its exports").to_have_url(f"{begun.address}/plan")
    expect(page.locator("input[name^='target']")).to_have_count(0)


def document(begun: Begun) -> str:
    """The plan as the page gives it to download."""
    return begun.page.request.get(f"{begun.address}/plan/document").text()


def lacking(begun: Begun) -> list[tuple[str, str]]:
    """Each field of the page with a value: a target a little better than where the number starts from."""
    plan = read_plan(document(begun).encode(), "plan.yaml").plan
    assert plan is not None
    measured = [(f"{one.path}.result", one.result) for one in plan.objectives]
    measured += [(kpi.path, kpi.measured) for _, kpi in plan.kpis()]
    found = []
    for path, one in measured:
        unit = 100 if one.unit == "ratio" else 1
        if one.baseline is None:
            found.append((f"baseline:{path}", "10"))
        start = Decimal(10) / unit if one.baseline is None else one.baseline
        better = start * Decimal("1.1" if one.direction == "up" else "0.9")
        found.append((f"target:{path}", wording.number(better * unit, begun.language, 2)))
    return found
