"""Who may ask what of each route: the expected answers, written one by one. A route that is not here fails."""

from __future__ import annotations

from dataclasses import dataclass, field

ALL = frozenset({"director", "holder", "contributor", "reader", "administrator"})
IMPORT = ALL - {"reader"}
EDIT = frozenset({"director"})
"""Without saying what changes, a holder changes nothing: her own areas are told by the change."""
PROPOSE = frozenset({"director", "holder", "contributor"})
ACKNOWLEDGE = frozenset({"director", "holder"})
INVITE = frozenset({"director", "administrator"})
PUBLISH = frozenset({"director", "administrator"})
TELL = ALL - {"reader", "administrator"}
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Expected:
    """The roles that may GET and POST a route; `path` fills its places with things of one's own workspace.

    `elsewhere` names things that only another workspace has, `unknown` things that none has. A route that is
    `public` asks nobody who she is; one that is `personal` belongs to an account rather than to a workspace.
    """

    get: frozenset[str] = ALL
    post: frozenset[str] = NOBODY
    path: dict[str, object] = field(default_factory=dict)
    elsewhere: dict[str, object] = field(default_factory=dict)
    unknown: dict[str, object] = field(default_factory=dict)
    body: dict[str, object] = field(default_factory=dict)
    public: bool = False
    personal: bool = False


def _one(own: str, **more: object) -> Expected:
    return Expected(path={"name": own}, elsewhere={"name": f"{own}_zz"}, unknown={"name": "nope"}, **more)  # type: ignore[arg-type]


