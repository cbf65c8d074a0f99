"""Every route of the table, asked by every role, by nobody, and for what is another workspace's: no leak."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from tests.conftest import home_of_process
from tests.web.matrix import NOBODY, ROUTES, Expected

from jalon.records import accounts, invitations, plans, proposals, tokens, workspaces
from jalon.records.workspaces import ROLES, Workspace

home_of_process()

from django.test import Client  # noqa: E402  # Django knows its settings only now
from django.urls import reverse  # noqa: E402

from jalon.records import models  # noqa: E402
from jalon.web.urls import urlpatterns  # noqa: E402

SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")
SECRET = "Zanzibar"
"""A word that only the other workspace says."""
ASKED = [name for name, expected in ROUTES.items() if not expected.public and not expected.personal]
People = dict[str, Client]


def a_company(name: str, document: str) -> Workspace:
    made = workspaces.create(f"w-{uuid4().hex[:10]}", name, "Europe/Paris", "EUR")
    plans.append(made, document, "in_force", "dan", "Plan", date(2027, 1, 4))
    return made


@pytest.fixture(scope="module")
def other() -> Workspace:
    """Another company, whose things have other names, with one revision and one proposal more."""
    text = SOUND
    for own in ("K_seo", "O1", "aov", "panne", "A1", "M1", "D1", "ana"):
        text = re.sub(rf"\b{own}\b", f"{own}_zz", text)
    text = text.replace("use: aov_zz", "id: aov_zz, use: aov").replace("Vendre davantage", f"{SECRET} davantage")
    made = a_company(SECRET, text)
    plans.append(made, text + "# more\n", "in_force", "dan", SECRET, date(2027, 1, 5))
    for _ in range(2):
        proposals.make(made, 1, text + f"# {uuid4().hex}\n", ["*"], "dan", SECRET, datetime.now(UTC))
    return made


@pytest.fixture(scope="module")
def own() -> Workspace:
    """The company that is asked about."""
    made = a_company("Savonnerie", SOUND)
    proposals.make(made, 1, SOUND + "# proposed\n", ["*"], "somebody", "Une idée", datetime.now(UTC))
    return made


@pytest.fixture(scope="module")
def people(own: Workspace) -> People:
    """One person a role."""
    found = {}
    for role in ROLES:
        account = accounts.without_password(f"{uuid4().hex[:8]}@savons.example", role)
        workspaces.join(own, account.id, role, "")
        found[role] = Client()
        found[role].force_login(models.Account.objects.get(id=account.id))
    return found


def answers(ask: Callable[..., object], address: str, expected: Expected) -> int:
    return int(ask(address, expected.body).status_code)  # type: ignore[attr-defined]  # an answer of Django


def test_every_route_is_in_the_matrix_and_nothing_else_is() -> None:
    assert {route.name for route in urlpatterns} == set(ROUTES)


@pytest.mark.parametrize("name", ASKED)
def test_a_route_answers_each_role_as_it_is_written(name: str, own: Workspace, people: People) -> None:
    expected = ROUTES[name]
    address = reverse(name, kwargs=expected.path)
    for role, client in people.items():
        status = client.get(address).status_code
        if expected.get is NOBODY:
            assert status == 405, (role, "GET", status)
        else:
            assert (status != 403) == (role in expected.get), (role, "GET", status)
            assert status < 500, (role, status)
        posted = answers(client.post, address, expected)
        if expected.post:
            assert (posted != 403) == (role in expected.post), (role, "POST", posted)
            assert posted < 500, (role, posted)
        else:
            told = models.AuditEntry.objects.count()
            assert posted in (200, 302, 403, 404, 405), (role, "POST", posted)
            assert models.AuditEntry.objects.count() == told, "a page that is only read changed something"


@pytest.mark.parametrize("name", ASKED)
def test_a_route_sends_whoever_is_not_signed_in_to_the_door(name: str) -> None:
    expected = ROUTES[name]
    address = reverse(name, kwargs=expected.path)
    for ask in (Client().get, Client().post):
        answer = ask(address)
        assert answer.status_code == 405 or (answer.status_code, answer.headers.get("Location")) == (302, "/sign-in")


@pytest.mark.parametrize("name", [name for name, expected in ROUTES.items() if expected.personal])
def test_what_belongs_to_an_account_is_for_whoever_is_signed_in(name: str) -> None:
    address = reverse(name, kwargs=ROUTES[name].path)
    for ask in (Client().get, Client().post):
        answer = ask(address)
        assert answer.status_code == 405 or answer.headers.get("Location", "").partition("?")[0] == "/sign-in"


@pytest.mark.parametrize("name", [name for name in ASKED if ROUTES[name].unknown])
def test_what_is_another_workspace_s_answers_as_what_does_not_exist(
    name: str, own: Workspace, other: Workspace, people: People
) -> None:
    expected, client = ROUTES[name], people["director"]
    ask = client.post if expected.get is NOBODY else client.get
    unknown = ask(reverse(name, kwargs=expected.unknown), expected.body)
    if not expected.elsewhere:
        assert unknown.status_code == 404
        return
    elsewhere = ask(reverse(name, kwargs=expected.elsewhere), expected.body)
    assert (elsewhere.status_code, elsewhere.content) == (unknown.status_code, unknown.content)
    assert elsewhere.status_code == 404
    for verb in (client.post, client.put, client.patch, client.delete):
        assert verb(reverse(name, kwargs=expected.elsewhere)).status_code in (404, 405)


@pytest.mark.parametrize("name", ASKED)
def test_no_page_says_a_word_of_another_workspace_and_no_other_verb_changes_anything(
    name: str, own: Workspace, other: Workspace, people: People
) -> None:
    expected, client = ROUTES[name], people["director"]
    address, told = reverse(name, kwargs=expected.path), models.AuditEntry.objects.count()
    answer = client.get(address)
    said = b"".join(answer) if answer.streaming else answer.content
    assert SECRET.encode() not in said
    for verb in (client.put, client.patch, client.delete):
        assert verb(address).status_code < 500
    assert models.AuditEntry.objects.count() == told


def test_ids_of_another_workspace_sent_in_a_form_do_nothing(own: Workspace, other: Workspace, people: People) -> None:
    now, director = datetime.now(UTC), people["director"]
    account = accounts.without_password(f"{uuid4().hex[:8]}@savons.example", "Somebody")
    workspaces.join(other, account.id, "reader")
    theirs = workspaces.member(account.id, other.slug)
    assert theirs is not None
    text, kept = tokens.issue(theirs, "Script", "read", now)
    link, sent = invitations.invite(other, f"{uuid4().hex[:8]}@savons.example", "reader", "", "D", now)
    people["administrator"].post("/tokens/revoke", {"token": str(kept.id)})
    director.post("/members/withdraw", {"invitation": str(sent.id)})
    assert director.post("/members/remove", {"account": str(account.id)}).status_code == 404
    assert director.post("/members/change", {"account": str(account.id), "role": "reader"}).status_code == 404
    assert director.post("/companies/open", {"workspace": other.slug}).status_code == 404
    assert tokens.authenticate(text, now) is not None
    assert invitations.behind(link, now) is not None
    assert workspaces.member(account.id, other.slug) is not None
