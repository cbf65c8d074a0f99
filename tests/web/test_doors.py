"""Who comes in, and what an answer carries: sessions, forms, headers."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from tests.conftest import home_of_process

from jalon.records import accounts, workspaces

home_of_process()

from django.conf import settings  # noqa: E402  # Django knows its settings only now
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

PASSWORD = "granite lighthouse 42"


@pytest.fixture
def email() -> str:
    person = accounts.create(f"{uuid4().hex[:8]}@kervoal.example", "Claire", PASSWORD, "fr")
    workspace = workspaces.create(f"w-{uuid4().hex[:10]}", "Atelier", "Europe/Paris", "EUR")
    workspaces.join(workspace, person.id, "director")
    return person.email


def test_every_page_asks_who_one_is() -> None:
    for page in (
        "/",
        "/map",
        "/kpi",
        "/kri",
        "/sources",
        "/territories",
        "/kra/x",
        "/sources/working",
        "/start",
        "/plan",
    ):
        answer = Client().get(page)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in"), page


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(email: str) -> None:
    texts = []
    for address in (email, "nobody@kervoal.example"):
        answer = Client().post("/sign-in", {"email": address, "password": "wrong"})
        assert answer.status_code == 401
        texts.append(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert texts[0] == texts[1]


def test_eight_tries_close_the_door_for_a_while_whatever_the_visitor_forgets(email: str) -> None:
    here = {"REMOTE_ADDR": "203.0.113.7"}
    for _ in range(8):
        Client(**here).post("/sign-in", {"email": email, "password": "wrong"})
    refused = Client(**here).post("/sign-in", {"email": email, "password": PASSWORD}, headers={"accept-language": "en"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
    assert "Wait 5 minutes" in refused.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.8").post("/sign-in", {"email": email, "password": PASSWORD})
    assert elsewhere.status_code == 302, "somebody else's tries do not lock an account"


def test_signing_in_opens_the_day_and_signing_out_closes_it(email: str) -> None:
    visitor = Client(headers={"accept-language": "en"})
    assert visitor.post("/sign-in", {"email": email.upper(), "password": PASSWORD}).headers["Location"] == "/"
    assert visitor.get("/").headers["Location"] == "/start", "without a plan, the day begins with one's exports"
    page = visitor.get("/start")
    assert (page.status_code, page.headers["Content-Language"]) == (200, "fr"), "the account's language"
    assert visitor.get("/sign-out").status_code == 405
    visitor.post("/sign-out")
    assert visitor.get("/").status_code == 302


def test_a_form_from_elsewhere_is_refused(email: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in", {"email": email, "password": PASSWORD}).status_code == 403


def test_answers_forbid_what_is_not_ours(email: str) -> None:
    visitor = Client()
    visitor.post("/sign-in", {"email": email, "password": PASSWORD})
    headers = visitor.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert visitor.cookies["sessionid"]["httponly"]
    assert visitor.cookies["sessionid"]["samesite"] == "Lax"


def test_a_page_names_no_address_outside(email: str) -> None:
    visitor = Client()
    visitor.post("/sign-in", {"email": email, "password": PASSWORD})
    for page in ("/", "/map", "/sources", "/sign-in"):
        text = visitor.get(page).content.decode()
        assert "http://" not in text.replace("http://www.w3.org", ""), page
        assert "https://" not in text, page
        assert " style=" not in text, page
        assert "<script>" not in text, page


def test_the_demo_s_own_way_in_exists_in_the_demo_only() -> None:
    assert not settings.DEMO
    assert Client().get("/demo-in").status_code == 404
    accounts.without_password("claire@kervoal.example", "Claire")
    with override_settings(DEMO=True):
        assert Client().get("/demo-in", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 302
        assert Client(REMOTE_ADDR="203.0.113.9").get("/demo-in").status_code == 404


def test_a_setup_link_that_was_never_given_leads_nowhere() -> None:
    assert Client().get("/setup/" + "x" * 32).status_code == 404


def test_a_host_that_was_not_named_is_refused() -> None:
    assert Client(headers={"host": "evil.example"}).get("/sign-in").status_code == 400


def test_a_fault_of_the_facts_is_said_and_not_a_broken_page(email: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from jalon.facts.engine import Lasting, Passing
    from jalon.web.sources import views

    visitor = Client(headers={"accept-language": "en"})
    visitor.post("/sign-in", {"email": email, "password": PASSWORD})
    for fault, status in (
        (Passing("facts.concurrent_writer", cut="csv_orders"), 503),
        (Lasting("facts.unreadable", cut="csv_orders", folder="/x"), 500),
    ):

        def broken(*_: object, fault: Exception = fault, **__: object) -> None:
            raise fault

        monkeypatch.setattr(views.loads, "recent", broken)
        answer = visitor.get("/sources?lang=en")
        assert answer.status_code == status
        assert "csv_orders" in answer.content.decode()


def test_an_undo_without_a_whole_id_undoes_nothing(email: str) -> None:
    visitor = Client(headers={"accept-language": "en"})
    visitor.post("/sign-in", {"email": email, "password": PASSWORD})
    for given in ("", "a", "1234567"):
        answer = visitor.post("/sources/undo?lang=en", {"import": given}, follow=True)
        assert "There is no such import here." in answer.content.decode()


def test_a_setup_link_makes_one_director_even_when_two_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    monkeypatch.setattr(accounts, "none_yet", lambda: True)
    token = accounts.new_setup_link(datetime.now(UTC))
    given = {"name": "Claire", "email": f"{uuid4().hex}@kervoal.example", "password": PASSWORD}
    assert Client().post(f"/setup/{token}", given).status_code == 302
    monkeypatch.setattr(accounts, "setup_link_holds", lambda *_: True)
    late = {**given, "email": f"{uuid4().hex}@kervoal.example"}
    assert Client().post(f"/setup/{token}", late).status_code == 404
    assert accounts.found(late["email"]) is None
