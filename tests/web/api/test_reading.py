"""What a program reads is what was published: by token, page by page, once per edition, in the language asked."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.api.conftest import LIKELY, SECRET
from tests.web.api.programs import Program, problem, program
from tests.web.steered import DAY, come_in, publish, steered

from jalon.records import access, plans, scorecards, tokens
from jalon.records.workspaces import ROLES, Workspace
from jalon.web.entry import tries

LISTS = (
    "workspaces", "days", "objectives", "kras", "kpis", "kris", "sources", "events", "findings", "actions",
    "milestones", "decisions", "people", "territories", "plan/revisions", "imports", "alerts", "check-ins", "charters",
    "signals", "plan/proposals", "agenda", "formats", "snapshots", "links", "tokens", "search",
)  # fmt: skip
OF_CARD = ("objectives", "kras", "kpis", "kris", "sources", "events")
ONES = {
    "objectives/O1": "objectives/O1_zz", "kras/K_seo": "kras/K_seo_zz", "kpis/aov": "kpis/aov_zz",
    "kris/panne": "kris/panne_zz", "actions/A1": "actions/A1_zz", "milestones/M1": "milestones/M1_zz",
    "decisions/D1": "decisions/D1_zz", "people/ana": "people/ana_zz", "kpis/aov/series": "kpis/aov_zz/series",
    "plan/revisions/1": "plan/revisions/2",
    "kpis/aov/why": "kpis/aov_zz/why", "objectives/O1/why": "objectives/O1_zz/why",
}  # fmt: skip
"""One thing of the company → the same of the other, which is not there for the company's token."""
WHOLE = ("scorecard", "map", "plan", "territories/whose", "today", "review", "codir", "working")
READ = (*LISTS, *ONES, *WHOLE)
"""What every role reads; what managers alone read is in `test_rights`."""


def test_the_scorecard_is_the_published_document_as_it_is(company: Workspace, reading: Program) -> None:
    published = scorecards.latest(company)
    assert published is not None
    assert reading.get("scorecard").json() == published.document
    for kind in OF_CARD:
        assert reading.rows(kind, limit=500) == published.document[kind]


def test_one_kpi_carries_owner_target_odds_and_the_way_back(reading: Program) -> None:
    row = reading.get("kpis/seo_leads").json()
    assert row["measured"]["odds"] == LIKELY["seo_leads"]["odds"]
    assert row["next_action"] is None or row["measured"]["owner"]
    assert {"owner", "target", "due", "odds", "provenance", "formula"} <= set(row["measured"])


def test_the_series_of_a_kpi_is_marked_as_an_exploration(reading: Program) -> None:
    found = reading.get("kpis/aov/series", {"grain": "day"}).json()
    assert (found["exploration"], found["id"], found["grain"]) == (True, "aov", "day")


def test_whose_is_it_answers_a_name(reading: Program) -> None:
    (first, *_) = reading.rows("territories/whose", q="K_seo")
    assert [(one["kra"], one["owner"]) for one in first["held_by"]] == [("K_seo", "ana")]
    held = {one["kra"] for row in reading.rows("territories", limit=500) for one in row["held_by"]}
    assert "K_seo" in held


def test_people_are_told_by_what_they_hold_and_never_by_a_score(reading: Program) -> None:
    ana = next(one for one in reading.rows("people") if one["id"] == "ana")
    assert "K_seo" in ana["answers_for"]
    assert not [name for one in reading.rows("people") for name in one if re.search(r"score|rank|calibr|points", name)]


def test_an_earlier_day_is_read_as_it_was_published(api_folder: Path) -> None:
    made = steered(api_folder, LIKELY)
    publish(made, api_folder, {"seo_leads": {"value": "70"}}, day=date(2027, 6, 16))
    asking = program(made)
    assert asking.get("kpis/seo_leads").json()["measured"]["value"] == "70"
    assert asking.get("kpis/seo_leads", {"day": DAY.isoformat()}).json()["measured"]["value"] == "60"
    assert problem(asking.get("scorecard", {"day": "2027-01-01"}))["code"] == "no_scorecard"
    assert [one["day"] for one in asking.rows("days")] == ["2027-06-16", "2027-06-15"]


def test_a_revision_says_what_it_changed_as_data_and_in_sentences(api_folder: Path) -> None:
    made = steered(api_folder, LIKELY)
    first = plans.latest(made)
    assert first is not None
    plans.append(
        made, first.document.replace("owner: ana", "owner: dan", 1), "in_force", "dan", "Congés", date(2027, 6, 1)
    )
    for language in ("fr", "en"):
        found = program(made, language=language).get("plan/revisions/2").json()
        assert (found["reason"], len(found["sentences"])) == ("Congés", len(found["changes"]))
        assert found["changes"]
    assert [one["number"] for one in program(made).rows("plan/revisions")] == [2, 1]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(LISTS), limit=st.integers(1, 9))
