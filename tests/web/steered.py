"""A small company whose scorecard is published, its figures chosen by the test, and people who come in."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.test import Client

from jalon.assembly import engine_in
from jalon.plan.document import read_plan
from jalon.records import accounts, models, plans, scorecards, workspaces
from jalon.records.workspaces import Workspace
from jalon.routines import refreshing
from jalon.scorecard.publishing import scorecard

SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")
DAY = date(2027, 6, 15)
NOW = datetime(2027, 6, 15, 7, 10, tzinfo=UTC)
FORECAST: Mapping[str, object] = {
    "median": "130", "band50": ["126", "134"], "band80": ["120", "140"], "band95": ["110", "150"], "needed_pace": None,
    "recent_pace": None, "pace_form": "week", "safe_target": None, "exact": False, "settled": "2027-06-13",
    "reliability": "own", "outcomes": "20", "models": [], "fan": [], "odds_with_actions": None, "actions": [],
}  # fmt: skip


@cache
def card_of(document: str, folder: str, day: date = DAY) -> Mapping[str, Any]:
    """The scorecard of a plan before any file came in: its real form, nothing measured."""
    plan = read_plan(document.encode(), "plan.yaml").plan
    assert plan is not None
    measured = refreshing.measured(plan, engine_in(Path(folder)), day)
    made = scorecard(plan, measured, day, workspace="w", edition=1, plan_revision=1, code_version="0", findings=())
    return made.as_document()


def steered(
    folder: Path, figures: Mapping[str, Mapping[str, object]], document: str = SOUND, day: date = DAY
) -> Workspace:
    """A workspace with a plan in force and one published day, each KPI with the figures given.

    A part of a cascade is named `part:` and its id.
    """
    made = workspaces.create(f"w-{uuid4().hex[:10]}", "Savonnerie", "Europe/Paris", "EUR")
    plans.append(made, document, "in_force", "dan", "Plan 2027", date(2027, 1, 4))
    publish(made, folder, figures, document, day)
    return made


def publish(
    workspace: Workspace,
    folder: Path,
    figures: Mapping[str, Mapping[str, object]],
    document: str = SOUND,
    day: date = DAY,
) -> None:
    """One more published day."""
    card = copy.deepcopy(dict(card_of(document, str(folder))))
    card["as_of"] = day.isoformat()
    for row in (*card["kpis"], *card["objectives"]):
        row["measured"].update(figures.get(row["measured"]["id"], {}))
        for part in row.get("parts", ()):
            part.update(figures.get(f"part:{part['id']}", {}))
    for row in (*card["kras"], *card["kris"], *card["sources"]):
        row.update(figures.get(row["id"], {}))
    edition = scorecards.next_edition(workspace, day)
    number = plans.latest(workspace)
    scorecards.publish(workspace, day, edition, number.number if number else 1, {**card, "edition": edition})


def come_in(workspace: Workspace, role: str, person: str = "", language: str = "en") -> Client:
    """Somebody with a role, signed in, reading in a language."""
    made = accounts.without_password(f"{uuid4().hex[:8]}@savons.example", person.title() or role)
    workspaces.join(workspace, made.id, role, person)
    client = Client(headers={"accept-language": language})
    client.force_login(models.Account.objects.get(id=made.id))
    return client


def plan_of(areas: int) -> str:
    """A plan of so many areas: an axis for each twelve of sixty, three KPIs, a risk, an action and a milestone each."""
    people = "\n".join(f"  - {{id: p{n}, name: Personne {n}, deputy: p{(n + 1) % areas}}}" for n in range(areas))
    axes = "\n".join(f"  - {{id: axe{n}, name: Axe {n}}}" for n in range(5))
    objectives = "\n".join(
        f"  - {{id: O{n}, name: Objectif numéro {n} de la maison, owner: p0, "
        "result: {use: leads, baseline: 100, target: 120}}"
        for n in range(6)
    )
    return (
        "version: jalon/1\nlanguages: [fr]\ncompany: {id: grande, name: Grande maison}\n"
        "period: {start: 2027-01-01, end: 2027-12-31}\n"
        f"people:\n{people}\n  - {{id: p99, name: Visiteuse, actor: false}}\naxes:\n{axes}\n"
        f"grounds:\n  channel: [{', '.join(f'c{n}' for n in range(areas))}]\n"
        f"objectives:\n{objectives}\nkras:\n{''.join(_area(n) for n in range(areas))}"
        "milestones:\n"
        + "".join(
            f"  - {{id: M{n}, name: Rendez-vous {n}, date: 2027-09-01, owner: p{n}, needed_by: [K{n}]}}\n"
            for n in range(areas)
        )
        + "actions:\n"
        + "".join(
            f"  - {{id: A{n}, name: Chantier {n}, kra: K{n}, kpi: k{n}_0, start: 2027-05-01, end: 2027-08-01, "
            "status: running}\n"
            for n in range(areas)
        )
    )


def _area(number: int) -> str:
    kpis = "".join(
        f"      - {{id: k{number}_{one}, use: leads, filter: {{channel: c{number}}}, baseline: 10, target: {12 + one}, "
        "due: 2027-12-31}\n"
        for one in range(3)
    )
    return (
        f"  - id: K{number}\n    name: Zone {number} au nom un peu long\n    owner: p{number}\n"
        f"    axis: axe{number % 5}\n"
        f"    mission: Tenir la zone {number}\n    territory: [{{channel: c{number}}}]\n    serves: [O{number % 6}]\n"
        f"    kpis:\n{kpis}    kris:\n      - {{id: r{number}, use: keyword_saturation, threatens: [k{number}_0]}}\n"
    )
