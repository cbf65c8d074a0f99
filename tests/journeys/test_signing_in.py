"""Signing in with a real browser: a passkey, an application of codes, an identity provider."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pyotp
import pytest
from playwright.sync_api import expect

from jalon.identity.oidc import asking
from jalon.records import accounts, invitations, password_links, workspaces
from tests.conftest import home_of_process
from tests.identity import provider as near
from tests.journeys.conftest import complaints_of, window
from tests.journeys.sights import fits_everybody

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PASSWORD = "granite lighthouse 42"
SIGHTS = {"phone": ("fr", 390, "light"), "desk": ("en", 1440, "dark")}


@dataclass(frozen=True)
class Site:
    """Jalon served in this very process, beside a provider that knows one of its people."""

    address: str
    email: str
    there: near.Provider
    password_link: str
    invitation: str


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    home_of_process()
    from jalon.web.wsgi import application

    person = accounts.create(f"{uuid4().hex[:8]}@savons.example", "Ana Le Goff", PASSWORD, "en")
    place = workspaces.create(f"w-{uuid4().hex[:10]}", "Savonnerie", "Europe/Paris", "EUR")
    workspaces.join(place, person.id, "director")
    with near.running() as there, pytest.MonkeyPatch.context() as patch:
        for name, value in {"ISSUER": there.issuer, "CLIENT": near.CLIENT, "SECRET": near.SECRET, "NAME": "Id"}.items():
            patch.setenv(f"JALON_OIDC_{name}", value)
        asking.forget()
        there.person["email"] = person.email
        server = make_server("127.0.0.1", 0, application, _Server, _Silent)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        link = password_links.issue(person.id, datetime.now(UTC)) or ""
        invited, _ = invitations.invite(place, "bob@savons.example", "reader", "", person.email, datetime.now(UTC))
        yield Site(f"http://localhost:{server.server_port}", person.email, there, link, invited)
        server.shutdown()
        server.server_close()


@pytest.fixture(params=["phone", pytest.param("desk", marks=pytest.mark.slow)])
def seen(request: pytest.FixtureRequest, site: Site, chromium: Browser) -> Iterator[tuple[Page, list[str], int, str]]:
    """A browser of one width, language and theme, with what it complained about."""
    language, width, theme = SIGHTS[request.param]
    page = window(chromium, viewport={"width": width, "height": 900}, color_scheme=theme, locale=language)
    complaints = complaints_of(page)
    page.goto(f"{site.address}/sign-in?lang={language}")
    yield page, complaints, width, language
    page.context.close()


def by_password(page: Page, site: Site) -> None:
    page.locator("#email").fill(site.email)
    page.locator("#password").fill(PASSWORD)
    page.locator("form:has(#password) button[type=submit]").click()


def test_a_passkey_is_added_and_opens_alone_after_one_has_left(
    seen: tuple[Page, list[str], int, str], site: Site
) -> None:
    page, complaints, width, _ = seen
    key = page.context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    made = key.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                     "hasUserVerification": True, "isUserVerified": True}},
    )  # fmt: skip
    fits_everybody(page, complaints, width)
    by_password(page, site)
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.goto(f"{site.address}/account")
    fits_everybody(page, complaints, width)
    page.locator("#key-name").fill("Bureau")
    page.locator("form:has(#key-name) button").click()
    expect(page.locator(".paper li")).to_have_count(10)
    fits_everybody(page, complaints, width)
    with page.expect_download() as taken:
        page.locator("a[download]").click()
    assert len(re.findall(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", taken.value.path().read_text("utf-8"))) == 10
    page.goto(f"{site.address}/account")
    expect(page.get_by_text("Bureau", exact=True).first).to_be_visible()
    page.context.clear_cookies()
    page.goto(f"{site.address}/sign-in")
    by_password(page, site)
    page.wait_for_url("**/sign-in/second")
    fits_everybody(page, complaints, width)
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.context.clear_cookies()
    page.goto(f"{site.address}/sign-in")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.goto(f"{site.address}/account")
    page.locator("details:has(input[name=key]) > summary").click()
    page.locator("form[action='/account/passkeys/remove'] input[name=proof]").fill(PASSWORD)
    page.locator("form[action='/account/passkeys/remove'] button").click()
    expect(page.get_by_text("Bureau", exact=True)).to_have_count(0)
    key.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made["authenticatorId"]})


def test_an_application_of_codes_is_set_up_from_its_picture(seen: tuple[Page, list[str], int, str], site: Site) -> None:
    page, complaints, width, _ = seen
    by_password(page, site)
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.goto(f"{site.address}/account/codes")
    fits_everybody(page, complaints, width)
    secret = re.sub(r"\s", "", page.locator(".qr .secret").text_content() or "")
    page.locator("#code").fill(pyotp.TOTP(secret).now())
    page.locator("form:has(#code) button[type=submit]").click()
    expect(page.locator(".paper li")).to_have_count(10)
    page.goto(f"{site.address}/account")
    page.locator("details:has(#proof-application) summary").click()
    page.locator("#proof-application").fill(PASSWORD)
    page.locator("form[action='/account/codes/remove'] button").click()
    expect(page.locator("#proof-application")).to_have_count(0)
    page.goto(f"{site.address}/sign-in/forgotten")
    fits_everybody(page, complaints, width)


def test_a_link_with_the_provider_is_looked_at_first_and_one_shows_again_who_one_is(
    seen: tuple[Page, list[str], int, str], site: Site
) -> None:
    page, complaints, width, _ = seen
    by_password(page, site)
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.goto(f"{site.address}/account/confirm")
    fits_everybody(page, complaints, width)
    page.goto(f"{site.address}/account")
    page.locator("a[href$='provider?link=1']").click()
    expect(page.locator("form[action='/account/provider/link']")).to_be_visible()
    fits_everybody(page, complaints, width)


def test_one_comes_in_by_the_provider_and_may_leave_it_too(seen: tuple[Page, list[str], int, str], site: Site) -> None:
    page, _complaints, _width, _language = seen
    page.locator("a[href='/sign-in/provider']").click()
    page.wait_for_url(lambda address: "/sign-in" not in address and address.startswith(site.address))
    page.goto(f"{site.address}/account")
    expect(page.get_by_text(site.there.issuer)).to_be_visible()
    page.locator("details.menu summary.me").click()
    page.locator("form[action='/sign-out'] button").click()
    leaving = page.locator(f"a[href^='{site.there.issuer}/leave']")
    expect(leaving).to_be_visible()


def test_the_doors_that_are_seldom_seen_fit_everybody(seen: tuple[Page, list[str], int, str], site: Site) -> None:
    """Refusals, links that live and links that are over, a password chosen anew, and wrong answers."""
    page, complaints, width, _ = seen

    def fits() -> None:
        # The browser itself writes down that a page was refused; that is what the page is for.
        unexpected = [one for one in complaints if "status of 40" not in one]
        fits_everybody(page, unexpected, width)
        complaints.clear()

    doors = (
        "sign-in/provider/back?state=x",
        f"password/{site.password_link}",
        "password/over",
        f"invitation/{site.invitation}",
    )
    for door in doors:
        page.goto(f"{site.address}/{door}")
        fits()
    page.goto(f"{site.address}/password/{site.password_link}")
    page.locator("#password").fill("too short")
    page.locator("form:has(#password) button[type=submit]").click()
    expect(page.locator("#hint.err")).to_be_visible()
    fits()
    page.goto(f"{site.address}/sign-in")
    page.locator("#email").fill(site.email)
    page.locator("#password").fill("not this one")
    page.locator("form:has(#password) button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    fits()
