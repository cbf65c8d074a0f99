"""The pages of curves and budgets: what is read there, who may ask, and a move that becomes a question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import home_of_process
from tests.curved import DAY, PLAN, sample_plan, weeks

from jalon.records import accounts, curves, jobs, plans, proposals, workspaces
from jalon.records.workspaces import Workspace
from jalon.scorecard.curves.asked import results
from jalon.scorecard.curves.fitted import fit_document

home_of_process()

from django.test import Client  # noqa: E402  # Django knows its settings only now

from jalon.records import models  # noqa: E402

NOW = datetime(2026, 10, 15, 8, tzinfo=UTC)


@cache
def fit() -> dict[str, Any]:
    plan = sample_plan()
    result = results(plan, ["O1"])[0]
    return fit_document(result, weeks(result), plan, DAY, {"csv_media/spend": 3})


@pytest.fixture
def kervoal() -> Workspace:
    made = workspaces.create(f"k-{uuid4().hex[:10]}", "Atelier", "Europe/Paris", "EUR")
    plans.append(made, PLAN, "in_force", "claire", "Plan 2026", date(2026, 1, 5))
    curves.keep(made, "objective:O1", DAY, fit(), NOW)
    return made


@pytest.fixture
def comes(kervoal: Workspace) -> Callable[..., Client]:
    def come(role: str = "director", person: str = "claire") -> Client:
        account = accounts.without_password(f"{uuid4().hex[:8]}@kervoal.example", person)
        workspaces.join(kervoal, account.id, role, person)
        client = Client(headers={"accept-language": "en"})
        client.force_login(models.Account.objects.get(id=account.id))
        return client

    return come


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_next_euro_is_told_with_its_doubt_and_what_is_not_identified_is_said(comes: Callable[..., Client]) -> None:
    client = comes()
    listed, one = read(client, "/curves"), read(client, "/curves/O1")
    assert "Paid social (SMA) is saturated" in listed
    assert "Believed before the weeks" in one
    assert "The test that would settle it" in one
    assert "Never seen: the curve guesses" in one


def test_a_move_between_two_areas_becomes_a_question_for_whoever_decides(
    comes: Callable[..., Client], kervoal: Workspace
) -> None:
    client = comes()
    assert "Create an arbitration" in read(client, "/budget/O1")
    answer = client.post("/budget/O1/ask")
    assert answer.status_code == 302
    assert "/decision/" in answer["location"]
    last = plans.latest(kervoal)
    assert last is not None
    assert "Move €" in last.document


def test_a_holder_proposes_it_and_a_reader_may_not(comes: Callable[..., Client], kervoal: Workspace) -> None:
    assert comes("reader", "").post("/budget/O1/ask").status_code == 403
    assert comes("holder", "ines").post("/budget/O1/ask").status_code == 302
    assert [one.author for one in proposals.every(kervoal, "open")] == ["ines"]


def test_a_split_typed_by_hand_is_weighed_without_a_script_and_with_one(comes: Callable[..., Client]) -> None:
    client = comes()
    typed = "/budget/O1?spend:sea=4500&spend:sma=5000"
    assert "Your split, beside today’s" in read(client, typed)
    part = read(client, f"{typed}&part=1")
    assert part.startswith('<div id="tried"')
    assert "Not weighed" in read(client, "/budget/O1?spend:sea=90000&part=1")


def test_bounds_that_cannot_hold_are_said_with_their_amounts(comes: Callable[..., Client]) -> None:
    said = read(comes(), "/budget/O1?kra_least:K_sea=9000&most:sea=4000")
    assert "Google Ads acquisition: minimum €9,000, its channels can take at most €4,000" in said


def test_a_fit_is_asked_for_once_and_stopped(comes: Callable[..., Client], kervoal: Workspace) -> None:
    client = comes()
    client.post("/curves/fit")
    client.post("/curves/fit")
    assert models.Job.objects.filter(workspace_id=kervoal.id, kind="curves").count() == 1
    assert "The curves are being fitted" in read(client, "/curves")
    client.post("/curves/stop")
    assert not jobs.under_way(kervoal, "curves", datetime.now(UTC))


def test_a_result_without_curves_is_not_there(comes: Callable[..., Client]) -> None:
    client = comes()
    assert client.get("/curves/O5").status_code == 404
    assert client.get("/budget/O5").status_code == 404
