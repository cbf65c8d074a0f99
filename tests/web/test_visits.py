"""Sessions: where one is signed in, for how long, and the throttle that shuts out strangers and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.conftest import home_of_process
from tests.web.conftest import PASSWORD

from jalon.records import accounts, visits

home_of_process()

from django.test import Client  # noqa: E402

from jalon.records import models  # noqa: E402
from jalon.web.entry import tries  # noqa: E402

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture
def signed_in(ana: accounts.Person) -> Callable[..., Client]:
    def enter(**more: str) -> Client:
        visitor = Client(headers={"accept-language": "en", **more})
        assert visitor.post("/sign-in", {"email": ana.email, "password": PASSWORD}).status_code == 302
        return visitor

    return enter


def test_a_session_planted_before_the_sign_in_is_worth_nothing_after_it(ana: accounts.Person) -> None:
    visitor = Client()
    visitor.get("/sign-in?lang=en&next=/kra")
    planted = visitor.session.session_key
    answer = visitor.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/kra"
    assert visitor.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = planted or ""
    assert thief.get("/").status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "http:evil.example", "javascript:alert(1)",
     "/\t/evil.example", "\\\\evil.example", "///evil.example", "https:///evil.example"],
)  # fmt: skip
def test_nobody_is_sent_on_to_another_site(ana: accounts.Person, elsewhere: str) -> None:
    visitor = Client()
    visitor.get("/sign-in", {"next": elsewhere})
    session = visitor.session
    session["next"] = elsewhere
    session.save()
    answer = visitor.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_one_sees_where_one_is_signed_in_and_ends_it_there(signed_in: Callable[..., Client]) -> None:
    telephone = signed_in(**{"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/605.1"})
    desk = signed_in(**{"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
    page = desk.get("/account?lang=en").content.decode()
    assert "Safari, iPhone" in page
    assert "Firefox, Linux" in page
    assert desk.post("/account/visits/end").status_code == 302
    assert telephone.get("/account").status_code == 302
    assert desk.get("/account").status_code == 200, "this one goes on"


def test_nobody_ends_the_visit_of_somebody_else(
    signed_in: Callable[..., Client], enters: Callable[..., Client]
) -> None:
    hers, other = signed_in(), enters("director")
    other.post("/account/visits/end", {"visit": hers.session["visit"]})
    assert hers.get("/account").status_code == 200


def test_a_visit_ends_by_idling_and_by_lasting_and_when_one_leaves(
    ana: accounts.Person, signed_in: Callable[..., Client]
) -> None:
    now = datetime.now(UTC)
    for column, ago in (("seen", visits.IDLE), ("begun", visits.LONGEST)):
        visitor = signed_in()
        models.Visit.objects.filter(account_id=ana.id).update(**{column: now - ago - timedelta(minutes=1)})
        assert visitor.get("/account").status_code == 302, column
    visitor = signed_in()
    stolen = Client()
    stolen.cookies["sessionid"] = visitor.cookies["sessionid"].value
    visitor.post("/sign-out")
    assert stolen.get("/account").status_code == 302


def test_another_password_signs_out_everywhere_else(signed_in: Callable[..., Client], ana: accounts.Person) -> None:
    here, there = signed_in(), signed_in()
    fresh = "quartz harbour 77"
    assert here.post("/account/password", {"proof": "wrong", "password": fresh}).status_code == 401
    assert here.post("/account/password", {"proof": PASSWORD, "password": ana.email}).status_code == 400
    before = here.session.session_key
    assert here.post("/account/password", {"proof": PASSWORD, "password": fresh}).status_code == 302
    assert here.session.session_key != before
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302


def test_a_crowd_of_strangers_does_not_shut_out_a_browser_that_is_known(ana: accounts.Person) -> None:
    known = Client(REMOTE_ADDR="203.0.113.20")
    known.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    known.post("/sign-out")
    wrong = {"email": ana.email, "password": "wrong"}
    until = datetime.now(UTC) + timedelta(minutes=5)
    for key, most, _ in tries._counted(_asked("198.51.100.1"), ana.email, "password"):
        models.Tally.objects.update_or_create(key=key, defaults={"number": most, "until": until})
    stranger = Client(REMOTE_ADDR="198.51.100.2")
    refused = stranger.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    assert refused.status_code == 429, "whatever address strangers come from, the account waits for them"
    assert known.post("/sign-in", {"email": ana.email, "password": PASSWORD}).status_code == 302
    forger = Client(REMOTE_ADDR="198.51.100.2")
    forger.cookies[tries.KNOWN] = known.cookies[tries.KNOWN].value[:-2] + "xx"
    assert forger.post("/sign-in", wrong).status_code == 429, "a cookie of one's own making is none"


def test_a_denial_is_written_down_without_the_secret_typed_in_the_wrong_place(ana: accounts.Person) -> None:
    Client().post("/sign-in", {"email": ana.email, "password": "wrong"})
    told = models.AuditEntry.objects.filter(verb="refused").order_by("-number").first()
    assert told is not None
    assert (told.actor, told.details["why"]) == (ana.email, "password")
    Client().post("/sign-in", {"email": "my secret phrase", "password": "wrong"})
    told = models.AuditEntry.objects.filter(verb="refused").order_by("-number").first()
    assert told is not None
    assert told.actor == "unknown"


def _asked(place: str):  # type: ignore[no-untyped-def]  # a request of Django
    from django.test import RequestFactory

    return RequestFactory().get("/sign-in", REMOTE_ADDR=place)
