"""A second factor: set up, asked for, never twice the same, lost, required, reset."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pyotp
import pytest
from tests.conftest import home_of_process
from tests.web.conftest import PASSWORD

from jalon.identity import codes
from jalon.records import accounts, audit, factors, workspaces
from jalon.records.workspaces import Workspace

home_of_process()

from django.conf import settings  # noqa: E402  # Django knows its settings only now
from django.test import Client  # noqa: E402

from jalon.records import models  # noqa: E402

pytestmark = pytest.mark.usefixtures("quick_passwords")


def with_application(person: accounts.Person) -> str:
    """An application set up, whose code of a while ago was its first."""
    secret, now = codes.new_secret(), datetime.now(UTC)
    past = datetime.fromtimestamp(now.timestamp() - 300, UTC)
    assert factors.add_application(person.id, secret, pyotp.TOTP(secret).at(past), past, settings.SECRET_KEY)
    return secret


def at_the_second_step(person: accounts.Person) -> Client:
    visitor = Client(headers={"accept-language": "en"})
    answer = visitor.post("/sign-in", {"email": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/second"
    return visitor


def refusals(person: accounts.Person) -> list[str]:
    rows = models.AuditEntry.objects.filter(actor=person.email, verb="refused").order_by("number")
    return [str(row.details["why"]) for row in rows]


def test_an_application_is_kept_once_its_code_is_right_and_its_codes_on_paper_are_shown_once(
    ana: accounts.Person,
) -> None:
    visitor = Client(headers={"accept-language": "en"})
    visitor.force_login(models.Account.objects.get(id=ana.id))
    elsewhere = Client()
    elsewhere.force_login(models.Account.objects.get(id=ana.id))
    page = visitor.get("/account/codes?lang=en").content.decode()
    secret = re.sub(r"\s", "", re.search(r'class="secret">([^<]+)<', page)[1])  # type: ignore[index]  # it is there
    assert "<svg" in page
    assert visitor.post("/account/codes", {"code": "000000"}).status_code == 400
    assert not factors.of(ana.id).some
    before = visitor.session.session_key
    page = visitor.post("/account/codes", {"code": pyotp.TOTP(secret).now()}).content.decode()
    assert visitor.session.session_key != before
    paper = re.findall(r"<li><code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>", page)
    assert len(set(paper)) == 10
    assert f"{paper[0]}%0D%0A" in page, "the text to download is on the page"
    assert paper[0] not in visitor.get("/account").content.decode()
    assert elsewhere.get("/account").status_code == 302, "whoever came in without it shows it now"
    kept = models.CodeFactor.objects.get(account_id=ana.id)
    assert secret not in kept.secret
    assert not models.RecoveryCode.objects.filter(code_hash__contains=paper[0]).exists()


def test_the_password_alone_opens_nothing_and_a_code_serves_once(ana: accounts.Person) -> None:
    secret = with_application(ana)
    visitor = at_the_second_step(ana)
    assert visitor.get("/").headers["Location"] == "/sign-in"
    before, code = visitor.session.session_key, pyotp.TOTP(secret).now()
    assert visitor.post("/sign-in/second", {"code": code}).headers["Location"] == "/"
    assert visitor.session.session_key != before, "no session id outlives a step"
    assert visitor.get("/account").status_code == 200
    thief = at_the_second_step(ana)
    assert thief.post("/sign-in/second", {"code": code}).status_code == 401, "a code seen over a shoulder is spent"
    assert refusals(ana) == ["code"]


def test_a_code_is_of_now_give_or_take_half_a_minute() -> None:
    secret, now = codes.new_secret(), datetime(2026, 10, 15, 7, 10, 15, tzinfo=UTC)
    clock = pyotp.TOTP(secret)
    read = {n: codes.step_of(secret, clock.at(now, counter_offset=n), now) for n in (-2, -1, 0, 1, 2)}
    assert [n for n, step in read.items() if step is not None] == [-1, 0, 1]
    assert codes.step_of(secret, clock.at(now), now, after=read[0] or 0) is None
    assert codes.step_of(secret, f" {clock.at(now)[:3]} {clock.at(now)[3:]} ", now) == read[0]
    assert [codes.step_of(secret, text, now) for text in ("", "12345", "١٢٣٤٥٦", "x" * 6)] == [None] * 4


def test_a_code_on_paper_stands_in_for_a_lost_telephone_once(ana: accounts.Person) -> None:
    with_application(ana)
    paper = factors.write_paper(ana.id, settings.SECRET_KEY)
    visitor = at_the_second_step(ana)
    assert visitor.post("/sign-in/second", {"code": paper[3].upper().replace("-", " ")}).status_code == 302
    assert factors.of(ana.id).paper == 9
    assert at_the_second_step(ana).post("/sign-in/second", {"code": paper[3]}).status_code == 401
    other = accounts.without_password(f"{uuid4().hex[:8]}@savons.example", "Ben")
    assert not factors.spend_paper(other.id, paper[4], datetime.now(UTC), settings.SECRET_KEY), "it is hers alone"


def test_codes_are_not_guessed_one_after_another(ana: accounts.Person) -> None:
    secret = with_application(ana)
    visitor = at_the_second_step(ana)
    for _ in range(8):
        assert visitor.post("/sign-in/second", {"code": "000000"}).status_code == 401
    assert visitor.post("/sign-in/second", {"code": pyotp.TOTP(secret).now()}).status_code == 429
    assert visitor.get("/sign-in/second").headers["Location"] == "/sign-in", "the first step is to be made anew"
    assert refusals(ana) == ["code"] * 8 + ["too_many_codes"]


def test_removing_it_asks_for_the_password_or_a_code(ana: accounts.Person) -> None:
    secret = with_application(ana)
    factors.write_paper(ana.id, settings.SECRET_KEY)
    visitor = at_the_second_step(ana)
    visitor.post("/sign-in/second", {"code": pyotp.TOTP(secret).now()})
    assert visitor.post("/account/codes/remove", {"proof": "wrong"}).status_code == 401
    assert factors.of(ana.id).application
    assert visitor.post("/account/codes/remove", {"proof": PASSWORD}).status_code == 302
    assert (factors.of(ana.id).some, factors.of(ana.id).paper) == (False, 0)
    assert refusals(ana) == ["proof"]


def test_a_session_left_open_hangs_no_key_on_an_account(ana: accounts.Person) -> None:
    visitor = Client(headers={"accept-language": "en"})
    visitor.force_login(models.Account.objects.get(id=ana.id))
    session = visitor.session
    session["proven"] = datetime.now(UTC).timestamp() - 3600
    session.save()
    assert visitor.get("/account/codes").headers["Location"] == "/account/confirm"
    assert visitor.post("/account/confirm", {"proof": "wrong"}).status_code == 401
    assert visitor.post("/account/confirm", {"proof": PASSWORD}).headers["Location"] == "/account/codes"
    assert visitor.get("/account/codes").status_code == 200


def test_a_role_may_have_to_come_in_with_one(
    savonnerie: Workspace, ana: accounts.Person, enters: Callable[..., Client]
) -> None:
    director = enters("director")
    assert director.post("/members/second-factor", {"role": ["holder", "nobody"]}).status_code == 302
    assert factors.required(savonnerie.id) == {"holder"}
    visitor = Client(headers={"accept-language": "en"})
    visitor.post("/sign-in", {"email": ana.email, "password": PASSWORD})
    assert visitor.get("/kpi").headers["Location"] == "/account", "whoever has none is brought to one"
    page = visitor.get("/account").content.decode()
    assert "Your role comes in with a second factor only" in page
    assert "Savonnerie" not in page, "nothing of the workspace is told before"
    visitor.get("/account/codes")
    from jalon.identity import sealing

    secret = sealing.opened(visitor.session["offered"], settings.SECRET_KEY) or ""
    assert visitor.post("/account/codes", {"code": pyotp.TOTP(secret).now()}).status_code == 200
    assert visitor.get("/kpi").status_code == 200
    weak = Client()
    weak.force_login(models.Account.objects.get(id=ana.id))
    assert weak.get("/kpi").headers["Location"] == "/sign-in", "a session that never showed it shows it now"
    assert director.get("/kpi").status_code == 200, "other roles come in as before"


def test_a_lost_factor_is_reset_by_whoever_answers_for_that_person_everywhere(
    savonnerie: Workspace, ana: accounts.Person, enters: Callable[..., Client]
) -> None:
    with_application(ana)
    inside = Client()
    inside.force_login(models.Account.objects.get(id=ana.id))
    director, holder = enters("director"), enters("holder")
    assert holder.post("/members/second-factor/reset", {"account": str(ana.id)}).status_code == 403
    elsewhere = workspaces.create(f"w-{uuid4().hex[:10]}", "Ailleurs", "Europe/Paris", "EUR")
    workspaces.join(elsewhere, ana.id, "reader")
    assert director.post("/members/second-factor/reset", {"account": str(ana.id)}).status_code == 403
    assert factors.of(ana.id).some, "one company does not weaken an account that opens another"
    models.Membership.objects.filter(workspace_id=elsewhere.id).delete()
    assert director.post("/members/second-factor/reset", {"account": str(ana.id)}).status_code == 302
    assert not factors.of(ana.id).some
    assert inside.get("/account").status_code == 302, "and her visits are over"
    assert models.AuditEntry.objects.filter(verb="reset", details__email=ana.email).count() == 1
    assert audit.verify() is None
