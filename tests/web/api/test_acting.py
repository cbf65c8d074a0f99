"""What a program may do: answer an alert, within its scope and its owner's role, in its own company."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.web.api.programs import problem, program
from tests.web.steered import DAY

from jalon.records import alerts
from jalon.records.alerts import Intent
from jalon.records.workspaces import ROLES, Workspace


def told(workspace: Workspace, key: str) -> int:
    intent = Intent(key, "standing", "kpi:seo_leads", (), "on_course", "watch", DAY, 1, "ana", "email", 5)
    alerts.note(workspace, [intent], [], datetime.now(UTC))
    return next(one.id for one in alerts.every(workspace) if one.intent.key == key)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scope", ["read", "import", "act"])
def test_only_who_may_acknowledge_answers_an_alert(company: Workspace, role: str, scope: str) -> None:
    number = told(company, f"{role}-{scope}")
    answer = program(company, role, scope, "ana").post(  # type: ignore[arg-type]  # a scope by its word
        f"alerts/{number}/answer", {"answer": "acknowledged"}
    )
    if scope == "act" and role in ("director", "holder"):
        assert [one["kind"] for one in answer.json()["steps"]] == ["acknowledged"]
    else:
        assert (answer.status_code, problem(answer)["code"]) == (403, "forbidden")


def test_another_company_s_alert_is_not_there(company: Workspace, other: Workspace) -> None:
    theirs = told(other, "theirs")
    asking = program(company, "director", "act")
    elsewhere = asking.post(f"alerts/{theirs}/answer", {"answer": "hit"})
    unknown = asking.post("alerts/999999/answer", {"answer": "hit"})
    assert (elsewhere.status_code, elsewhere.content) == (unknown.status_code, unknown.content)
    assert problem(elsewhere)["code"] == "not_found"
    assert problem(asking.post(f"alerts/{theirs}/answer", {"answer": "maybe"}))["status"] == 422
