"""A change that leaves one's own area is proposed to those it concerns, answered with a sentence, kept once."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from tests.web.steered import come_in, steered
from tests.web.test_editing import SignedIn, changed

from jalon.records import audit, plans, proposals
from jalon.records.workspaces import Workspace

OTHER = "/plan/edit/kra/K_seo"


def proposed(client: object, address: str = OTHER, mission: str = "Être trouvé par toutes") -> str:
    """The address of a proposal made from a form."""
    form = changed(client, address, **{"f.mission.fr": mission})  # type: ignore[arg-type]  # a client of Django
    answer = client.post(address, form | {"do": "propose", "reason": f"Idée {uuid4().hex[:6]}"})  # type: ignore[attr-defined]
    assert answer.status_code == 302
    return str(answer.headers["Location"])


@pytest.mark.parametrize("role", ["holder", "contributor"])
def test_the_holder_concerned_accepts_and_the_change_is_a_revision_of_its_author(
    role: str,
    enters: SignedIn,
    savonnerie: Workspace,
) -> None:
    cleo, ana, ben = enters(role, "cleo"), enters("holder", "ana"), enters("holder", "ben")
    address = proposed(cleo)
    assert plans.latest(savonnerie).number == 1  # type: ignore[union-attr]  # nothing is kept yet
    assert len(proposals.waiting_for(savonnerie, "holder", "ana", frozenset({"K_seo"}))) == 1
    assert proposals.waiting_for(savonnerie, "holder", "ben", frozenset({"K_sea"})) == []
    assert "Votre réponse" in ana.get(address).content.decode()
    assert ben.post(address, {"do": "accept"}).status_code == 403
    assert cleo.post(address, {"do": "accept"}).status_code == 403, "nobody answers herself"
    assert ana.post(address, {"do": "accept", "answer": "Oui"}).status_code == 302
    last = plans.latest(savonnerie)
    assert last is not None
    assert (last.number, last.author) == (2, "cleo")
    assert "Être trouvé par toutes" in last.document
    assert proposals.numbered(savonnerie, 1).state == "accepted"  # type: ignore[union-attr]  # there is one
    assert audit.verify() is None


def test_declining_takes_a_sentence_and_leaves_the_plan(
    enters: SignedIn,
    savonnerie: Workspace,
) -> None:
    cleo, director = enters("holder", "cleo"), enters()
    address = proposed(cleo)
    assert director.post(address, {"do": "decline", "answer": ""}).status_code == 409
    assert director.post(address, {"do": "decline", "answer": "Pas cette année"}).status_code == 302
    assert director.post(address, {"do": "accept"}).status_code == 200, "an answered proposal is only read"
    assert "Pas cette année" in cleo.get(address).content.decode()
    assert plans.latest(savonnerie).number == 1  # type: ignore[union-attr]  # there is one


def test_what_belongs_to_the_whole_plan_is_the_director_s_to_answer(enters: SignedIn, savonnerie: Workspace) -> None:
    cleo, ana, director = enters("holder", "cleo"), enters("holder", "ana"), enters()
    form = changed(cleo, "/plan/edit/objective/O2", **{"f.rationale.fr": "Le marché le permet"})
    assert cleo.post("/plan/edit/objective/O2", form | {"do": "save", "reason": "x"}).status_code == 403
    address = cleo.post("/plan/edit/objective/O2", form | {"do": "propose", "reason": "Pourquoi"}).headers["Location"]
    assert ana.post(address, {"do": "accept"}).status_code == 403, "it does not concern her"
    assert director.post(address, {"do": "accept"}).status_code == 302
    assert "Le marché le permet" in plans.latest(savonnerie).document  # type: ignore[union-attr]  # there is one


def test_a_proposal_taken_back_or_overtaken_changes_nothing(
    enters: SignedIn,
    savonnerie: Workspace,
) -> None:
    cleo, ana = enters("holder", "cleo"), enters("holder", "ana")
    first, second = proposed(cleo), proposed(cleo, mission="Être vu de loin")
    assert cleo.post(first, {"do": "withdraw"}).status_code == 302
    assert proposals.numbered(savonnerie, 1).state == "withdrawn"  # type: ignore[union-attr]  # there is one
    own = changed(ana, OTHER, **{"f.mission.fr": "Être choisi"})
    ana.post(OTHER, own | {"do": "save", "reason": "Autre idée"})
    assert "ne peut plus être acceptée" in ana.get(second).content.decode()
    assert ana.post(second, {"do": "accept"}).status_code == 409
    assert "Être choisi" in plans.latest(savonnerie).document  # type: ignore[union-attr]  # there is one


def test_the_history_and_a_hand_over_are_proposed_where_they_leave_one_s_own_area(
    enters: SignedIn, savonnerie: Workspace
) -> None:
    cleo, ana = enters("holder", "cleo"), enters("holder", "ana")
    own = changed(ana, OTHER, **{"f.mission.fr": "Être choisi"})
    ana.post(OTHER, own | {"do": "save", "reason": "Autre idée"})
    assert cleo.post("/plan/history/1", {"reason": "Revenir"}).status_code == 403
    back = cleo.post("/plan/history/1", {"reason": "Revenir", "do": "propose"}).headers["Location"]
    assert "par les bonnes personnes" in ana.get(back).content.decode(), (
        "the change is said in words to whom it concerns"
    )
    form = {"to": "ana", "reason": "Je pars en juin"}
    page = cleo.post("/plan/hand-over/cleo", form | {"do": "look"}).content.decode()
    told = page.split('name="told" value="', 1)[1].split('"', 1)[0]
    asked = cleo.post("/plan/hand-over/cleo", form | {"do": "propose", "told": told})
    assert asked.status_code == 302
    assert plans.latest(savonnerie).number == 2  # type: ignore[union-attr]  # nothing is kept yet
    assert enters().post(asked.headers["Location"], {"do": "accept"}).status_code == 302
    assert plans.latest(savonnerie).author == "cleo"  # type: ignore[union-attr]  # there is one


def test_a_conflict_shows_what_the_plan_says_now_and_what_was_proposed(enters: SignedIn) -> None:
    cleo, ana = enters("holder", "cleo"), enters("holder", "ana")
    address = proposed(cleo, mission="Être vu de loin")
    ana.post(OTHER, changed(ana, OTHER, **{"f.mission.fr": "Être choisi"}) | {"do": "save", "reason": "Autre idée"})
    page = ana.get(address).content.decode()
    assert "Être choisi" in page
    assert "Être vu de loin" in page


def test_the_day_says_what_waits_for_a_yes(tmp_path: Path) -> None:
    workspace = steered(tmp_path, {})
    cleo, ana, dan = (
        come_in(workspace, role, who, "fr")
        for role, who in (("holder", "cleo"), ("holder", "ana"), ("director", "dan"))
    )
    proposed(cleo)
    for one, told in ((ana, True), (dan, True), (cleo, False)):
        assert ("Changement proposé" in one.get("/").content.decode()) is told


def test_a_reader_proposes_nothing(enters: SignedIn) -> None:
    assert enters("reader", "").post(OTHER, {"do": "propose", "reason": "x"}).status_code == 403
