"""Passkeys: as a second step and alone, several with names, and every answer that proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle

import pytest
from tests.conftest import home_of_process
from tests.identity.authenticator import PRESENT, Authenticator
from tests.web.conftest import PASSWORD

from jalon.identity.passkeys import site_of
from jalon.records import accounts, factors, passkeys

home_of_process()

from django.conf import settings  # noqa: E402  # Django knows its settings only now
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from jalon.records import models  # noqa: E402

pytestmark = pytest.mark.usefixtures("quick_passwords", "by_name")
HERE, PLACES = "http://localhost", cycle(range(1, 255))


@pytest.fixture
def by_name() -> Iterator[None]:
    with override_settings(ALLOWED_HOSTS=["localhost", "127.0.0.1"]):
        yield


def visitor(**more: str) -> Client:
    return Client(REMOTE_ADDR=f"192.0.2.{next(PLACES)}", headers={"accept-language": "en", "host": "localhost", **more})


@pytest.fixture
def registered(ana: accounts.Person) -> Callable[..., Authenticator]:
    """A key that Ana added to her account."""

    def add(name: str = "Bureau", **more: object) -> Authenticator:
        browser, key = visitor(), Authenticator(HERE, **more)  # type: ignore[arg-type]  # told by the test
        browser.force_login(models.Account.objects.get(id=ana.id))
        answer = key.make(browser.post("/account/passkeys/options").json())
        assert browser.post("/account/passkeys", {"name": name, "credential": answer}).status_code in (200, 302)
        return key

    return add


def by_key(browser: Client, key: Authenticator) -> HttpResponse:
    answer = key.show(browser.post("/sign-in/passkey/options").json())
    return browser.post("/sign-in/passkey", {"credential": answer})  # type: ignore[return-value]  # what the view gave


def refusals(person: accounts.Person) -> list[str]:
    rows = models.AuditEntry.objects.filter(actor=person.email, verb="refused").order_by("number")
    return [str(row.details["why"]) for row in rows]


def test_the_first_key_comes_with_codes_on_paper_and_opens_alone(
    ana: accounts.Person, registered: Callable[..., Authenticator]
) -> None:
    key = registered()
    assert factors.of(ana.id).paper == 10
    browser = visitor()
    browser.get("/sign-in?lang=en")
    before = browser.session.session_key
    answer = by_key(browser, key)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert browser.session.session_key != before
    assert (browser.session["strong"], browser.get("/account").status_code) == (True, 200)


def test_it_stands_after_the_password_too_even_without_a_finger(
    ana: accounts.Person, registered: Callable[..., Authenticator]
) -> None:
    key = registered(flags=PRESENT)
    alone = by_key(visitor(), key)
    assert alone.status_code == 401, "alone, its owner must be verified"
    browser = visitor()
    assert browser.post("/sign-in", {"email": ana.email, "password": PASSWORD}).headers["Location"] == "/sign-in/second"
    assert by_key(browser, key).headers["Location"] == "/"


def test_a_key_of_somebody_else_is_no_second_step(
    ana: accounts.Person, registered: Callable[..., Authenticator], enters: Callable[..., Client]
) -> None:
    registered()
    other = accounts.without_password(f"b-{ana.email}", "Ben")
    browser, key = visitor(), Authenticator(HERE)
    browser.force_login(models.Account.objects.get(id=other.id))
    answer = key.make(browser.post("/account/passkeys/options").json())
    browser.post("/account/passkeys", {"name": "Ben", "credential": answer})
    step = visitor()
    step.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    assert by_key(step, key).status_code == 401
    assert step.get("/account").status_code == 302


def test_an_answer_serves_once_and_for_what_was_asked(
    ana: accounts.Person, registered: Callable[..., Authenticator]
) -> None:
    key, browser = registered(), visitor()
    asked = browser.post("/sign-in/passkey/options").json()
    answer = key.show(asked)
    assert browser.post("/sign-in/passkey", {"credential": answer}).headers["Location"] == "/"
    browser.post("/sign-out")
    assert browser.post("/sign-in/passkey", {"credential": answer}).headers["Location"] == "/sign-in", "asked nothing"
    browser.post("/sign-in/passkey/options")
    assert browser.post("/sign-in/passkey", {"credential": answer}).status_code == 401, "another was asked"
    key.count = 0
    assert by_key(visitor(), key).status_code == 401
    assert refusals(ana) == ["passkey", "passkey_copied"], "a count that goes back is a copy"


@pytest.mark.parametrize("lie", [{"origin": "http://evil.example"}, {"host": "evil.example"}, {"flags": 0}])
def test_an_answer_from_elsewhere_proves_nothing(
    ana: accounts.Person, registered: Callable[..., Authenticator], lie: dict[str, object]
) -> None:
    key = registered()
    for name, value in lie.items():
        setattr(key, name, value)
    assert by_key(visitor(), key).status_code == 401
    for answer in ("", "{}", "[]", "x" * 30_000, '{"id": 3, "response": {}}', '{"response": {"userHandle": 3}}'):
        browser = visitor()
        browser.post("/sign-in/passkey/options")
        assert browser.post("/sign-in/passkey", {"credential": answer}).status_code == 401


def test_keys_have_names_and_go_one_by_one(ana: accounts.Person, registered: Callable[..., Authenticator]) -> None:
    registered("Bureau")
    lost = registered("Clé bleue")
    browser = visitor()
    browser.force_login(models.Account.objects.get(id=ana.id))
    first, second = passkeys.of(ana.id)
    browser.post("/account/passkeys/name", {"key": str(first.id), "name": "Ordinateur"})
    assert "Ordinateur" in browser.get("/account").content.decode()
    assert browser.post("/account/passkeys/remove", {"key": str(second.id), "proof": "wrong"}).status_code == 401
    assert browser.post("/account/passkeys/remove", {"key": str(second.id), "proof": PASSWORD}).status_code == 302
    assert [one.name for one in passkeys.of(ana.id)] == ["Ordinateur"]
    assert by_key(visitor(), lost).status_code == 401
    other = accounts.without_password(f"c-{ana.email}", "Cléo")
    assert not passkeys.remove(other.id, first.id)
    assert not passkeys.rename(other.id, first.id, "Mine")


def test_a_lost_key_is_stood_in_for_by_a_code_on_paper(
    ana: accounts.Person, registered: Callable[..., Authenticator]
) -> None:
    registered()
    paper = factors.write_paper(ana.id, settings.SECRET_KEY)
    browser = visitor()
    browser.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    assert "recovery codes" in browser.get("/sign-in/second?lang=en").content.decode()
    assert browser.post("/sign-in/second", {"code": paper[0]}).headers["Location"] == "/"


def test_where_no_key_can_be_the_page_says_why(ana: accounts.Person) -> None:
    browser = Client(headers={"accept-language": "en", "host": "127.0.0.1"})
    browser.force_login(models.Account.objects.get(id=ana.id))
    assert "secure addresses only" in browser.get("/account?lang=en").content.decode()
    assert browser.post("/account/passkeys/options").status_code == 400
    sites = {
        ("https", "jalon.example:8443"): "jalon.example", ("http", "jalon.example"): None, ("https", "10.0.0.1"): None,
        ("http", "localhost:8131"): "localhost", ("http", "[::1]:8000"): None, ("https", "[::1]"): None,
    }  # fmt: skip
    found = {given: site_of(*given) for given in sites}
    assert {given: one.host if one else None for given, one in found.items()} == sites


def test_a_session_left_open_adds_no_key(ana: accounts.Person) -> None:
    browser = visitor()
    browser.force_login(models.Account.objects.get(id=ana.id))
    session = browser.session
    session["proven"] = datetime.now(UTC).timestamp() - 3600
    session.save()
    assert browser.post("/account/passkeys/options").json() == {"go": "/account/confirm"}
