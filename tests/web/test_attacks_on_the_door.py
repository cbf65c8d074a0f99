"""The door attacked: forms from elsewhere, steps left out, hints in time, trails filled, secrets written down."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid4

import pyotp
import pytest
from tests.conftest import home_of_process
from tests.web.conftest import PASSWORD
from tests.web.matrix import ROUTES

from jalon.identity import codes
from jalon.records import accounts, factors, invitations
from jalon.records.workspaces import Workspace

home_of_process()

from django.conf import settings  # noqa: E402  # Django knows its settings only now
from django.contrib.auth.hashers import MD5PasswordHasher  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from jalon.records import models  # noqa: E402
from jalon.web.entry import tries  # noqa: E402

pytestmark = pytest.mark.usefixtures("quick_passwords")
PROVES = [
    name for name in ROUTES if name.startswith(("account", "passkey", "provider_", "second", "forgotten", "factor"))
]


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every time a password is hashed."""
    made, really = [], MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        made.append(salt)
        return really(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return made


@pytest.mark.parametrize("name", PROVES)
def test_a_form_from_elsewhere_is_refused_on_every_page_of_the_door(name: str, ana: accounts.Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(models.Account.objects.get(id=ana.id))
    assert strict.post(reverse(name, kwargs=ROUTES[name].path)).status_code in (403, 405)


@pytest.mark.parametrize("name", [name for name, one in ROUTES.items() if not one.public])
def test_between_the_two_steps_nothing_opens(name: str, ana: accounts.Person) -> None:
    models.CodeFactor.objects.create(account_id=ana.id, secret="x", created=datetime.now(UTC))
    between = Client()
    assert between.post("/sign-in", {"email": ana.email, "password": PASSWORD}).headers["Location"] == "/sign-in/second"
    answer = between.get(reverse(name, kwargs=ROUTES[name].path))
    assert answer.status_code == 405 or answer.headers["Location"].partition("?")[0] == "/sign-in"


def test_an_invitation_is_no_way_round_the_second_step(ana: accounts.Person, savonnerie: Workspace) -> None:
    secret, now = codes.new_secret(), datetime.now(UTC)
    past = datetime.fromtimestamp(now.timestamp() - 300, UTC)
    assert factors.add_application(ana.id, secret, pyotp.TOTP(secret).at(past), past, settings.SECRET_KEY)
    token, _ = invitations.invite(savonnerie, ana.email, "contributor", "", "Dan", now)
    browser = Client()
    browser.get(f"/invitation/{token}")
    browser.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    assert browser.post(f"/invitation/{token}", {"name": "A", "password": "granite again 88"}).status_code == 200
    assert models.Invitation.objects.get(email=ana.email, revoked=None).accepted is None
    answer = browser.post("/sign-in/second", {"code": pyotp.TOTP(secret).now()})
    assert answer.headers["Location"] == f"/invitation/{token}"


def test_the_time_of_a_refusal_tells_nothing_of_the_account(ana: accounts.Person, hashings: list[str]) -> None:
    without = accounts.without_password(f"{uuid4().hex[:8]}@savons.example", "Ben")
    closed = accounts.create(f"{uuid4().hex[:8]}@savons.example", "Eve", PASSWORD)
    models.Account.objects.filter(id=closed.id).update(is_active=False)
    counted = []
    for email in (ana.email, without.email, closed.email, "nobody@savons.example"):
        hashings.clear()
        assert Client().post("/sign-in", {"email": email, "password": "wrong"}).status_code == 401
        counted.append(len(hashings))
    assert counted == [1, 1, 1, 1]


def test_nobody_fills_the_audit_trail(ana: accounts.Person) -> None:
    here = Client(REMOTE_ADDR="203.0.113.250")
    before = models.AuditEntry.objects.count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tries, "MOST_WRITTEN", 5)
        for number in range(9):
            here.get(f"/password/{'x' * 30}{number}")
    assert models.AuditEntry.objects.count() - before == 5


def test_no_secret_is_written_down(ana: accounts.Person) -> None:
    last = models.AuditEntry.objects.count()
    browser = Client()
    browser.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    browser.get("/account/codes")
    from jalon.identity import sealing

    secret = sealing.opened(browser.session["offered"], settings.SECRET_KEY) or ""
    assert secret not in json.dumps(dict(browser.session.items()))
    page = browser.post("/account/codes", {"code": pyotp.TOTP(secret).now()}).content.decode()
    paper = page.split("<li><code>", 1)[1][:14]
    browser.post("/account/codes/remove", {"proof": paper})
    told = json.dumps([[row.actor, row.subject, row.details] for row in models.AuditEntry.objects.all()[last:]])
    assert len(models.AuditEntry.objects.all()[last:]) >= 3
    assert [one for one in (PASSWORD, secret, paper) if one in told] == []


def test_every_cookie_of_the_door_is_out_of_reach_of_scripts_and_other_sites(ana: accounts.Person) -> None:
    with override_settings(SESSION_COOKIE_SECURE=True):
        browser = Client()
        browser.post("/sign-in", {"email": ana.email, "password": PASSWORD}, secure=True)
    for name in ("sessionid", tries.KNOWN):
        cookie = browser.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True), name
    assert ana.email not in browser.cookies[tries.KNOWN].value
