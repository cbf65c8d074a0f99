"""A way back in, given by whoever runs the deployment; and what `doctor` says of an identity provider."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pyotp
import pytest
from click.testing import CliRunner, Result
from tests.identity import provider as near

from jalon.cli.entry import program
from jalon.identity import codes, home_key
from jalon.identity.oidc import asking
from jalon.identity.oidc.checked import checked
from jalon.records import accounts, factors, password_links


@pytest.fixture
def email(records_home: Path) -> str:
    return accounts.without_password(f"{uuid4().hex[:8]}@savons.example", "Ana").email


def typed(home: Path, *words: str) -> Result:
    return CliRunner().invoke(program(), ["--home", str(home), "--lang", "en", *words])


def test_a_link_is_given_and_second_factors_go_only_when_asked(records_home: Path, email: str) -> None:
    from jalon.records import models

    found = accounts.found(email)
    assert found is not None
    models.CodeFactor.objects.create(account_id=found.id, secret="x", created=datetime.now(UTC))
    for _ in range(password_links.MOST_AN_HOUR + 1):
        first = typed(records_home, "account", email)
    assert first.exit_code == 0
    assert factors.of(found.id).some
    done = json.loads(typed(records_home, "--json", "account", email, "--reset-factors").stdout)
    assert (done["factors_reset"], factors.of(found.id).some) == (True, False)
    token = done["link"].rpartition("/")[2]
    assert password_links.behind(token, datetime.now(UTC)) == found.id
    told = models.AuditEntry.objects.filter(actor="operator", details__email=email)
    assert sorted({f"{one.verb} {one.subject}" for one in told}) == ["link password", "reset second_factor"]
    assert token not in json.dumps([one.details for one in told])


def test_an_address_that_is_no_account_ends_with_two(records_home: Path) -> None:
    assert typed(records_home, "account", "nobody@savons.example").exit_code == 2


def test_another_key_opens_what_the_old_one_sealed(records_home: Path, email: str) -> None:
    found, before = accounts.found(email), (records_home / home_key.NAME).read_text("utf-8")
    assert found is not None
    secret, now = codes.new_secret(), datetime.now(UTC)
    earlier = now - timedelta(minutes=5)
    assert factors.add_application(found.id, secret, pyotp.TOTP(secret).at(earlier), earlier, before.strip())
    paper = factors.write_paper(found.id, before.strip())
    try:
        begun = home_key.begun(records_home)
        done = json.loads(typed(records_home, "--json", "renew-key").stdout)
        key = home_key.kept(records_home)
        assert key == begun != before.strip(), "what was begun is what is taken"
        assert done["sealed"] >= 1
        assert not factors.spend_paper(found.id, paper[0], now, before.strip())
        code = pyotp.TOTP(secret).at(now)
        assert not factors.spend_code(found.id, code, now, before.strip())
        assert factors.spend_code(found.id, code, now, key)
        assert (records_home / home_key.NAME).stat().st_mode & 0o077 == 0
    finally:
        (records_home / home_key.NAME).write_text(before, "utf-8")


def test_a_provider_is_asked_what_a_sign_in_would_ask() -> None:
    now = datetime.now(UTC)
    with near.running() as there:
        asking.forget()
        named = {"JALON_OIDC_ISSUER": there.issuer, "JALON_OIDC_CLIENT": near.CLIENT, "JALON_OIDC_SECRET": near.SECRET}
        sound = checked(named, now)
        assert sound is not None
        assert (sound.keys, sound.refused) == (1, "")
        there.said_issuer = "https://other.example"
        asking.forget()
        wrong = checked(named, now)
        assert wrong is not None
        assert (wrong.refused, wrong.details) == ("oidc.other_issuer", "https://other.example")
        assert near.SECRET not in repr((sound, wrong))
        asking.forget()
    lacking = checked({"JALON_OIDC_ISSUER": "https://id.example"}, now)
    assert lacking is not None
    assert (lacking.refused, lacking.details) == ("oidc.settings", "JALON_OIDC_CLIENT")
    assert checked({}, now) is None
