"""Every screen has its counterpart for programs: a route of the screens that is not here, or leads nowhere, fails."""

from __future__ import annotations

from tests.conftest import home_of_process

home_of_process()

from jalon.web.api.routes import api  # noqa: E402  # Django knows its settings only now
from jalon.web.urls import urlpatterns  # noqa: E402

COUNTERPARTS: dict[str, tuple[str, ...]] = {
    "today": ("today", "scorecard"),
    "me": ("own_forecasts",),
    "own_forecasts": ("own_forecasts",),
    "erase_forecasts": ("forget_forecasts",),
    "check_ins": ("check_ins", "today"),
    "check_in": ("check_in", "check_ins"),
    "map": ("map",),
    "objective": ("objective", "objectives"),
    "why_objective": ("objective_why",),
    "kras": ("kras", "charters"),
    "kra": ("kra", "charters"),
    "sign_charter": ("sign_charter",),
    "kpis": ("kpis",),
    "kpi": ("kpi", "kpi_series"),
    "why_kpi": ("kpi_why",),
    "codir": ("codir",),
    "codir_file": ("codir",),
    "review": ("review",),
    "review_line": ("write_minutes",),
    "review_close": ("close_review",),
    "review_kept": ("promise_kept",),
    "shared": ("snapshots", "links", "agenda"),
    "freeze": ("freeze",),
    "subscribe": ("subscribe",),
    "frozen": ("snapshot",),
    "frozen_file": ("snapshot",),
    "share": ("share",),
    "revoke_link": ("revoke_link",),
    "alerts": ("alerts",),
    "answer_alert": ("answer_alert",),
    "digest": ("digest",),
    "trust": ("trust",),
    "curves": ("curves",),
    "curve": ("curve",),
    "curves_fit": ("fit_curves",),
    "curves_stop": ("stop_curves",),
    "curves_working": ("curves", "working"),
    "budget": ("budget",),
    "budget_ask": ("budget", "put_plan"),
    "search": ("search",),
    "kpi_further": ("kpi_why", "kpi_series"),
    "objective_further": ("objective_why",),
    "undo_answer": ("undo_answer",),
    "plan_undo": ("undo_revision",),
    "kris": ("kris",),
    "kri": ("kri", "signals"),
    "kri_treat": ("tell_signal",),
    "kri_close": ("tell_signal",),
    "actions": ("actions",),
    "action": ("action", "action_status", "action_effect"),
    "actions_ledger": ("effects",),
    "count_arms": ("count_arms",),
    "explain_action": ("explain_action",),
    "milestones": ("milestones",),
    "milestone": ("milestone",),
    "decisions": ("decisions",),
    "decision": ("decision", "decision_choice"),
    "decision_open": ("open_decision", "conflicts"),
    "decision_choose": ("decision_choice",),
    "decision_review": ("decision_outcome", "decision_ruling"),
    "people": ("people",),
    "person": ("person",),
    "territories": ("territories", "whose"),
    "sources": ("sources", "imports", "formats", "findings"),
    "preview": ("bring",),
    "commit": ("bring",),
    "events": ("events",),
    "imports": ("imports",),
    "undo": ("undo_import",),
    "working": ("working",),
    "plan": ("plan", "findings"),
    "plan_complete": ("patch_plan",),
    "plan_in_force": ("put_plan",),
    "plan_document": ("plan",),
    "plan_sheets": ("plan",),
    "plan_file": ("plan",),
    "plan_preview": ("put_plan",),
    "plan_apply": ("put_plan",),
    "plan_edit_index": ("plan",),
    "plan_edit": ("patch_plan", "delete_plan"),
    "name_somebody": ("patch_plan",),
    "plan_new": ("add_to_plan",),
    "plan_history": ("revisions",),
    "plan_revision": ("revision", "put_plan"),
    "plan_proposals": ("proposals",),
    "plan_proposal": ("proposal", "answer_proposal"),
    "hand_over": ("put_plan",),
    "members": ("members", "invitations"),
    "invite": ("invite",),
    "invitation_withdraw": ("invitation_withdraw",),
    "member_change": ("member_change",),
    "member_remove": ("member_remove",),
    "tokens": ("tokens",),
    "companies": ("workspaces",),
}
"""Route of the screens → the operations that say or do the same."""
SCREENS_ONLY: dict[str, str] = {
    "check_in_link": "a link lets one person do this one act without a token",
    "shared_page": "a link opens this one page without a token",
    "shared_dates": "a link opens these dates without a token",
    "mapping": "a person says what the columns of a file are while she looks at them",
    "retire_format": "the same",
    "start": "a first plan is made by a person from her files; the plan then goes through `put_plan`",
    "start_drop": "the same",
    "start_keep": "the same",
    "start_draft": "the same",
    "start_trades": "the same",
    "company": "no token exists before the company",
    "own": "the same",
    "invitation": "whoever is invited signs in herself",
    "token_issue": "no token makes another",
    "token_revoke": "no token ends another",
    "company_switch": "a token opens one company",
    "factor_require": "how people sign in is set by a person at a screen",
    "factor_reset": "the same",
    "codir_send": "mails leave by the hand of a person at a screen, or by the plan",
    "digest_choose": "when her own mail comes is chosen by the person at a screen",
    "invitation_resend": "an invitation made anew by `invite` ends the one before",
    "account_passkey_options": "how somebody signs in is shown to that person alone",
    "account_passkey_add": "the same",
    "account_passkey_name": "the same",
    "account_passkey_remove": "the same",
    "provider_link": "the same",
    "provider_unlink": "the same",
    "provider": "a token signs nobody in",
    "provider_back": "the same",
    "passkey_options": "the same",
    "passkey": "the same",
    "forgotten": "the same",
    "password": "the same",
    "account": "how somebody signs in is shown to that person alone",
    "account_password": "the same",
    "account_end": "the same",
    "account_confirm": "the same",
    "account_codes": "the same",
    "account_codes_remove": "the same",
    "account_paper": "the same",
    "second_step": "a token signs nobody in",
    "sign_in": "the same",
    "sign_out": "the same",
    "setup": "the first account is made at the console's address",
    "demo_in": "the demo's door",
    "alive": "asked by machines that watch the house, without a token",
    "api": "the API itself",
    "api_page": "the description of the API, for people",
}
"""Routes that only a person at a screen has use for, each with its reason."""


def operations() -> set[str]:
    found = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return {said["operationId"] for by_verb in found.values() for said in by_verb.values()}


def test_every_screen_has_its_counterpart_or_its_reason() -> None:
    routes = {str(route.name) for route in urlpatterns}
    told = set(COUNTERPARTS) | set(SCREENS_ONLY)
    assert sorted(routes - told) == [], "a screen without a counterpart in the API: give it one, or its reason"
    assert sorted(told - routes) == []
    assert set(COUNTERPARTS) & set(SCREENS_ONLY) == set()


def test_every_counterpart_is_an_operation_of_the_contract() -> None:
    known = operations()
    assert {name: ops for name, ops in COUNTERPARTS.items() if not set(ops) <= known} == {}
