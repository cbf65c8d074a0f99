"""From an empty home to a red standing: a plan, an account, a file, and the reason on the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PATIENCE, Serving, jalon, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PLAN = """\
version: jalon/1
languages: [en, fr]
company: {{id: atelier, name: Atelier Kervoal}}
period: {{start: {first}, end: {last}}}
people:
  - {{id: claire, name: Claire, deputy: elise}}
  - {{id: elise, name: Élise, actor: false}}
grounds:
  channel: [shop]
objectives:
  - id: O1
    name: {{fr: "Vendre 10 000 commandes", en: "Sell 10,000 orders"}}
    owner: claire
    result: {{use: orders, baseline: 8000, target: 10000, due: {last}, trajectory: linear}}
kras:
  - id: K_sales
    name: {{fr: Ventes en ligne, en: Online sales}}
    owner: claire
    mission: {{fr: Vendre en ligne, en: Sell online}}
    territory: [{{channel: shop}}]
    limits: [{{fr: "Pas le service client", en: "Not customer service"}}]
    serves: [O1]
    kpis:
      - {{id: orders_sold, use: orders, baseline: 8000, target: 10000, due: {last}, trajectory: linear}}
sources:
  - {{id: shop, tool: csv_orders, owner: claire, expected_lag: P3D}}
"""


def written_plan(folder: Path, first: datetime, last: datetime) -> Path:
    file = folder / "plan.yaml"
    file.write_text(PLAN.format(first=first.date(), last=last.date()), "utf-8")
    return file


def orders_export(folder: Path, first: datetime, days: int, each_day: int) -> Path:
    lines = ["day,orders", *(f"{(first + timedelta(days=n)).date()},{each_day}" for n in range(days))]
    file = folder / "orders.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


@pytest.fixture(scope="module")
def visited(serving: Serving, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Page, Path]:
    """A plan applied, the application started, the first account made from the link on the console."""
    home, files = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("files")
    now = datetime.now(UTC)
    plan = written_plan(files, now - timedelta(days=60), now + timedelta(days=60))
    applied = jalon(home, "apply", str(plan))
    assert applied.returncode == 0, applied.stderr + applied.stdout
    served = serving.start(home, "serve")
    page = window(chromium, locale="en-GB")
    page.goto(served.setup_link)
    page.get_by_label("Your name").fill("Claire")
    page.get_by_label("E-mail address").fill("claire@kervoal.example")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("alert")).to_contain_text("This password is too easy")
    page.get_by_label("Password").fill("granite lighthouse 42")
    page.get_by_role("button", name="Create the account").click()
    page.wait_for_url(f"{served.address}/")
    page.goto(served.setup_link)
    expect(page.get_by_role("heading"), "the setup link must work once only").to_have_text("Nothing here")
    return served.address, page, files


def test_a_file_brought_in_turns_a_standing_red_and_the_page_says_why(visited: tuple[str, Page, Path]) -> None:
    address, page, files = visited
    page.goto(f"{address}/")
    awaited = "The plan is in force; the first figures are awaited"
    expect(page.get_by_role("heading", level=1)).to_have_text(awaited)
    with page.expect_navigation():
        page.get_by_role("link", name="Bring files in").click()
    export = orders_export(files, datetime.now(UTC) - timedelta(days=60), 60, 40)
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files(str(export))
    expect(page.get_by_role("heading", level=1)).to_have_text("1 file read")
    changes = page.get_by_role("region", name="What changes")
    expect(changes).to_contain_text("60 new days")
    expect(changes).to_contain_text("2,400")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("1 part kept.")).to_be_visible()
    computed(page)
    page.goto(f"{address}/kpi/orders_sold")
    standing = page.locator(".page-head .standing")
    expect(standing).to_have_attribute("data-s", "off_course")
    expect(standing).to_have_text("at risk of missing")
    expect(page.locator(".page-head .lead")).to_contain_text("The pace decides")
    expect(page.locator(".hero .val")).to_have_text("2,400")


def test_the_same_file_again_changes_nothing_and_says_so(visited: tuple[str, Page, Path]) -> None:
    address, page, files = visited
    page.goto(f"{address}/sources")
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files(str(files / "orders.csv"))
    expect(page.get_by_role("region", name="What changes")).to_contain_text("already there: nothing changes")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("These files were already there: nothing changed.")).to_be_visible()


def test_an_ambiguous_date_is_asked_and_never_guessed(visited: tuple[str, Page, Path]) -> None:
    address, page, files = visited
    ambiguous = files / "ambiguous.csv"
    ambiguous.write_text("day,orders\n03/10/2026,4\n04/10/2026,5\n", "utf-8")
    page.goto(f"{address}/sources")
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files(str(ambiguous))
    expect(page.get_by_role("button", name="Keep")).to_have_attribute("aria-disabled", "true")
    page.locator("input[name=day_order][value=day]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Read again").click()
    expect(page.get_by_role("region", name="Files")).to_contain_text("3 Oct – 4 Oct 2026")
    page.get_by_role("button", name="Abandon").click()
    expect(page.get_by_text("Abandoned: nothing was kept.")).to_be_visible()


def test_cancelling_an_import_gives_the_days_back(visited: tuple[str, Page, Path]) -> None:
    address, page, _ = visited
    page.goto(f"{address}/sources")
    page.locator("details.undo summary").first.click()
    page.get_by_label("Why?").first.fill("Wrong shop")
    page.get_by_role("button", name="Give the days back").first.click()
    expect(page.get_by_text("Cancelled: the days are as they were before.")).to_be_visible()
    computed(page)
    page.goto(f"{address}/kpi/orders_sold")
    expect(page.locator(".page-head .standing")).to_have_attribute("data-s", "no_data")
    page.goto(f"{address}/sources/imports")
    expect(page.get_by_text("Wrong shop")).to_be_visible()


def test_signing_out_closes_every_page(visited: tuple[str, Page, Path]) -> None:
    address, page, _ = visited
    page.goto(f"{address}/map")
    page.locator("summary.who").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{address}/sign-in")
    page.goto(f"{address}/map")
    expect(page).to_have_url(f"{address}/sign-in")


def computed(page: Page) -> None:
    """The page says no more that the scorecard is being computed: it was loaded again."""
    expect(page.locator("[data-working]")).to_have_count(0, timeout=PATIENCE * 1000)
    page.wait_for_load_state()
