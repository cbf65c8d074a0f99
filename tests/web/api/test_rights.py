"""Every act of the contract, asked by every role within its scope, within another, and by another company: no leak."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.web.api.conftest import SECRET
from tests.web.api.programs import Program, program
from tests.web.api.test_counterparts import api
from tests.web.matrix import ACKNOWLEDGE, IMPORT, INVITE, PROPOSE, PUBLISH, TELL

from jalon.records import models
from jalon.records.tokens import Scope
from jalon.records.workspaces import ROLES, Workspace

NOBODY = "6f1c1d1e-3b7a-4c55-9a59-0c8f0f1f2a10"
WHY: dict[str, object] = {"reason": "x"}
COUNT: dict[str, object] = {"arm": "control", "day": "2027-03-20", "units": 10, "converted": 1}


@dataclass(frozen=True)
class Act:
    """An act on something that is not there, so that whoever may do it does nothing."""

    verb: str
    path: str
    roles: frozenset[str]
    scope: Scope
    body: dict[str, object] = field(default_factory=dict)


ACTS: dict[str, Act] = {
    "answer_alert": Act("post", "alerts/999999/answer", ACKNOWLEDGE, "check_in", {"answer": "hit"}),
    "check_in": Act("post", "kpis/nope/check-in", TELL, "check_in", {"confidence": "0.6", "next_step": "hold"}),
    "sign_charter": Act("post", "kras/nope/charter/sign", ACKNOWLEDGE, "check_in", {"digest": "x"}),
    "write_minutes": Act("post", "review/minutes", TELL, "check_in", {"subject": "kra:nope"}),
    "close_review": Act("post", "review/close", TELL, "check_in"),
    "promise_kept": Act("post", "review/promises/999999/kept", TELL, "check_in"),
    "tell_signal": Act("post", "kris/panne/signal", frozenset({"director"}), "act", {"step": "hit", "why": "x"}),
    "put_plan": Act("put", "plan?reason=x", PROPOSE, "plan"),
    "add_to_plan": Act("post", "plan/kpi", PROPOSE, "plan", {"object": {}, "kra": "nope", **WHY}),
    "patch_plan": Act("patch", "plan/kra/nope", PROPOSE, "plan", {"changes": {}, **WHY}),
    "delete_plan": Act("delete", "plan/kra/nope", PROPOSE, "plan"),
    "action_status": Act("post", "actions/nope/status", PROPOSE, "plan", {"status": "done", **WHY}),
    "explain_action": Act("post", "actions/nope/reason", PROPOSE, "plan", WHY),
    "count_arms": Act("post", "actions/nope/counts", TELL, "check_in", {"counts": [COUNT]}),
    "decision_choice": Act("post", "decisions/nope/choice", PROPOSE, "plan", {"chosen": "a", **WHY}),
    "open_decision": Act("post", "conflicts", PROPOSE, "plan", {"conflict": "nope", **WHY}),
    "decision_outcome": Act("post", "decisions/nope/outcome", PROPOSE, "plan", {"verdict": "good", **WHY}),
    "answer_proposal": Act("post", "plan/proposals/999/answer", PROPOSE, "plan", {"do": "accept"}),
    "undo_revision": Act("post", "plan/revisions/999/undo", PROPOSE, "plan", WHY),
    "undo_answer": Act("post", "alerts/999999/undo", ACKNOWLEDGE, "check_in", {"step": 1}),
    "bring": Act("post", "imports", IMPORT, "import"),
    "undo_import": Act("post", "imports/nope/undo", IMPORT, "import"),
    "member_change": Act("patch", f"members/{NOBODY}", INVITE, "admin", {"role": "reader"}),
    "member_remove": Act("delete", f"members/{NOBODY}", INVITE, "admin"),
    "invite": Act("post", "invitations", INVITE, "admin", {"email": "no", "role": "reader"}),
    "invitation_withdraw": Act("delete", f"invitations/{NOBODY}", INVITE, "admin"),
    "freeze": Act("post", "snapshots", PUBLISH, "import"),
    "fit_curves": Act("post", "curves/fit", PUBLISH, "import"),
    "stop_curves": Act("post", "curves/stop", PUBLISH, "import"),
    "share": Act("post", "snapshots/999999/links", PUBLISH, "import"),
    "subscribe": Act("post", "links/calendar", TELL, "check_in"),
    "revoke_link": Act("delete", "links/999999", TELL | PUBLISH, "act"),
    "forget_forecasts": Act("delete", "me/forecasts", TELL, "check_in"),
}
"""Operation → what is asked, who may, and the scope that lets it through. An act that is not here fails."""
OF_MANAGERS = ("audit", "members", "invitations")


def ask(asking: Program, act: Act) -> Any:
    if act.verb == "delete":
        return asking.delete(act.path)
    if act.verb == "put":
        return asking.put(act.path, b"x", "application/yaml")
    return getattr(asking, act.verb)(act.path, act.body)


@pytest.fixture(scope="module")
def callers(company: Workspace) -> dict[tuple[str, str], Program]:
    """A program a role and a scope."""
    scopes = sorted({act.scope for act in ACTS.values()} | {"read", "act"})
    return {(role, scope): program(company, role, scope) for role in ROLES for scope in scopes}  # type: ignore[arg-type]


def test_every_act_of_the_contract_is_in_the_table() -> None:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    acts = {said["operationId"] for by_verb in paths.values() for verb, said in by_verb.items() if verb != "get"}
    assert acts == set(ACTS)


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_let_through_by_role_and_scope_together(
    name: str, callers: dict[tuple[str, str], Program], other: Workspace
) -> None:
    act, told = ACTS[name], models.AuditEntry.objects.count()
    for role in ROLES:
        status = ask(callers[role, act.scope], act).status_code
        assert (status != 403) == (role in act.roles), (role, status)
        assert status < 500
        assert ask(callers[role, "read"], act).status_code == 403, role
    wrong: Scope = "act" if act.scope == "admin" else "admin"
    role = next(iter(act.roles & {"director"} or act.roles))
    assert ask(callers[role, wrong], act).status_code in ((403,) if name != "revoke_link" else (403, 404))
    assert models.AuditEntry.objects.count() - told <= len(act.roles)


@pytest.mark.parametrize("name", OF_MANAGERS)
def test_what_managers_read_is_for_whoever_invites_with_that_scope(
    name: str, callers: dict[tuple[str, str], Program], other: Workspace
) -> None:
    for role in ROLES:
        answer = callers[role, "admin"].get(name)
        assert (answer.status_code == 200) == (role in INVITE), role
        assert SECRET.encode() not in answer.content
        assert callers[role, "act"].get(name).status_code == 403
