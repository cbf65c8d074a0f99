"""The plan changed on its pages: told in words first, kept with its reason, merged with what others did meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.conftest import home_of_process

from jalon.records import audit, plans
from jalon.records.workspaces import Workspace

home_of_process()

from django.test import Client  # noqa: E402  # Django knows its settings only now

SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")
SignedIn = Callable[..., Client]
Form = dict[str, object]


def filled(page: str) -> Form:
    """What a browser would send back of the form on a page."""
    form = page.split('<form class="cols', 1)[1].split("</form>", 1)[0]
    found: Form = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found.setdefault(name[1], []).append(value[1] if value else "")  # type: ignore[attr-defined]
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = [text]
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = [chosen[1] if chosen else ""]
    import html

    return {name: [html.unescape(one) for one in held] for name, held in found.items()}  # type: ignore[attr-defined]


def changed(client: Client, address: str, **answers: object) -> Form:
    """The form with some answers, once the page has told what they change."""
    form = filled(client.get(address).content.decode()) | answers
    page = client.post(address, form | {"do": "look"})
    assert page.status_code == 200
    return form | {"told": filled(page.content.decode())["told"]}


def test_a_change_is_said_in_words_then_kept_with_its_reason(enters: SignedIn, savonnerie: Workspace) -> None:
    client, address = enters(), "/plan/edit/kpi/csat"
    form = filled(client.get(address).content.decode()) | {"f.target": "92"}
    assert form["f.target"] == "92"
    unseen = client.post(address, form | {"do": "save", "reason": "Panier refait"})
    assert unseen.status_code == 409, "nothing is kept before its change was told"
    assert "la valeur cible passe de 90\u00a0% à 92\u00a0%" in unseen.content.decode().replace("\u202f", "\u00a0")
    form = changed(client, address, **{"f.target": "92"})
    assert client.post(address, form | {"do": "save", "reason": ""}).status_code == 409
    assert client.post(address, form | {"do": "save", "reason": "Panier refait"}).status_code == 302
    last = plans.latest(savonnerie)
    assert last is not None
    assert (last.number, last.author, last.reason) == (2, "dan", "Panier refait")
    assert "target: 0.92" in last.document
    assert "target: 0.9," in last.document, "no version of a target is lost"
    assert "# A small plan that no rule has anything to say about" in last.document
    assert audit.verify() is None


def test_a_form_sent_back_as_it_came_changes_nothing(enters: SignedIn, savonnerie: Workspace) -> None:
    client = enters()
    for address in ("kra/K_seo", "kpi/ticket_sla", "kri/panne", "objective/O2", "action/A1", "decision/D1",
                    "milestone/M1", "person/ana", "overlap_rule/blog_be", "plan/grounds", "plan/budget"):  # fmt: skip
        page = client.get(f"/plan/edit/{address}")
        assert page.status_code == 200, address
        sent = client.post(f"/plan/edit/{address}", filled(page.content.decode()) | {"do": "look"})
        assert "Rien ne change encore" in sent.content.decode(), address


def test_a_number_that_is_none_is_said_under_its_field(enters: SignedIn) -> None:
    client, address = enters(), "/plan/edit/kpi/aov"
    form = filled(client.get(address).content.decode()) | {"f.target": "beaucoup"}
    page = client.post(address, form | {"do": "look"}).content.decode()
    assert "Pas un nombre" in page
    assert 'value="beaucoup"' in page


def test_the_check_speaks_beside_the_form_and_an_error_keeps_nothing(enters: SignedIn, savonnerie: Workspace) -> None:
    client, address = enters(), "/plan/edit/kra/K_sea"
    form = filled(client.get(address).content.decode()) | {"f.territory.0.values": "seo"}
    page = client.post(address, form | {"do": "look"}).content.decode()
    assert "Il reste une erreur dans le contrôle du plan" in page
    assert client.post(address, form | {"do": "save", "reason": "x", "told": filled(page)["told"]}).status_code == 409
    assert plans.latest(savonnerie).number == 1  # type: ignore[union-attr]  # there is one


def test_something_new_gets_its_id_from_its_name_and_can_be_taken_away(enters: SignedIn, savonnerie: Workspace) -> None:
    client, address = enters(), "/plan/new/milestone"
    form = changed(
        client, address, **{"f.name.fr": "Catalogue prêt", "f.name": "Catalogue prêt", "f.date": "2027-08-02",
                            "f.owner": "cleo", "f.needed_by": ["K_shop"]}
    )  # fmt: skip
    assert client.post(address, form | {"do": "save", "reason": "Rentrée"}).status_code == 302
    document = plans.latest(savonnerie).document  # type: ignore[union-attr]  # there is one
    assert "id: catalogue_pret" in document
    gone = changed(client, "/plan/edit/milestone/catalogue_pret", gone="1")
    assert client.post("/plan/edit/milestone/catalogue_pret", gone | {"do": "save", "reason": "Non"}).status_code == 302
    assert "catalogue_pret" not in plans.latest(savonnerie).document  # type: ignore[union-attr]  # there is one


def test_two_people_s_changes_are_joined_and_the_same_one_twice_is_a_conflict(
    enters: SignedIn, savonnerie: Workspace
) -> None:
    first, second = enters(), enters("director", "eve")
    mine = changed(first, "/plan/edit/kra/K_seo", **{"f.mission.fr": "Être trouvé par tous"})
    other = changed(second, "/plan/edit/kra/K_shop", **{"f.mission.fr": "Vendre mieux"})
    same = changed(second, "/plan/edit/kra/K_seo", **{"f.mission.fr": "Être vu"})
    assert first.post("/plan/edit/kra/K_seo", mine | {"do": "save", "reason": "a"}).status_code == 302
    assert second.post("/plan/edit/kra/K_shop", other | {"do": "save", "reason": "b"}).status_code == 302
    document = plans.latest(savonnerie).document  # type: ignore[union-attr]  # there is one
    assert "Être trouvé par tous" in document
    assert "Vendre mieux" in document
    late = second.post("/plan/edit/kra/K_seo", same | {"do": "save", "reason": "c"})
    assert late.status_code == 409
    assert "Quelqu’un a changé la même chose" in late.content.decode()
    assert "Être trouvé par tous" in late.content.decode()


def test_a_holder_keeps_changes_of_her_own_area_and_of_no_other(enters: SignedIn, savonnerie: Workspace) -> None:
    cleo = enters("holder", "cleo")
    outside = changed(cleo, "/plan/edit/kra/K_seo", **{"f.mission.fr": "Amener du monde"})
    assert cleo.post("/plan/edit/kra/K_seo", outside | {"do": "save", "reason": "x"}).status_code == 403
    own = changed(cleo, "/plan/edit/kra/K_shop", **{"f.mission.fr": "Vendre mieux"})
    assert cleo.post("/plan/edit/kra/K_shop", own | {"do": "save", "reason": "x"}).status_code == 302
    for role in ("reader", "administrator"):
        reads = enters(role, "")
        page = reads.get("/plan/edit/kra/K_seo").content.decode()
        assert "changer le plan revient à" in page
        assert reads.post("/plan/edit/kra/K_seo", {"do": "save", "reason": "x"}).status_code == 403


def test_the_history_tells_each_revision_and_takes_one_up_again(enters: SignedIn, savonnerie: Workspace) -> None:
    client = enters()
    form = changed(client, "/plan/edit/kra/K_seo", **{"f.mission.fr": "Être vu"})
    client.post("/plan/edit/kra/K_seo", form | {"do": "save", "reason": "Essai"})
    assert "Essai" in client.get("/plan/history").content.decode()
    assert "Être vu" in client.get("/plan/history/2").content.decode()
    assert client.post("/plan/history/1", {"reason": ""}).status_code == 409
    assert client.post("/plan/history/1", {"reason": "Retour"}).status_code == 302
    last = plans.latest(savonnerie)
    assert last is not None
    assert (last.number, last.document, last.reason) == (3, SOUND, "Retour")
    reader = enters("reader", "")
    assert reader.post("/plan/history/2", {"reason": "x"}).status_code == 403


def kept(client: Client, address: str, reason: str, **answers: object) -> str:
    """A change kept, and the page that follows."""
    form = changed(client, address, **answers)
    return client.post(address, form | {"do": "save", "reason": reason}, follow=True).content.decode()


def test_what_was_just_kept_is_undone_in_one_click_and_what_came_since_stays(
    enters: SignedIn, savonnerie: Workspace
) -> None:
    client = enters()
    page = kept(client, "/plan/edit/kra/K_seo", "Essai", **{"f.mission.fr": "Être vu"})
    assert 'action="/plan/undo/2"' in page
    kept(client, "/plan/edit/kra/K_shop", "Autre", **{"f.mission.fr": "Vendre mieux"})
    page = client.post("/plan/undo/2", follow=True).content.decode()
    last = plans.latest(savonnerie)
    assert last is not None
    assert (last.number, last.reason) == (4, "Révision 2 annulée")
    assert "Être vu" not in last.document
    assert "Vendre mieux" in last.document
    assert 'action="/plan/undo/4"' in page, "what is undone can be done again"
    assert "Il n’en reste rien" in client.post("/plan/undo/2", follow=True).content.decode()


def test_undoing_asks_the_same_right_and_stops_where_somebody_changed_the_same_thing(
    enters: SignedIn, savonnerie: Workspace
) -> None:
    client = enters()
    kept(client, "/plan/edit/kra/K_seo", "Essai", **{"f.mission.fr": "Être vu"})
    assert enters("holder", "cleo").post("/plan/undo/2").status_code == 403
    assert enters("reader", "").post("/plan/undo/2").status_code == 403
    kept(client, "/plan/edit/kra/K_seo", "Encore", **{"f.mission.fr": "Être choisi"})
    assert "au même endroit depuis" in client.post("/plan/undo/2", follow=True).content.decode()
    last = plans.latest(savonnerie)
    assert last is not None
    assert last.number == 3


def test_what_is_not_there_is_not_found(enters: SignedIn) -> None:
    client = enters()
    for address in ("edit/kra/nope", "edit/plan/people", "edit/nope/x", "new/nope", "new/kpi", "history/99"):
        assert client.get(f"/plan/{address}").status_code == 404, address
    assert client.post("/plan/edit/kra/K_seo", {"revision": "99"}).status_code == 404
