"""Letters of the door: a forgotten password, and invitations that leave by mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.conftest import home_of_process
from tests.web.api.programs import program
from tests.web.conftest import PASSWORD

from jalon.alerts.channel import EMAIL, Message, NotDelivered
from jalon.identity import codes
from jalon.records import accounts, invitations, password_links, workspaces
from jalon.records.workspaces import Workspace
from jalon.routines.telling import Post

home_of_process()

from django.test import Client  # noqa: E402  # Django knows its settings only now

from jalon.records import models  # noqa: E402
from jalon.web import letters  # noqa: E402

pytestmark = pytest.mark.usefixtures("quick_passwords")
FRESH = "quartz harbour 77"


class Outbox:
    """A mail server that keeps what it is given, or refuses it."""

    needs_address = True

    def __init__(self) -> None:
        self.kept: list[Message] = []
        self.refuses = ""

    def deliver(self, message: Message) -> None:
        if self.refuses:
            raise NotDelivered(self.refuses, passing=True)
        self.kept.append(message)


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    """Mail leaves, at once."""
    box = Outbox()
    monkeypatch.setattr(letters.House, "post", lambda self: Post({EMAIL: box}, "https://jalon.example"))
    monkeypatch.setattr(letters, "later", lambda work: work())
    return box


def path_in(message: Message) -> str:
    assert message.link in message.text
    assert message.link in message.html
    return message.link.removeprefix("https://jalon.example")


def asks(email: str, **more: str) -> str:
    answer = Client(headers={"accept-language": "en"}, **more).post("/sign-in/forgotten", {"email": email})
    assert answer.status_code == 200
    page = answer.content.decode()
    return re.sub(r'value="[^"]*"', "", page).replace(email, "")


def test_a_forgotten_password_is_chosen_anew_once_and_opens_no_second_factor(
    outbox: Outbox, ana: accounts.Person
) -> None:
    inside = Client()
    inside.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    models.CodeFactor.objects.create(account_id=ana.id, secret=codes.new_secret(), created=datetime.now(UTC))
    asks(ana.email)
    path, browser = path_in(outbox.kept[0]), Client(headers={"accept-language": "en"})
    assert outbox.kept[0].to == ana.email
    page = browser.get(path)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "same-origin")
    assert browser.post(path, {"password": "password"}).status_code == 400
    assert browser.post(path, {"password": FRESH}).headers["Location"] == "/sign-in"
    assert browser.post(path, {"password": "granite again 88"}).status_code == 404, "it serves once"
    assert inside.get("/account").status_code == 302, "every visit is over"
    answer = browser.post("/sign-in", {"email": ana.email, "password": FRESH})
    assert answer.headers["Location"] == "/sign-in/second"
    assert [one.subject for one in outbox.kept[1:]] == ["Your password was changed"]


def test_whether_an_address_has_an_account_is_not_told(outbox: Outbox, ana: accounts.Person) -> None:
    assert asks(ana.email) == asks("nobody@savons.example")
    assert [one.to for one in outbox.kept] == [ana.email]


def test_a_newer_link_ends_the_earlier_and_nobody_is_flooded(outbox: Outbox, ana: accounts.Person) -> None:
    for number in range(5):
        asks(ana.email, REMOTE_ADDR=f"192.0.2.{number + 1}")
    first, *_, last = (path_in(one) for one in outbox.kept)
    assert len(outbox.kept) == password_links.MOST_AN_HOUR
    assert (Client().get(first).status_code, Client().get(last).status_code) == (404, 200)
    token = last.rpartition("/")[2]
    assert password_links.behind(token, datetime.now(UTC) + timedelta(minutes=31)) is None
    assert not models.PasswordLink.objects.filter(token_hash__contains=token).exists()
    here = Client(REMOTE_ADDR="192.0.2.77")
    told = [here.post("/sign-in/forgotten", {"email": ana.email}).status_code for _ in range(6)]
    assert told == [200] * 5 + [429]


def test_a_link_is_of_the_address_of_the_settings_whatever_host_asks(outbox: Outbox, ana: accounts.Person) -> None:
    Client(headers={"x-forwarded-host": "evil.example"}).post("/sign-in/forgotten", {"email": ana.email})
    assert outbox.kept[0].link.startswith("https://jalon.example/password/")


def test_without_mail_the_page_says_whom_to_ask(ana: accounts.Person) -> None:
    page = Client(headers={"accept-language": "en"}).post("/sign-in/forgotten", {"email": ana.email}).content.decode()
    assert "No mail leaves from here" in page
    assert not models.PasswordLink.objects.filter(account_id=ana.id).exists()


def test_an_invitation_leaves_in_the_language_of_whoever_is_invited(
    outbox: Outbox, savonnerie: Workspace, enters: Callable[..., Client]
) -> None:
    director, email = enters("director"), f"{uuid4().hex[:8]}@savons.example"
    asked = {"email": email, "role": "holder", "person": "ana", "language": "en"}
    page = director.post("/members/invite", asked, follow=True).content.decode()
    assert "/invitation/" not in page, "what was mailed is shown to nobody else"
    message = outbox.kept[0]
    assert (message.to, message.language) == (email, "en")
    assert message.subject == "Dan invites you to Savonnerie"
    visitor = Client(headers={"accept-language": "en"})
    assert visitor.get(path_in(message)).status_code == 200
    waiting = next(one for one in invitations.every(savonnerie) if one.email == email)
    models.Invitation.objects.filter(id=waiting.id).update(expires=datetime.now(UTC) - timedelta(days=1))
    assert visitor.get(path_in(message)).status_code == 404
    director.post("/members/resend", {"invitation": str(waiting.id)})
    again = path_in(outbox.kept[1])
    assert (again != path_in(message), visitor.get(again).status_code) == (True, 200)
    assert visitor.get(path_in(message)).status_code == 404, "the earlier link stays dead"
    director.post("/members/withdraw", {"invitation": str(waiting.id)})
    assert visitor.get(again).status_code == 404
    director.post("/members/resend", {"invitation": str(waiting.id)})
    assert len(outbox.kept) == 2, "what was withdrawn is not sent again"


def test_an_invitation_that_could_not_leave_is_handed_over(outbox: Outbox, enters: Callable[..., Client]) -> None:
    outbox.refuses, email = "mail.unreachable", f"{uuid4().hex[:8]}@savons.example"
    asked = {"email": email, "role": "reader", "language": "fr"}
    page = enters("director").post("/members/invite?lang=en", asked).content.decode()
    assert "The mail did not leave" in page
    assert "/invitation/" in page


def test_an_administrator_sends_no_director_s_invitation_again(
    outbox: Outbox, savonnerie: Workspace, enters: Callable[..., Client]
) -> None:
    _, sent = invitations.invite(
        savonnerie, f"{uuid4().hex[:8]}@savons.example", "director", "", "Dan", datetime.now(UTC)
    )
    assert enters("administrator").post("/members/resend", {"invitation": str(sent.id)}).status_code == 403
    other = workspaces.create(f"w-{uuid4().hex[:10]}", "Ailleurs", "Europe/Paris", "EUR")
    _, foreign = invitations.invite(other, f"{uuid4().hex[:8]}@savons.example", "reader", "", "D", datetime.now(UTC))
    assert enters("director").post("/members/resend", {"invitation": str(foreign.id)}).status_code == 404
    assert outbox.kept == []


def test_a_program_that_invites_sends_the_very_letter_of_the_page(outbox: Outbox, savonnerie: Workspace) -> None:
    asked = {"email": "lou@savons.example", "role": "reader", "language": "en"}
    made = program(savonnerie, "administrator", "admin").post("invitations", asked).json()
    assert made["mailed"]
    (letter,) = outbox.kept
    assert (letter.to, path_in(letter)) == ("lou@savons.example", "/invitation/" + made["link"].rpartition("/")[2])
    outbox.refuses = "mail.refused"
    again = program(savonnerie, "director", "admin").post("invitations", asked).json()
    assert not again["mailed"]
    assert again["link"] != made["link"]
