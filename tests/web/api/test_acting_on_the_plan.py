"""The plan changed by a program: on the revision that was read, within one's own areas, merged or refused by name."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.web.api.programs import Program, problem, program
from tests.web.steered import SOUND, steered

from jalon.records import jobs, plans
from jalon.records.workspaces import Workspace

YAML = "application/yaml"


@pytest.fixture
def house(api_folder: Path) -> Workspace:
    return steered(api_folder, {})


def read(asking: Program) -> tuple[str, str]:
    """The newest plan, and the tag of its revision."""
    answer = asking.get("plan", {"newest": "true"})
    return answer.json()["document"], answer.headers["ETag"]


def put(asking: Program, document: str, tag: str = "", query: str = "reason=Essai", **headers: str) -> Any:
    more = {"if_match": tag} if tag else {}
    return asking.put(f"plan?{query}", document.encode(), YAML, **more, **headers)


def test_a_director_puts_the_plan_she_read_and_changed(house: Workspace) -> None:
    asking = program(house, "director", "plan", "dan")
    document, tag = read(asking)
    done = put(asking, document.replace("Vendre davantage", "Vendre mieux", 1), tag)
    assert (done.status_code, done.json()["revision"]["number"]) == (200, 2)
    assert done.json()["sentences"]
    assert jobs.waiting(house, "refresh")
    assert read(asking)[1] == done.headers["ETag"] != tag
    assert problem(put(asking, document))["code"] == "precondition"
    for foreign in ('"r1"', tag.replace(house.id.hex, "0" * 32), tag.replace('"r1.', '"r99.')):
        assert problem(put(asking, document, foreign))["code"] == "stale"


def test_whoever_read_an_older_revision_merges_or_is_told_where_both_sides_differ(house: Workspace) -> None:
    asking = program(house, "director", "plan", "dan")
    document, tag = read(asking)
    mine = document.replace("Vendre davantage", "Vendre mieux", 1)
    theirs = asking.patch("plan/person/ana", {"changes": {"name": "Ana B."}, "reason": "Nom"})
    assert theirs.status_code == 200
    stale = problem(put(asking, mine, tag))
    assert (stale["code"], stale["mergeable"], stale["newest"]) == ("stale", True, 2)
    merged = put(asking, mine, tag, "reason=Essai&merge=true")
    assert merged.status_code == 200
    assert "Vendre mieux" in read(asking)[0]
    assert "Ana B." in read(asking)[0]
    clash = problem(put(asking, document.replace("Vendre davantage", "Vendre plus", 1), tag, "reason=x&merge=true"))
    assert (clash["code"], [one["path"] for one in clash["conflicts"]]) == ("plan_conflict", ["objectives.O1.name"])


def test_two_programs_that_read_one_revision_cannot_both_keep_theirs(house: Workspace) -> None:
    asking = program(house, "director", "plan", "dan")
    document, tag = read(asking)

    def change(name: str) -> int:
        from django.db import connection

        try:
            return int(put(asking, document.replace("Vendre davantage", f"Vendre {name}", 1), tag).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as together:
        assert sorted(together.map(change, ["un", "deux", "trois", "quatre"])) == [200, 412, 412, 412]
    last = plans.latest(house)
    assert last is not None
    assert last.number == 2


def test_a_holder_changes_her_own_area_and_proposes_the_rest(house: Workspace) -> None:
    holder, director = program(house, "holder", "plan", "ana"), program(house, "director", "plan", "dan")
    said = {"changes": {"name": "Vendre mieux"}, "reason": "Essai"}
    refused = problem(holder.patch("plan/objective/O1", said))
    assert (refused["code"], refused["touches"]) == ("not_yours", ["*"])
    made = holder.patch("plan/objective/O1?propose=true", said)
    assert made.status_code == 202
    number = made.json()["proposal"]["number"]
    assert director.get(f"plan/proposals/{number}").json()["sentences"]
    address = f"plan/proposals/{number}/answer"
    assert problem(holder.post(address, {"do": "accept"}))["code"] == "forbidden"
    assert problem(director.post(address, {"do": "decline"}))["code"] == "invalid"
    accepted = director.post(address, {"do": "accept"})
    assert (accepted.json()["state"], accepted.json()["revision"]) == ("accepted", 2)
    assert problem(director.post(address, {"do": "accept"}))["code"] == "conflict"
    assert "Vendre mieux" in read(director)[0]


def test_one_more_thing_is_added_as_the_form_of_the_screen_adds_it(house: Workspace) -> None:
    director, holder = program(house, "director", "plan", "dan"), program(house, "holder", "plan", "ana")
    said = {"object": {"name": "Ana Bis", "actor": False}, "reason": "Arrivée"}
    made = director.post("plan/person", said)
    assert (made.status_code, made.json()["revision"]["number"]) == (201, 2), made.content
    assert "id: ana_bis" in read(director)[0]
    assert made.json()["sentences"]
    assert director.post("plan/person", said).status_code == 201
    assert "id: ana_bis_2" in read(director)[0]
    twice = {"object": {"id": "ana_bis", "name": "Ana Bis"}, "reason": "x"}
    assert problem(director.post("plan/person", twice))["code"] == "conflict"
    homeless = {"object": {"use": "organic_clicks_nonbrand"}, "reason": "x"}
    assert problem(director.post("plan/kpi", homeless))["code"] == "invalid"
    endless = {"object": {"name": "Ana Ter", "n": -4.9621661399987054e225}, "reason": "x"}
    told = problem(director.post("plan/person", endless))
    assert (told["code"], told["errors"][0]["kind"]) == ("invalid", "unwritable")
    assert problem(holder.post("plan/person", said))["code"] == "not_yours"
    assert holder.post("plan/person?propose=true", said).status_code == 202


def test_an_action_moves_on_and_a_decision_is_taken(house: Workspace) -> None:
    asking = program(house, "director", "act", "dan")
    done = asking.post("actions/A1/status", {"status": "stopped", "reason": "Trop cher"})
    assert done.status_code == 200, done.content
    assert "status: stopped" in read(asking)[0]
    again = asking.post("actions/A1/status", {"status": "stopped", "reason": "Trop cher"})
    assert again.json()["changes"] == []
    assert problem(asking.post("actions/A99/status", {"status": "done", "reason": "x"}))["code"] == "not_found"
    wrong = problem(asking.post("decisions/D1/choice", {"chosen": "nope", "reason": "x"}))
    assert wrong["code"] == "plan_faulty"
    assert wrong["findings"][0]["sentence"]


@pytest.mark.parametrize(
    ("send", "code"),
    [
        (lambda asking, tag: asking.put("plan", b"{}", "application/json", if_match=tag), "media_type"),
        (lambda asking, tag: put(asking, "version: jalon/1\nkras: [", tag), "plan_faulty"),
        (lambda asking, tag: asking.put("plan", b"\xff\xfe\x00", YAML, if_match=tag), "unreadable"),
        (lambda asking, tag: put(asking, "a: &x [1]\nb: *x", tag), "plan_faulty"),
        (lambda asking, tag: asking.patch("plan/kra/K_seo", {"changes": {"owner": 1e400}, "reason": "x"}), "invalid"),
        (lambda asking, tag: asking.patch("plan/kra/K_seo", {"changes": [], "reason": "x"}), "invalid"),
        (lambda asking, tag: asking.put("plan", b"x" * 10_000_001, YAML, if_match=tag), "too_large"),
        (lambda asking, tag: asking.patch("plan/rocket/K_seo", {"changes": {}, "reason": "x"}), "invalid"),
    ],
)
def test_what_is_no_plan_is_refused_by_name(company: Workspace, send: Callable[[Program, str], Any], code: str) -> None:
    asking = program(company, "director", "plan", "dan")
    assert problem(send(asking, read(asking)[1]))["code"] == code


def test_a_company_gets_its_first_plan_only_by_saying_that_there_is_none() -> None:
    from uuid import uuid4

    from jalon.records import workspaces

    made = workspaces.create(f"w-{uuid4().hex[:10]}", "Vide", "Europe/Paris", "EUR")
    holder, director = program(made, "holder", "plan"), program(made, "director", "plan")
    assert problem(put(director, SOUND))["code"] == "precondition"
    assert problem(put(holder, SOUND, if_none_match="*"))["code"] == "forbidden"
    assert put(director, SOUND, if_none_match="*").json()["revision"]["number"] == 1
