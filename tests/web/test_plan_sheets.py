"""The plan in a spreadsheet on the page: taken, given back, seen first, put in force by whoever may."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import home_of_process

from jalon.records import audit, plans, proposals
from jalon.records.workspaces import Workspace

home_of_process()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402  # Django knows its settings only now
from django.test import Client  # noqa: E402

SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")
PASSWORD = "granite lighthouse 42"
Enters = Callable[..., Client]


def worked(client: Client, **changes: tuple[str, str]) -> SimpleUploadedFile:
    """The archive as the page gives it, with a text replaced in some of its files."""
    made = io.BytesIO()
    given = b"".join(client.get("/plan/sheets/plan.zip"))
    with zipfile.ZipFile(io.BytesIO(given)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode("utf-8-sig")
            old, new = changes.get(name.removesuffix(".csv"), ("", ""))
            assert old in text
            after.writestr(name, text.replace(old, new, 1) if old else text)
    return SimpleUploadedFile("plan.zip", made.getvalue())


def token_of(page: str) -> str:
    return page.split('name="token" value="')[1].split('"')[0]


def sent(page: str, reason: str) -> dict[str, str]:
    """What the page sends: its file, the change it has shown, a reason."""
    return {"token": token_of(page), "told": page.split('name="told" value="')[1].split('"')[0], "reason": reason}


def test_the_workbook_is_taken_under_the_name_of_the_company_and_the_revision(
    enters: Enters, savonnerie: Workspace
) -> None:
    client = enters()
    answer = client.get("/plan/sheets/plan.xlsx")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{savonnerie.slug}-plan-1.xlsx"'
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    assert client.get("/plan/sheets/plan.exe").status_code == 404


def test_what_changes_is_said_in_sentences_then_put_in_force_with_its_reason(
    enters: Enters, savonnerie: Workspace
) -> None:
    client = enters()
    shown = client.post("/plan/sheets/preview", {"files": worked(client, KPI=(";0,7;0,8;", ";0,7;82 %;"))})
    page = shown.content.decode()
    assert "1 changement" in page
    assert "la valeur cible passe de" in page
    without = client.post("/plan/sheets/apply", sent(page, " "))
    assert (without.status_code, "Il faut une raison." in without.content.decode()) == (409, True)
    assert plans.latest(savonnerie).number == 1  # type: ignore[union-attr]  # there is one
    done = client.post("/plan/sheets/apply", sent(page, "Revue de juin"), follow=True)
    assert "La révision\u00a02 est en vigueur." in done.content.decode()
    last = plans.latest(savonnerie)
    assert last is not None
    assert (last.number, last.author, last.reason) == (2, "dan", "Revue de juin")
    assert "target: 0.82" in last.document
    assert "target: 0.78" in last.document, "no version of a target is lost"
    assert "# A small plan that no rule has anything to say about" in last.document
    assert audit.verify() is None


def test_a_fault_names_its_cell_and_leaves_nothing_to_put_in_force(enters: Enters, savonnerie: Workspace) -> None:
    client = enters()
    shown = client.post("/plan/sheets/preview", {"files": worked(client, KPI=(";50;52;", ";cinquante;52;"))})
    page = shown.content.decode()
    assert "1 faute à corriger" in page
    assert "plan.zip [KPI] · baseline (J7)" in page
    assert client.post("/plan/sheets/apply", sent(page, "x")).status_code == 409
    assert plans.latest(savonnerie).number == 1  # type: ignore[union-attr]  # there is one


def test_a_holder_changes_her_own_area_and_no_other(enters: Enters, savonnerie: Workspace) -> None:
    client = enters("holder", "cleo")
    outside = client.post(
        "/plan/sheets/preview", {"files": worked(client, KRA=("Amener des visites utiles", "Amener des visites"))}
    )
    page = outside.content.decode()
    assert "dont vous n’êtes pas responsable" in page
    assert client.post("/plan/sheets/apply", sent(page, "x")).status_code == 403
    asked = client.post("/plan/sheets/apply", sent(page, "Plus court") | {"do": "propose"}, follow=True)
    assert "Plus court" in asked.content.decode()
    assert plans.latest(savonnerie).number == 1, "it is proposed, not kept"  # type: ignore[union-attr]  # there is one
    waiting = proposals.waiting_for(savonnerie, "holder", "ben", frozenset({"K_sea"}))
    assert [one.author for one in waiting] == ["cleo"]
    own = client.post("/plan/sheets/preview", {"files": worked(client, KRA=("en commandes", "en commandes payées"))})
    done = client.post("/plan/sheets/apply", sent(own.content.decode(), "Panier"))
    assert done.status_code == 302
    assert plans.latest(savonnerie).author == "cleo"  # type: ignore[union-attr]  # there is one


def test_what_was_shown_is_what_is_kept_though_the_plan_moved_in_between(enters: Enters, savonnerie: Workspace) -> None:
    client = enters()
    shown = client.post("/plan/sheets/preview", {"files": worked(client, KPI=(";0,7;0,8;", ";0,7;82 %;"))})
    page = shown.content.decode()
    same = SOUND.replace("Équipe renforcée, target: 0.8,", "Équipe renforcée, target: 0.82,")
    plans.append(savonnerie, same, "in_force", "ana", "Autre main", date(2027, 1, 5))
    again = client.post("/plan/sheets/apply", sent(page, "Revue de juin"))
    assert again.status_code == 409, "another change than the one shown is shown first"
    assert plans.latest(savonnerie).number == 2  # type: ignore[union-attr]  # there is one
    elsewhere = SOUND.replace("Être trouvé par les bonnes personnes", "Être trouvé")
    plans.append(savonnerie, elsewhere, "in_force", "ana", "Retour", date(2027, 1, 6))
    assert client.post("/plan/sheets/apply", sent(page, "Revue de juin")).status_code == 302
    last = plans.latest(savonnerie)
    assert last is not None
    assert last.number == 4
    assert "mission: Être trouvé\n" in last.document, "what others changed elsewhere stays"
    assert "target: 0.82" in last.document


@pytest.mark.parametrize("role", ["reader", "administrator"])
def test_whoever_may_not_edit_may_look_and_not_give_back(enters: Enters, role: str) -> None:
    client = enters(role, "")
    assert client.get("/plan/sheets").status_code == 200
    assert "plan.xlsx" in client.get("/plan/sheets").content.decode()
    assert 'type="file"' not in client.get("/plan/sheets").content.decode()
    upload = {"files": SimpleUploadedFile("plan.zip", b"PK")}
    assert client.post("/plan/sheets/preview", upload).status_code == 403
    assert client.post("/plan/sheets/apply", {"token": "x" * 24, "reason": "x"}).status_code == 302


def test_a_file_that_is_no_plan_is_said_so(enters: Enters) -> None:
    client = enters()
    page = client.post("/plan/sheets/preview", {"files": SimpleUploadedFile("x.csv", b"jour,ca\n2026-10-01,3\n")})
    assert "Aucune feuille du plan dans ce fichier." in page.content.decode()
