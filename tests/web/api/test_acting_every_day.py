"""What a program does in a week for its owner: each act as its button does it, with its rights, in its own company."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.api.programs import problem, program
from tests.web.steered import steered

from jalon.records import audit, check_ins, factors, tokens, workspaces
from jalon.records.workspaces import Workspace

ORDERS = b"day,currency,orders,revenue\n2027-06-01,EUR,3,120.00\n2027-06-02,EUR,5,260.00\n"
SAYS = {"confidence": "0.6", "next_step": "hold"}


@pytest.fixture(scope="module")
def week(api_folder: Path) -> Workspace:
    return steered(api_folder, {})


def test_a_holder_checks_in_on_her_own_area_alone(week: Workspace) -> None:
    ana = program(week, "holder", "check_in", "ana")
    done = ana.post("kpis/seo_leads/check-in", SAYS)
    assert (done.status_code, done.json()["person"], done.json()["confidence"]) == (201, "ana", "0.6")
    asks = {"confidence": "0.6", "next_step": "ask"}
    lacking = problem(ana.post("kpis/seo_leads/check-in", asks))
    assert lacking["errors"] == [{"where": ["body", "sentence"], "kind": "missing"}]
    assert problem(ana.post("kpis/seo_leads/check-in", {**SAYS, "confidence": "0.61"}))["status"] == 422
    for somebody in (program(week, "holder", "check_in", "eve"), program(week, "director", "act")):
        assert problem(somebody.post("kpis/seo_leads/check-in", SAYS))["code"] == "not_found"
    assert problem(program(week, "holder", "import", "ana").post("kpis/seo_leads/check-in", SAYS))["status"] == 403
    assert [one.way for one in check_ins.of_person(week, "ana")] == ["program"]


def test_one_s_own_forecasts_are_taken_away_and_erased_by_oneself_alone(week: Workspace) -> None:
    ana = program(week, "holder", "check_in", "ana")
    ana.post("kpis/seo_leads/check-in", {**SAYS, "sentence": "Ça ira"})
    assert [one["kpi"] for one in ana.get("me/forecasts").json()["said"]] == ["seo_leads"]
    assert program(week, "director", "act", "dan").get("me/forecasts").json()["said"] == []
    assert ana.delete("me/forecasts").json()["erased"] >= 1
    assert check_ins.of_person(week, "ana") == []
    assert audit.of(week)[0].verb == "erase_forecasts"
    assert audit.verify() is None


def test_a_charter_is_signed_in_the_version_that_was_read(week: Workspace) -> None:
    ana = program(week, "holder", "check_in", "ana")
    (own,) = [one for one in ana.rows("charters") if one["kra"] == "K_seo"]
    assert problem(ana.post("kras/K_seo/charter/sign", {"digest": "0" * 64}))["digest"] == own["digest"]
    signed = ana.post("kras/K_seo/charter/sign", {"digest": own["digest"]}).json()["signed"]
    assert signed
    assert ana.post("kras/K_seo/charter/sign", {"digest": own["digest"]}).json()["signed"] == signed
    somebody = program(week, "director", "act", "dan")
    assert problem(somebody.post("kras/K_seo/charter/sign", {"digest": own["digest"]}))["code"] == "not_found"


def test_the_minutes_are_written_as_the_review_goes_and_the_week_is_closed_once(week: Workspace) -> None:
    dan = program(week, "director", "check_in", "dan")
    first = dan.get("review").json()["points"][0]["subject"]
    said = {"subject": first, "text": "Vu", "promise": "Relancer", "who": "ana", "due": "2027-06-20"}
    lines = dan.post("review/minutes", said).json()["items"]
    assert [(one["kind"], one["person"]) for one in lines] == [("note", None), ("promise", "ana")]
    assert problem(dan.post("review/minutes", {"subject": "kra:nope"}))["code"] == "not_found"
    assert dan.post("review/close", {"text": "Fini"}).status_code == 201
    assert problem(dan.post("review/close", {}))["code"] == "conflict"
    assert problem(program(week, "reader", "act").post("review/close", {}))["code"] == "forbidden"


def test_a_file_is_looked_at_then_kept_then_taken_back(week: Workspace) -> None:
    asking = program(week, "contributor", "import")
    address = "imports?name=csv_orders-june.csv&account=shop"
    seen = asking.upload(f"{address}&preview=true", ORDERS, "text/csv")
    assert (seen.status_code, asking.rows("imports")) == (200, [])
    (part,) = seen.json()["imports"]
    assert (part["kept"], part["new_days"]) == (False, 2)
    kept = asking.upload(address, ORDERS, "text/csv")
    assert (kept.status_code, kept.json()["imports"][0]["kept"]) == (201, True), kept.content
    assert asking.upload(address, ORDERS, "text/csv").json()["imports"][0]["kept"] is False
    name = kept.json()["imports"][0]["import_id"]
    assert asking.post(f"imports/{name}/undo", {"reason": "Essai"}).json()["undone"] == name
    assert problem(asking.post(f"imports/{name}/undo", {}))["code"] == "conflict"
    assert problem(asking.post("imports/nothing/undo", {}))["code"] == "not_found"


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"%PDF-1.7 no table here", "text/csv", "import_open"),
        (b"", "text/csv", "media_type"),
        (b"{}", "application/json", "media_type"),
        (b"--x\r\n", "multipart/form-data; boundary=x", "invalid"),
        (b"--x", "multipart/form-data; boundary=" + "x" * 300, "unreadable"),
    ],
)
def test_what_is_no_export_keeps_nothing(week: Workspace, body: bytes, kind: str, code: str) -> None:
    asking = program(week, "contributor", "import")
    before = len(asking.rows("imports"))
    assert problem(asking.upload("imports?name=a.csv", body, kind))["code"] == code
    assert len(asking.rows("imports")) == before


def test_a_revoked_or_removed_member_s_program_stops_at_once(week: Workspace) -> None:
    administrator = program(week, "administrator", "admin")
    somebody = program(week, "contributor", "import")
    assert somebody.get("days").status_code == 200
    account = next(one for one in administrator.rows("members") if one["role"] == "contributor")["account"]
    for one in administrator.rows("members"):
        if one["role"] == "contributor":
            assert administrator.delete(f"members/{one['account']}").status_code == 200
    assert problem(somebody.get("days"))["code"] == "bad_token"
    assert problem(administrator.delete(f"members/{account}"))["code"] == "not_found"


def test_invitations_are_the_managers_and_their_links_are_shown_once(week: Workspace) -> None:
    administrator = program(week, "administrator", "admin")
    asked = {"email": "Lou@savons.example", "role": "reader"}
    made = administrator.post("invitations", asked, idempotency_key="i1")
    assert made.json()["link"].startswith("http")
    assert made.headers["Cache-Control"] == "no-store"
    assert problem(administrator.post("invitations", asked, idempotency_key="i1"))["code"] == "shown_once"
    (sent,) = [one for one in administrator.rows("invitations") if one["email"] == "lou@savons.example"]
    assert "link" not in sent
    assert problem(administrator.post("invitations", {**asked, "role": "director"}))["code"] == "forbidden"
    assert problem(administrator.post("invitations", {**asked, "email": "no"}))["code"] == "invalid"
    assert administrator.delete(f"invitations/{sent['id']}").json()["revoked"]
    assert problem(administrator.delete(f"invitations/{sent['id']}"))["code"] == "not_found"
    assert problem(program(week, "director", "act").get("members"))["code"] == "forbidden"


def test_a_role_that_needs_a_second_factor_needs_it_for_its_programs_too(week: Workspace) -> None:
    contributor = program(week, "contributor", "read", "ana")
    assert contributor.get("days").status_code == 200
    factors.require(week, ["contributor"])
    try:
        assert problem(contributor.get("days"))["code"] == "no_factor"
        assert program(week, "reader", "read").get("days").status_code == 200
    finally:
        factors.require(week, [])


def test_a_link_opens_until_it_is_ended_and_no_token_lists_its_address(week: Workspace) -> None:
    person = program(week, "holder", "check_in", "ben")
    made = person.post("links/calendar")
    assert made.json()["address"].endswith(".ics")
    (kept,) = person.rows("links")
    assert "address" not in kept
    assert person.delete(f"links/{kept['id']}").json()["revoked"]
    assert problem(program(week, "holder", "check_in", "ana").delete(f"links/{kept['id']}"))["code"] == "not_found"
    assert [one["scope"] for one in person.rows("tokens")] == ["check_in"]


def test_another_company_s_ids_do_nothing_here(week: Workspace, other: Workspace) -> None:
    asking, theirs = program(week, "director", "act", "dan"), program(other, "administrator", "admin")
    administrator = program(week, "administrator", "admin")
    sent = theirs.post("invitations", {"email": "zoe@savons.example", "role": "reader"}).json()["id"]
    member = next(one["account"] for one in theirs.rows("members"))
    for answer in (
        administrator.delete(f"invitations/{sent}"),
        administrator.delete(f"members/{member}"),
        administrator.patch(f"members/{member}", {"role": "reader"}),
        asking.post("kras/K_seo_zz/charter/sign", {"digest": "x"}),
        asking.post("kpis/aov_zz/check-in", SAYS),
        asking.post("kris/panne_zz/signal", {"step": "treated", "why": "x"}),
        asking.post("actions/A1_zz/status", {"status": "done", "reason": "x"}),
        asking.post("snapshots/1/links"),
        asking.delete("links/999999"),
    ):
        assert problem(answer)["code"] == "not_found"
    assert workspaces.member(next(one.account for one in workspaces.members(other)), other.slug) is not None
    assert tokens.every(other)
