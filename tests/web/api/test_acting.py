"""What a program may do: answer an alert, within its scope and its owner's role, in its own company."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from tests.web.api.programs import problem, program
from tests.web.steered import DAY

from jalon.records import alerts, audit
from jalon.records.alerts import Intent
from jalon.records.workspaces import ROLES, Workspace


def told(workspace: Workspace, key: str) -> int:
    intent = Intent(key, "standing", "kpi:seo_leads", (), "on_course", "watch", DAY, 1, "ana", "email", 5)
    alerts.note(workspace, [intent], [], datetime.now(UTC))
    return next(one.id for one in alerts.every(workspace) if one.intent.key == key)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scope", ["import", "check_in"])
def test_only_who_may_acknowledge_answers_an_alert(company: Workspace, role: str, scope: str) -> None:
    number = told(company, f"{role}-{scope}")
    answer = program(company, role, scope, "ana").post(  # type: ignore[arg-type]  # a scope by its word
        f"alerts/{number}/answer", {"answer": "acknowledged"}
    )
    if scope == "check_in" and role in ("director", "holder"):
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


def test_an_act_asked_twice_under_one_key_is_done_once(company: Workspace) -> None:
    number, asking = told(company, "twice"), program(company, "director", "act")
    address, said = f"alerts/{number}/answer", {"answer": "acknowledged"}
    first, again = (asking.post(address, said, idempotency_key="k1") for _ in range(2))
    assert (first.status_code, again.status_code, again.content) == (200, 200, first.content)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    kept = alerts.one(company, number)
    assert kept is not None
    assert [one.kind for one in kept.steps] == ["acknowledged"]
    assert problem(asking.post(address, {"answer": "hit"}, idempotency_key="k1"))["code"] == "key_reused"
    assert problem(asking.post(address, said, idempotency_key="k" * 201))["code"] == "bad_key"
    refused = asking.post("alerts/999999/answer", said, idempotency_key="k2")
    again = asking.post("alerts/999999/answer", said, idempotency_key="k2")
    assert (problem(again)["code"], "Idempotency-Replayed" in again.headers) == ("not_found", False), refused
    somebody = program(company, "director", "act")
    assert "Idempotency-Replayed" not in somebody.post(address, said, idempotency_key="k1").headers


def test_the_trail_is_read_by_whoever_invites_and_tells_of_this_company_only(
    company: Workspace, other: Workspace
) -> None:
    for where, who in ((company, "ana"), (other, "zz")):
        for number in range(3):
            audit.write(who, "import", "orders", datetime.now(UTC), {"n": number}, workspace=where.id)
    assert problem(program(company, "director", "act").get("audit"))["code"] == "forbidden"
    asking = program(company, "administrator", "admin")
    found, address = [], "audit?limit=2"
    while address:
        page = asking.get(address)
        found += page.json()["items"]
        onward = re.search(r'</api/v1/([^>]+)>; rel="next"', page.headers["Link"])
        address = onward[1] if onward else ""
    assert len(found) == page.json()["total"] == len({one["number"] for one in found})
    assert "zz" not in {one["actor"] for one in found}