ROUTES: dict[str, Expected] = {
    "today": Expected(),
    "search": Expected(),
    "codir": Expected(),
    "codir_file": Expected(path={"ending": "pdf"}),
    "codir_send": Expected(get=PUBLISH, post=PUBLISH),
    "me": Expected(),
    "own_forecasts": Expected(),
    "erase_forecasts": Expected(get=NOBODY, post=TELL),
    "check_ins": Expected(get=TELL),
    "check_in": Expected(
        get=TELL, post=TELL, path={"kpi": "aov"}, elsewhere={"kpi": "aov_zz"}, unknown={"kpi": "nope"}
    ),
    "check_in_link": Expected(public=True, path={"token": "x" * 32}),
    "map": Expected(),
    "objective": _one("O1"),
    "why_objective": _one("O1"),
    "why_kpi": _one("aov"),
    "kras": Expected(),
    "kra": _one("K_seo"),
    "sign_charter": Expected(get=NOBODY, post=ACKNOWLEDGE, path={"name": "K_seo"}),
    "kpis": Expected(),
    "kpi": _one("aov"),
    "kpi_further": _one("aov"),
    "objective_further": _one("O1"),
    "alerts": Expected(),
    "answer_alert": Expected(get=NOBODY, post=ACKNOWLEDGE, path={"number": 1}),
    "undo_answer": Expected(get=NOBODY, post=ACKNOWLEDGE, path={"number": 1, "step": 99}),
    "digest": Expected(),
    "digest_choose": Expected(get=NOBODY, post=TELL, body={"weekday": "friday", "at": "08:00"}),
    "review": Expected(),
    "review_line": Expected(get=NOBODY, post=TELL, body={"point": "kra:nope"}),
    "review_close": Expected(get=NOBODY, post=TELL),
    "review_kept": Expected(get=NOBODY, post=TELL, path={"number": 99}),
    "shared": Expected(),
    "freeze": Expected(get=NOBODY, post=PUBLISH),
    "frozen": Expected(path={"number": 1}, elsewhere={"number": 2}, unknown={"number": 99}),
    "frozen_file": Expected(
        path={"number": 1, "ending": "pdf"},
        elsewhere={"number": 2, "ending": "pdf"},
        unknown={"number": 99, "ending": "pdf"},
    ),
    "share": Expected(get=NOBODY, post=PUBLISH, path={"number": 1}),
    "subscribe": Expected(get=NOBODY, post=ALL),
    "revoke_link": Expected(get=NOBODY, post=NOBODY, path={"number": 99}),
    "shared_page": Expected(public=True, path={"token": "x" * 32}),
    "shared_dates": Expected(public=True, path={"token": "x" * 32}),
    "trust": Expected(),
    "kris": Expected(),
    "kri": _one("panne"),
    "kri_treat": Expected(get=NOBODY, post=EDIT, path={"name": "panne"}),
    "kri_close": Expected(get=NOBODY, post=EDIT, path={"name": "panne"}),
    "actions": Expected(),
    "actions_ledger": Expected(),
    "count_arms": Expected(get=NOBODY, post=EDIT, path={"name": "A1"}, unknown={"name": "nope"}),
    "explain_action": Expected(get=NOBODY, post=PROPOSE, path={"name": "A1"}, unknown={"name": "nope"}),
    "action": _one("A1"),
    "milestones": Expected(),
    "milestone": _one("M1"),
    "decisions": Expected(),
    "decision": _one("D1"),
    "people": Expected(),
    "person": _one("ana"),
    "territories": Expected(),
    "sources": Expected(),
    "preview": Expected(get=NOBODY, post=IMPORT),
    "mapping": Expected(get=NOBODY, post=IMPORT),
    "retire_format": Expected(get=NOBODY, post=IMPORT),
    "commit": Expected(get=NOBODY, post=IMPORT),
    "events": Expected(),
    "imports": Expected(),
    "undo": Expected(get=NOBODY, post=IMPORT),
    "working": Expected(),
    "start": Expected(get=IMPORT),
    "start_drop": Expected(get=NOBODY, post=IMPORT),
    "start_keep": Expected(get=NOBODY, post=IMPORT),
    "start_draft": Expected(get=NOBODY, post=EDIT),
    "start_trades": Expected(get=EDIT, post=EDIT),
    "company": Expected(personal=True),
    "own": Expected(personal=True),
    "plan": Expected(),
    "plan_complete": Expected(get=NOBODY, post=EDIT),
    "plan_in_force": Expected(get=NOBODY, post=EDIT),
    "plan_document": Expected(),
    "plan_sheets": Expected(),
    "plan_file": Expected(path={"ending": "zip"}),
    "plan_preview": Expected(get=NOBODY, post=PROPOSE),
    "plan_apply": Expected(get=NOBODY, post=ALL),
    "plan_edit_index": Expected(),
    "plan_edit": Expected(
        post=PROPOSE,
        path={"kind": "kra", "name": "K_seo"},
        elsewhere={"kind": "kra", "name": "K_seo_zz"},
        unknown={"kind": "kra", "name": "nope"},
    ),
    "decision_open": Expected(get=NOBODY, post=PROPOSE),
    "decision_choose": Expected(get=NOBODY, post=PROPOSE, path={"name": "D1"}),
    "decision_review": Expected(get=NOBODY, post=PROPOSE, path={"name": "D1"}),
    "name_somebody": Expected(get=PROPOSE, post=PROPOSE),
    "plan_new": Expected(post=PROPOSE, path={"kind": "team"}, unknown={"kind": "nope"}),
    "plan_history": Expected(),
    "plan_revision": Expected(
        post=frozenset({"director", "holder"}), path={"number": 1}, elsewhere={"number": 2}, unknown={"number": 99}
    ),
    "plan_undo": Expected(
        get=NOBODY, post=PROPOSE, path={"number": 1}, elsewhere={"number": 2}, unknown={"number": 99}
    ),
    "plan_proposals": Expected(),
    "plan_proposal": Expected(
        post=frozenset({"director"}), path={"number": 1}, elsewhere={"number": 2}, unknown={"number": 99},
        body={"do": "decline"},
    ),
    "curves": Expected(),
    "curve": _one("O1"),
    "curves_fit": Expected(get=NOBODY, post=PUBLISH),
    "curves_stop": Expected(get=NOBODY, post=PUBLISH),
    "curves_working": Expected(),
    "budget": _one("O1"),
    "budget_ask": Expected(
        get=NOBODY, post=PROPOSE, path={"name": "O1"}, elsewhere={"name": "O1_zz"}, unknown={"name": "nope"}
    ),
    "hand_over": Expected(
        get=PROPOSE, post=PROPOSE, path={"person": "ana"}, elsewhere={"person": "ana_zz"}, unknown={"person": "nope"}
    ),
    "members": Expected(get=INVITE),
    "invite": Expected(get=NOBODY, post=INVITE),
    "invitation_resend": Expected(get=NOBODY, post=INVITE),
    "invitation_withdraw": Expected(get=NOBODY, post=INVITE),
    "member_change": Expected(get=NOBODY, post=INVITE),
    "member_remove": Expected(get=NOBODY, post=INVITE),
    "invitation": Expected(public=True, path={"token": "x" * 32}),
    "factor_require": Expected(get=NOBODY, post=INVITE),
    "factor_reset": Expected(get=NOBODY, post=INVITE),
    "account": Expected(personal=True),
    "account_password": Expected(get=NOBODY, personal=True),
    "account_end": Expected(get=NOBODY, personal=True),
    "account_confirm": Expected(personal=True),
    "account_codes": Expected(personal=True),
    "account_codes_remove": Expected(get=NOBODY, personal=True),
    "account_paper": Expected(get=NOBODY, personal=True),
    "account_passkey_options": Expected(get=NOBODY, personal=True),
    "account_passkey_add": Expected(get=NOBODY, personal=True),
    "account_passkey_name": Expected(get=NOBODY, personal=True),
    "account_passkey_remove": Expected(get=NOBODY, personal=True),
    "provider_link": Expected(get=NOBODY, personal=True),
    "provider_unlink": Expected(get=NOBODY, personal=True),
    "provider": Expected(public=True),
    "provider_back": Expected(public=True),
    "passkey": Expected(public=True),
    "passkey_options": Expected(public=True),
    "forgotten": Expected(public=True),
    "password": Expected(public=True, path={"token": "x" * 32}),
    "second_step": Expected(public=True),
    "tokens": Expected(),
    "token_issue": Expected(get=NOBODY, post=ALL),
    "token_revoke": Expected(get=NOBODY, post=ALL),
    "companies": Expected(),
    "company_switch": Expected(get=NOBODY, post=ALL),
    "sign_in": Expected(public=True),
    "sign_out": Expected(public=True),
    "setup": Expected(public=True, path={"token": "x" * 32}),
    "demo_in": Expected(public=True),
    "alive": Expected(public=True),
    "api_page": Expected(public=True),
    "api": Expected(public=True, path={"rest": "openapi.json"}),
}  # fmt: skip
