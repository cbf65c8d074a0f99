"""Members and invitations, companies and hand-overs: who comes in, as whom, and what stays when she leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from tests.conftest import home_of_process

from jalon.plan.document.leaving import held
from jalon.plan.document.writing import content_of
from jalon.records import accounts, audit, invitations, plans, tokens, workspaces
from jalon.records.workspaces import Workspace

home_of_process()

from django.test import Client  # noqa: E402  # Django knows its settings only now

from jalon.records import models  # noqa: E402

SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")
PASSWORD = "granite lighthouse 42"


def a_workspace(name: str = "Savonnerie") -> Workspace:
    made = workspaces.create(f"w-{uuid4().hex[:10]}", name, "Europe/Paris", "EUR")
    plans.append(made, SOUND, "in_force", "dan", "Plan 2027", date(2027, 1, 4))
    return made


def through_the_door(workspace: Workspace, role: str, person: str = "") -> tuple[Client, accounts.Person]:
    account = accounts.without_password(f"{uuid4().hex[:8]}@savons.example", role.capitalize())
    workspaces.join(workspace, account.id, role, person)
    client = Client(headers={"accept-language": "en"})
    client.force_login(models.Account.objects.get(id=account.id))
    return client, account


def link_in(page: str) -> str:
    return "/invitation/" + page.split("/invitation/", 1)[1].split("<", 1)[0].strip()


def test_an_invited_person_makes_her_account_and_is_who_she_is_in_the_plan() -> None:
    workspace = a_workspace()
    director, _ = through_the_door(workspace, "director", "dan")
    email = f"{uuid4().hex[:8]}@savons.example"
    page = director.post("/members/invite?lang=en", {"email": email, "role": "holder", "person": "ana"})
    link = link_in(page.content.decode())
    assert link not in director.get("/members").content.decode(), "the link is shown once"
    visitor = Client(headers={"accept-language": "en"})
    assert "Join Savonnerie" in visitor.get(link).content.decode()
    weak = visitor.post(link, {"name": "Ana", "password": "password"})
    assert (weak.status_code, accounts.found(email)) == (400, None)
    assert visitor.post(link, {"name": "Ana", "password": PASSWORD}).status_code == 302
    joined = workspaces.member(accounts.found(email).id, workspace.slug)  # type: ignore[union-attr]  # just made
    assert joined is not None
    assert (joined.role, joined.person) == ("holder", "ana")
    assert visitor.get("/plan/edit/kra/K_seo").status_code == 200
    assert Client().get(link).status_code == 404, "a link serves once"
    assert audit.verify() is None


def test_somebody_who_has_an_account_signs_in_and_comes_back_to_her_invitation() -> None:
    workspace, other = a_workspace(), a_workspace("Autre")
    person = accounts.create(f"{uuid4().hex[:8]}@savons.example", "Eve", PASSWORD, "en")
    workspaces.join(other, person.id, "reader")
    token, _ = invitations.invite(workspace, person.email, "contributor", "", "Dan", datetime.now(UTC))
    visitor = Client(headers={"accept-language": "en"})
    assert "has an account here already" in visitor.get(f"/invitation/{token}").content.decode()
    back = visitor.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert back.headers["Location"] == f"/invitation/{token}"
    assert visitor.post(f"/invitation/{token}").status_code == 302
    assert {one.slug for one in workspaces.of_account(person.id)} == {workspace.slug, other.slug}


def test_an_invitation_opens_for_nobody_else() -> None:
    workspace = a_workspace()
    token, _ = invitations.invite(
        workspace, f"{uuid4().hex[:8]}@savons.example", "director", "", "D", datetime.now(UTC)
    )
    somebody, account = through_the_door(a_workspace("Autre"), "reader")
    assert somebody.post(f"/invitation/{token}").status_code == 403
    assert workspaces.member(account.id, workspace.slug) is None


def test_nobody_gives_more_than_she_may_nor_changes_herself() -> None:
    workspace = a_workspace()
    director, claire = through_the_door(workspace, "director")
    admin, nora = through_the_door(workspace, "administrator")
    holder, cleo = through_the_door(workspace, "holder", "cleo")
    assert admin.post("/members/invite", {"email": "x@savons.example", "role": "director"}).status_code == 403
    assert admin.post("/members/change", {"account": str(nora.id), "role": "reader"}).status_code == 403
    assert admin.post("/members/change", {"account": str(claire.id), "role": "reader"}).status_code == 403
    assert admin.post("/members/remove", {"account": str(claire.id)}).status_code == 403
    assert director.post("/members/remove", {"account": str(claire.id)}).status_code == 403
    assert holder.get("/members").status_code == 403
    assert admin.post("/members/change", {"account": str(cleo.id), "role": "reader"}).status_code == 302
    changed = workspaces.member(cleo.id, workspace.slug)
    assert changed is not None
    assert changed.role == "reader"


def test_somebody_removed_is_out_at_once_with_her_tokens() -> None:
    workspace = a_workspace()
    director, _ = through_the_door(workspace, "director")
    leaving, account = through_the_door(workspace, "contributor")
    shown = leaving.post("/tokens/issue?lang=en", {"name": "Script", "scope": "act", "days": "30"}).content.decode()
    text = shown.split('<code class="secret">', 1)[1].split("<", 1)[0]
    assert tokens.authenticate(text, datetime.now(UTC)) is not None
    assert text not in leaving.get("/tokens").content.decode(), "a token is shown once"
    assert director.post("/members/remove", {"account": str(account.id)}).status_code == 302
    assert tokens.authenticate(text, datetime.now(UTC)) is None
    assert leaving.get("/plan/edit").status_code == 404


def test_the_companies_of_one_account_stand_on_one_page_and_no_other_can_be_opened() -> None:
    first, second, foreign = a_workspace("Savonnerie"), a_workspace("Huilerie"), a_workspace("Secret")
    client, account = through_the_door(first, "director")
    workspaces.join(second, account.id, "reader")
    page = client.get("/companies").content.decode()
    assert "Savonnerie" in page
    assert "Huilerie" in page
    assert "Secret" not in page
    assert client.post("/companies/open", {"workspace": foreign.slug}).status_code == 404
    assert client.post("/companies/open", {"workspace": second.slug}).status_code == 302
    assert client.post("/members/invite", {"email": "x@y.example", "role": "reader"}).status_code == 403, (
        "a reader there"
    )


def test_everything_somebody_holds_is_handed_over_in_one_change() -> None:
    workspace = a_workspace()
    director, _ = through_the_door(workspace, "director", "dan")
    form = {"to": "ana", "last_day": "2027-08-31", "reason": "Départ de Cléo"}
    page = director.post("/plan/hand-over/cleo?lang=en", form | {"do": "look"}).content.decode()
    told = page.split('name="told" value="', 1)[1].split('"', 1)[0]
    assert "Boutique" in page
    assert director.post("/plan/hand-over/cleo", form | {"do": "save", "told": "x"}).status_code == 409
    assert director.post("/plan/hand-over/cleo", form | {"do": "save", "told": told}).status_code == 302
    last = plans.latest(workspace)
    assert last is not None
    assert (last.number, last.reason) == (2, "Départ de Cléo")
    after = content_of(last.document)
    assert held(after, "cleo") == [], "nothing is orphaned"
    assert "done_on: 2027-03-30" in last.document
    assert "name: Nouveau panier en ligne, date: 2027-04-01, owner: cleo" in last.document, "what is over stays hers"
    assert "to: 2027-08-31" in last.document


def test_a_holder_cannot_hand_over_what_is_not_hers_alone_to_give() -> None:
    workspace = a_workspace()
    holder, _ = through_the_door(workspace, "holder", "cleo")
    assert holder.post("/plan/hand-over/ben", {"to": "cleo", "do": "save", "reason": "x"}).status_code == 403
