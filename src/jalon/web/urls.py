"""Every route of the screens."""

from django.urls import URLPattern, path

from jalon.web.account import codes, owned
from jalon.web.account import outside as account_outside
from jalon.web.account import passkeys as account_passkeys
from jalon.web.account import views as account
from jalon.web.api import door
from jalon.web.api import page as api_page
from jalon.web.budget import curves, split
from jalon.web.checking import own as own_record
from jalon.web.checking import views as checking
from jalon.web.day import views as day
from jalon.web.entry import forgotten, keys, outside, second
from jalon.web.entry import views as entry
from jalon.web.members import companies, invited, leaving
from jalon.web.members import second as members_second
from jalon.web.members import tokens as own_tokens
from jalon.web.members import views as members
from jalon.web.plan import answering, editing, history, proposals, undoing
from jalon.web.plan import sheets as plan_sheets
from jalon.web.plan import views as plan
from jalon.web.reports import codir, sending
from jalon.web.review import views as review
from jalon.web.search import views as search
from jalon.web.sharing import managed, public
from jalon.web.sources import mapping
from jalon.web.sources import views as sources
from jalon.web.start import company, trades
from jalon.web.start import views as start
from jalon.web.steering import areas, cartography, further, indicators, risks, signals, territories, trust, why
from jalon.web.telling import ledger, weekly
from jalon.web.work import actions, charters, deciding, decisions, milestones, people, testing