def test_pages_joined_are_the_whole_list(reading: Program, path: str, limit: int) -> None:
    whole = reading.get(path, {"limit": 500}).json()
    joined, address = [], f"{path}?limit={limit}"
    while address:
        page = reading.get(address)
        said = page.json()
        assert said["total"] == whole["total"]
        assert len(said["items"]) <= limit
        joined += said["items"]
        onward = re.search(r'</api/v1/([^>]+)>; rel="next"', page.headers["Link"])
        address = onward[1] if onward else ""
    assert joined == whole["items"]


@pytest.mark.parametrize("path", READ)
def test_who_holds_an_answer_is_told_that_nothing_changed(reading: Program, path: str) -> None:
    first = reading.get(path)
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    again = reading.get(path, if_none_match=f'"another", {tag}')
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert reading.get(path, if_none_match='"another"').content == first.content


def test_another_edition_has_another_tag_and_another_language_too(api_folder: Path) -> None:
    made = steered(api_folder, LIKELY)
    asking = program(made)
    before = asking.get("kpis").headers["ETag"]
    assert Program(asking.token, "fr").get("kpis").headers["ETag"] != before
    publish(made, api_folder, {"seo_leads": {"value": "61"}})
    after = asking.get("kpis", if_none_match=before)
    assert after.status_code == 200
    assert after.headers["ETag"] != before
    assert "Accept-Language" in after.headers["Vary"]


@pytest.mark.parametrize(
    ("role", "scope"), [*((role, "read") for role in ROLES), *(("director", scope) for scope in tokens.SCOPES)]
)
def test_every_role_and_scope_reads_everything_shown(company: Workspace, role: str, scope: tokens.Scope) -> None:
    asking = program(company, role, scope)
    assert {path: asking.get(path).status_code for path in READ} == dict.fromkeys(READ, 200)
    (own,) = asking.rows("workspaces")
    assert (own["slug"], own["role"]) == (company.slug, role)
    assert set(own["verbs"]) <= set(access.VERBS)


def test_another_company_s_token_sees_nothing_of_this_one(other: Workspace, reading: Program) -> None:
    theirs = program(other)
    assert SECRET in theirs.get("scorecard").content.decode()
    for path in (*LISTS, *WHOLE, *ONES):
        assert SECRET not in reading.get(path).content.decode()
    for own, elsewhere in ONES.items():
        unknown, there = reading.get(re.sub(r"\w+_zz|2$", "99", elsewhere)), reading.get(elsewhere)
        assert problem(there)["code"] == "not_found"
        assert (unknown.status_code, unknown.content) == (there.status_code, there.content)
        assert own.startswith("plan/") or theirs.get(own).status_code == 404


@pytest.mark.parametrize("path", READ)
def test_nobody_comes_in_without_a_token_and_no_cookie_opens_the_door(company: Workspace, path: str) -> None:
    signed_in = come_in(company, "director")
    for client in (Client(), signed_in, Client(headers={"authorization": "Basic YTpi"})):
        answer = client.get(f"/api/v1/{path}?lang=en")
        assert (answer.status_code, problem(answer)["code"]) == (401, "no_token")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert not Client().get(f"/api/v1/{path}?lang=en").cookies


def test_a_token_that_opens_nothing_waits_after_a_few_tries(reading: Program) -> None:
    wrong = Program("jalon_nothing")
    codes = [problem(wrong.get("kpis"))["code"] for _ in range(tries.MOST_TRIES + 1)]
    assert codes == ["bad_token"] * tries.MOST_TRIES + ["too_many"]
    assert int(wrong.get("kpis").headers["Retry-After"]) > 0
    assert reading.get("kpis").status_code == 200


def test_errors_are_said_in_the_language_asked(company: Workspace, reading: Program) -> None:
    said = {language: problem(Program(reading.token, language).get("kpis/none")) for language in ("fr", "en")}
    assert said["fr"]["code"] == said["en"]["code"] == "not_found"
    assert said["fr"]["detail"] != said["en"]["detail"]
    assert problem(reading.get("nowhere"))["code"] == "not_found"
    wrong = problem(reading.get("kpis", {"limit": "many"}))
    assert (wrong["status"], wrong["errors"][0]["where"][-1]) == (422, "limit")
    answer = reading.post("kpis")
    assert (problem(answer)["code"], answer.headers["Allow"]) == ("method", "GET")


def test_a_company_without_a_plan_is_answered_honestly() -> None:
    from uuid import uuid4

    from jalon.records import workspaces

    asking = program(workspaces.create(f"w-{uuid4().hex[:10]}", "Vide", "Europe/Paris", "EUR"))
    assert problem(asking.get("scorecard"))["code"] == "no_scorecard"
    assert problem(asking.get("plan"))["code"] == "not_found"
    assert {path: len(asking.rows(path)) for path in LISTS if path not in ("workspaces", "tokens")} == {
        path: 0 for path in LISTS if path not in ("workspaces", "tokens")
    }
    assert json.loads(asking.get("map").content) == {"nodes": [], "links": []}
