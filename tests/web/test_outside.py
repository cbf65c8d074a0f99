"""Coming in by an identity provider: whom it brings, whom it does not, and what is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from tests.conftest import home_of_process
from tests.identity import provider as near
from tests.web.conftest import PASSWORD

from jalon.identity.oidc import asking
from jalon.records import accounts, factors, invitations, outside, workspaces
from jalon.records.workspaces import Workspace

home_of_process()

from django.http import HttpResponse  # noqa: E402  # Django knows its settings only now
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from jalon.records import models  # noqa: E402

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture(scope="module")
def runs() -> Iterator[near.Provider]:
    with near.running() as one:
        yield one


@pytest.fixture
def there(runs: near.Provider, monkeypatch: pytest.MonkeyPatch) -> near.Provider:
    """The provider of the settings, where Ana signs in."""
    runs.__init__(runs.issuer)  # type: ignore[misc]  # made anew in place: its port is taken once
    asking.forget()
    for name, value in {"ISSUER": runs.issuer, "CLIENT": near.CLIENT, "SECRET": near.SECRET, "NAME": "Kervoal"}.items():
        monkeypatch.setenv(f"JALON_OIDC_{name}", value)
    runs.person = {"sub": uuid4().hex, "email": f"{uuid4().hex[:8]}@savons.example", "email_verified": True}
    return runs


def walks(there: near.Provider, browser: Client, start: str = "/sign-in/provider") -> HttpResponse:
    """Off to the provider, signed in there, and back."""
    given = there.agrees(browser.get(start).headers["Location"])
    return browser.get("/sign-in/provider/back", given)  # type: ignore[return-value]  # what the view gave


def a_browser() -> Client:
    return Client(headers={"accept-language": "en"})


def whys() -> list[str]:
    rows = models.AuditEntry.objects.filter(verb="refused").order_by("-number")[:1]
    return [str(row.details["why"]) for row in rows]


def test_an_invited_person_comes_in_without_ever_having_a_password(there: near.Provider, savonnerie: Workspace) -> None:
    email = str(there.person["email"])
    token, _ = invitations.invite(savonnerie, email, "holder", "ana", "Dan", datetime.now(UTC))
    browser = a_browser()
    assert "Sign in with Kervoal" in browser.get(f"/invitation/{token}").content.decode()
    assert "Sign in with Kervoal" in browser.get("/sign-in").content.decode()
    before = browser.session.session_key
    assert walks(there, browser, "/sign-in/provider?next=/kra").headers["Location"] == "/kra"
    assert browser.session.session_key != before
    found = accounts.found(email)
    assert found is not None
    member = workspaces.member(found.id, savonnerie.slug)
    assert member is not None
    assert (member.role, member.person) == ("holder", "ana")
    assert not models.Account.objects.get(id=found.id).has_usable_password()
    there.person["email"] = "another@savons.example"
    assert walks(there, a_browser()).headers["Location"] == "/", "known by the subject, whatever her address becomes"
    out = browser.post("/sign-out").headers["Location"]
    assert "Sign out of Kervoal too" in browser.get(out).content.decode()


def test_nobody_comes_in_uninvited_unless_the_settings_say_so(
    there: near.Provider, savonnerie: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert walks(there, a_browser()).status_code == 403
    assert (whys(), accounts.found(str(there.person["email"]))) == (["oidc.uninvited"], None)
    monkeypatch.setenv("JALON_OIDC_JOIN", f"{savonnerie.slug}:reader")
    assert walks(there, a_browser()).status_code == 302
    found = accounts.found(str(there.person["email"]))
    assert found is not None
    assert [one.id for one in workspaces.of_account(found.id)] == [savonnerie.id]


def test_an_account_is_known_once_by_a_checked_address_and_never_given_to_another(
    there: near.Provider, ana: accounts.Person
) -> None:
    there.person |= {"email": ana.email, "email_verified": False}
    assert walks(there, a_browser()).status_code == 403
    assert whys() == ["oidc.unchecked_email"]
    there.person["email_verified"] = True
    assert walks(there, a_browser()).status_code == 302
    there.person["sub"] = "somebody new at that address"
    assert walks(there, a_browser()).status_code == 403
    assert whys() == ["oidc.other_subject"]
    models.Account.objects.filter(id=ana.id).update(is_active=False)
    there.person["sub"] = models.OutsideIdentity.objects.get(account_id=ana.id).subject
    assert walks(there, a_browser()).status_code == 403
    assert whys() == ["oidc.closed"]


def test_a_second_factor_is_asked_for_after_the_provider_too(
    there: near.Provider, ana: accounts.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jalon.identity import codes

    there.person["email"] = ana.email
    models.CodeFactor.objects.create(account_id=ana.id, secret=codes.new_secret(), created=datetime.now(UTC))
    assert factors.of(ana.id).some
    browser = a_browser()
    assert walks(there, browser).headers["Location"] == "/sign-in/second"
    assert browser.get("/").headers["Location"] == "/sign-in"
    there.person["amr"] = ["mfa"]
    assert walks(there, a_browser()).headers["Location"] == "/sign-in/second"
    monkeypatch.setenv("JALON_OIDC_TRUST_FACTOR", "1")
    assert walks(there, a_browser()).headers["Location"] == "/"


def test_what_comes_back_serves_once_and_in_the_browser_that_left(there: near.Provider, ana: accounts.Person) -> None:
    there.person["email"] = ana.email
    browser, victim = a_browser(), a_browser()
    given = there.agrees(browser.get("/sign-in/provider").headers["Location"])
    assert victim.get("/sign-in/provider/back", given).status_code == 403, "nobody is signed in as somebody else"
    assert whys() == ["oidc.state"]
    assert browser.get("/sign-in/provider/back", given).status_code == 302
    assert browser.get("/sign-in/provider/back", given).status_code == 403
    there.lie = {"aud": "another"}
    assert walks(there, a_browser()).status_code == 403
    assert whys() == ["oidc.audience"]
    there.lie, there.said_issuer = {}, "https://evil.example"
    asking.forget()
    assert a_browser().get("/sign-in/provider").status_code == 403


def test_an_account_is_linked_by_a_form_that_says_with_whom(
    there: near.Provider, ana: accounts.Person, enters: Callable[..., Client]
) -> None:
    browser = a_browser()
    browser.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    page = walks(there, browser, "/sign-in/provider?link=1").content.decode()
    assert str(there.person["email"]) in page
    assert outside.of(ana.id) == [], "nothing is linked by an address somebody could be led to"
    assert browser.post("/account/provider/link").status_code == 302
    assert [one.issuer for one in outside.of(ana.id)] == [there.issuer]
    assert browser.post("/account/provider/link").status_code == 404, "the form serves once"
    other = enters("reader")
    walks(there, other, "/sign-in/provider?link=1")
    other.post("/account/provider/link")
    assert models.OutsideIdentity.objects.get(subject=there.person["sub"]).account_id == ana.id, (
        "one subject, one account"
    )
    assert walks(there, a_browser()).headers["Location"] == "/"
    assert browser.post("/account/provider/unlink", {"issuer": there.issuer, "proof": "wrong"}).status_code == 401
    assert browser.post("/account/provider/unlink", {"issuer": there.issuer, "proof": PASSWORD}).status_code == 302
    assert outside.of(ana.id) == []


def test_passwords_can_be_closed(there: near.Provider, ana: accounts.Person) -> None:
    with override_settings(PASSWORDS=False):
        browser = a_browser()
        assert 'name="password"' not in browser.get("/sign-in").content.decode()
        assert browser.post("/sign-in", {"email": ana.email, "password": PASSWORD}).status_code == 403
        assert browser.get("/sign-in/forgotten").status_code == 404


def test_without_a_provider_there_is_no_such_door(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/sign-in/provider").status_code == 404
    monkeypatch.setenv("JALON_OIDC_ISSUER", "https://id.example")
    assert Client().get("/sign-in/provider").status_code == 404, "settings that name none whole open nothing"
    assert Client().get("/sign-in").status_code == 200