urlpatterns: list[URLPattern] = [
    path("", day.today, name="today"),
    path("search", search.page, name="search"),
    path("me", own_record.page, name="me"),
    path("me/forecasts.json", own_record.taken_away, name="own_forecasts"),
    path("me/forecasts/erase", own_record.erase, name="erase_forecasts"),
    path("check-in", checking.mine, name="check_ins"),
    path("check-in/<str:kpi>", checking.by_session, name="check_in"),
    path("c/<str:token>", checking.by_link, name="check_in_link"),
    path("map", cartography.page, name="map"),
    path("objective/<str:name>", indicators.objective, name="objective"),
    path("objective/<str:name>/why", why.of_objective, name="why_objective"),
    path("kra", areas.listed, name="kras"),
    path("kra/<str:name>", areas.one, name="kra"),
    path("kra/<str:name>/sign", charters.sign, name="sign_charter"),
    path("kpi", indicators.listed, name="kpis"),
    path("kpi/<str:name>", indicators.one, name="kpi"),
    path("codir", codir.page, name="codir"),
    path("codir/page.<str:ending>", codir.taken_away, name="codir_file"),
    path("codir/send", sending.page, name="codir_send"),
    path("review", review.page, name="review"),
    path("review/line", review.write, name="review_line"),
    path("review/close", review.close, name="review_close"),
    path("review/kept/<int:number>", review.kept, name="review_kept"),
    path("shared", managed.page, name="shared"),
    path("shared/freeze", managed.freeze, name="freeze"),
    path("shared/calendar", managed.subscribe, name="subscribe"),
    path("shared/<int:number>", managed.frozen, name="frozen"),
    path("shared/<int:number>/page.<str:ending>", managed.frozen_file, name="frozen_file"),
    path("shared/<int:number>/link", managed.share, name="share"),
    path("shared/links/<int:number>/end", managed.revoke, name="revoke_link"),
    path("s/<str:token>", public.page, name="shared_page"),
    path("calendar/<str:token>.ics", public.dates, name="shared_dates"),
    path("kpi/<str:name>/further", further.of_kpi, name="kpi_further"),
    path("objective/<str:name>/further", further.of_objective, name="objective_further"),
    path("kpi/<str:name>/why", why.of_kpi, name="why_kpi"),
    path("alerts", ledger.page, name="alerts"),
    path("alerts/<int:number>", ledger.answer, name="answer_alert"),
    path("alerts/<int:number>/undo/<int:step>", ledger.undo, name="undo_answer"),
    path("digest", weekly.page, name="digest"),
    path("digest/when", weekly.choose, name="digest_choose"),
    path("trust", trust.page, name="trust"),
    path("curves", curves.listed, name="curves"),
    path("curves/fit", curves.fit, name="curves_fit"),
    path("curves/stop", curves.stop, name="curves_stop"),
    path("curves/working", curves.working, name="curves_working"),
    path("curves/<str:name>", curves.one, name="curve"),
    path("budget/<str:name>", split.page, name="budget"),
    path("budget/<str:name>/ask", split.ask, name="budget_ask"),
    path("kri", risks.listed, name="kris"),
    path("kri/<str:name>", risks.one, name="kri"),
    path("ledger", actions.recorded, name="actions_ledger"),
    path("action", actions.listed, name="actions"),
    path("action/<str:name>/arms", testing.count, name="count_arms"),
    path("action/<str:name>/reason", testing.explain, name="explain_action"),
    path("action/<str:name>", actions.one, name="action"),
    path("milestone", milestones.listed, name="milestones"),
    path("milestone/<str:name>", milestones.one, name="milestone"),
    path("decision", decisions.listed, name="decisions"),
    path("decision/open", deciding.opening, name="decision_open"),
    path("decision/<str:name>", decisions.one, name="decision"),
    path("decision/<str:name>/choice", deciding.choose, name="decision_choose"),
    path("decision/<str:name>/outcome", deciding.review, name="decision_review"),
    path("person", people.listed, name="people"),
    path("person/<str:name>", people.one, name="person"),
    path("kri/<str:name>/treat", signals.treat, name="kri_treat"),
    path("kri/<str:name>/close", signals.close, name="kri_close"),
    path("territories", territories.page, name="territories"),
    path("territories/name", answering.page, name="name_somebody"),
    path("sources", sources.page, name="sources"),
    path("sources/preview", sources.preview, name="preview"),
    path("sources/mapping", mapping.page, name="mapping"),
    path("sources/formats/retire", mapping.retire, name="retire_format"),
    path("sources/commit", sources.commit, name="commit"),
    path("sources/events", sources.events, name="events"),
    path("sources/imports", sources.imports, name="imports"),
    path("sources/undo", sources.undo, name="undo"),
    path("sources/working", sources.working, name="working"),
    path("start", start.page, name="start"),
    path("start/files", start.drop, name="start_drop"),
    path("start/keep", start.keep, name="start_keep"),
    path("start/draft", start.create, name="start_draft"),
    path("start/roles", trades.page, name="start_trades"),
    path("start/company", company.company, name="company"),
    path("start/own", company.own, name="own"),
    path("plan", plan.page, name="plan"),
    path("plan/complete", plan.complete, name="plan_complete"),
    path("plan/in-force", plan.in_force, name="plan_in_force"),
    path("plan/document", plan.document, name="plan_document"),
    path("plan/sheets", plan_sheets.page, name="plan_sheets"),
    path("plan/sheets/plan.<str:ending>", plan_sheets.taken_away, name="plan_file"),
    path("plan/sheets/preview", plan_sheets.preview, name="plan_preview"),
    path("plan/sheets/apply", plan_sheets.apply, name="plan_apply"),
    path("plan/edit", editing.index, name="plan_edit_index"),
    path("plan/edit/<str:kind>/<str:name>", editing.edit, name="plan_edit"),
    path("plan/new/<str:kind>", editing.new, name="plan_new"),
    path("plan/history", history.listed, name="plan_history"),
    path("plan/history/<int:number>", history.one, name="plan_revision"),
    path("plan/undo/<int:number>", undoing.undo, name="plan_undo"),
    path("plan/proposals", proposals.listed, name="plan_proposals"),
    path("plan/proposals/<int:number>", proposals.one, name="plan_proposal"),
    path("plan/hand-over/<str:person>", leaving.hand_over, name="hand_over"),
    path("members", members.page, name="members"),
    path("members/invite", members.invite, name="invite"),
    path("members/resend", members.resend, name="invitation_resend"),
    path("members/withdraw", members.withdraw, name="invitation_withdraw"),
    path("members/change", members.change, name="member_change"),
    path("members/second-factor", members_second.require, name="factor_require"),
    path("members/second-factor/reset", members_second.reset, name="factor_reset"),
    path("members/remove", members.remove, name="member_remove"),
    path("invitation/<str:token>", invited.invitation, name="invitation"),
    path("tokens", own_tokens.page, name="tokens"),
    path("tokens/issue", own_tokens.issue, name="token_issue"),
    path("tokens/revoke", own_tokens.revoke, name="token_revoke"),
    path("companies", companies.page, name="companies"),
    path("companies/open", companies.switch, name="company_switch"),
    path("account", account.page, name="account"),
    path("account/password", account.password, name="account_password"),
    path("account/visits/end", account.end, name="account_end"),
    path("account/confirm", owned.confirm, name="account_confirm"),
    path("account/codes", codes.enrol, name="account_codes"),
    path("account/codes/remove", codes.remove, name="account_codes_remove"),
    path("account/paper", codes.paper, name="account_paper"),
    path("account/passkeys/options", account_passkeys.options, name="account_passkey_options"),
    path("account/passkeys", account_passkeys.add, name="account_passkey_add"),
    path("account/passkeys/name", account_passkeys.change, name="account_passkey_name"),
    path("account/passkeys/remove", account_passkeys.remove, name="account_passkey_remove"),
    path("account/provider/link", account_outside.link, name="provider_link"),
    path("account/provider/unlink", account_outside.unlink, name="provider_unlink"),
    path("sign-in/provider", outside.leave, name="provider"),
    path("sign-in/provider/back", outside.back, name="provider_back"),
    path("sign-in/passkey/options", keys.options, name="passkey_options"),
    path("sign-in/passkey", keys.come, name="passkey"),
    path("sign-in/forgotten", forgotten.ask, name="forgotten"),
    path("password/<str:token>", forgotten.choose, name="password"),
    path("sign-in/second", second.step, name="second_step"),
    path("sign-in", entry.sign_in, name="sign_in"),
    path("sign-out", entry.sign_out, name="sign_out"),
    path("setup/<str:token>", entry.setup, name="setup"),
    path("demo-in", entry.demo_in, name="demo_in"),
    path("healthz", entry.alive, name="alive"),
    path("api/", api_page.page, name="api_page"),
    path("api/v1/<path:rest>", door.answer, name="api"),
]
handler404 = "jalon.web.entry.views.not_found"
handler500 = "jalon.web.entry.views.broken"
