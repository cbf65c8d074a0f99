"""Somebody without a file at hand begins with the roles of her team and has a draft plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

from django.test import Client

from jalon.records import accounts, models, plans, workspaces
from jalon.web.start.given import ahead_of

ROWS = {"objective": "Vendre davantage", "result": "revenue", "year": "2027", "director": "Claire"}


def at_the_start(role: str = "director") -> tuple[Client, workspaces.Workspace]:
    made = workspaces.create(f"w-{uuid4().hex[:10]}", "Savonnerie", "Europe/Paris", "EUR")
    account = accounts.without_password(f"{uuid4().hex[:8]}@savons.example", "Claire")
    workspaces.join(made, account.id, role)
    client = Client(headers={"accept-language": "fr"})
    client.force_login(models.Account.objects.get(id=account.id))
    return client, made


def test_roles_bring_areas_and_a_draft_that_is_completed_on_its_page(enters: Callable[..., Client]) -> None:
    client, workspace = at_the_start()
    form = ROWS | {"name": ["Ana", "Ben"], "role": ["seo_specialist", "sea_manager"]}
    page = client.post("/start/roles", form | {"do": "look"}).content.decode()
    assert "Visibilité organique" in page
    assert "Acquisition Google Ads" in page
    kept = {"shown:seo_specialist": "1", "kpi:seo_specialist": ["index_rate"], "kri:seo_specialist": []}
    assert client.post("/start/roles", form | kept | {"do": "create"}).headers["Location"] == "/plan"
    last = plans.latest(workspace)
    assert last is not None
    assert last.status == "draft"
    assert "use: index_rate" in last.document
    assert "organic_clicks_nonbrand" not in last.document, "what was unticked stays out"
    shown = client.get("/plan").content.decode()
    assert "Ana" in shown
    assert "Plan brouillon" in shown


def test_nothing_is_made_without_a_result_and_a_role_nor_over_a_plan_in_force(enters: Callable[..., Client]) -> None:
    client, workspace = at_the_start()
    client.post("/start/roles", ROWS | {"name": ["Ana"], "role": [""], "do": "create"})
    assert plans.latest(workspace) is None
    director = enters()
    assert director.get("/start/roles").headers["Location"] == "/plan"
    assert at_the_start("holder")[0].get("/start/roles").status_code == 403


def test_the_next_year_is_said_where_it_is_proposed_because_little_of_this_one_is_left() -> None:
    assert ahead_of(date(2026, 12, 1), 2027) == {"this_year": 2026, "ahead": 2027}
    assert ahead_of(date(2026, 12, 1), 2026)["ahead"] == 0, "the year one chose surprises nobody"
    assert ahead_of(date(2026, 6, 1), 2027)["ahead"] == 0
