"""A sign-in at a provider: what is believed, and every lie that is not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.identity import provider as near

from jalon.identity.oidc import asking, speaking
from jalon.identity.oidc.believing import Somebody
from jalon.identity.oidc.chosen import Provider, Refused, provider_in

BACK = "http://localhost:8131/sign-in/provider/back"
LONG_AGO = int(time.time()) - 3600


@pytest.fixture(scope="module")
def runs() -> Iterator[near.Provider]:
    with near.running() as one:
        yield one


@pytest.fixture
def there(runs: near.Provider) -> Iterator[near.Provider]:
    """The same one, honest again, and known to nobody."""
    runs.__init__(runs.issuer)  # type: ignore[misc]  # made anew in place: its port is taken once
    asking.forget()
    yield runs
    asking.forget()


def settings(there: near.Provider, **more: str) -> dict[str, str]:
    named = {"ISSUER": there.issuer, "CLIENT": near.CLIENT, "SECRET": near.SECRET, **more}
    return {f"JALON_OIDC_{name}": value for name, value in named.items()}


def chosen(there: near.Provider, **more: str) -> Provider:
    found = provider_in(settings(there, **more))
    assert found is not None
    return found


def walked(there: near.Provider, now: datetime | None = None, **more: str) -> Somebody:
    """The whole way: left, signed in there, come back."""
    provider, now = chosen(there, **more), now or datetime.now(UTC)
    address, kept = speaking.leave(provider, BACK, now)
    return speaking.come_back(provider, there.agrees(address), kept, now)


def refusal(there: near.Provider, now: datetime | None = None, **more: str) -> str:
    with pytest.raises(Refused) as told:
        walked(there, now, **more)
    return told.value.code


def test_somebody_who_signs_in_there_is_known_here(there: near.Provider) -> None:
    there.person |= {"email": "Ana@Savons.example", "name": "Ana", "amr": ["pwd", "mfa"]}
    assert walked(there) == Somebody("ana-1", "ana@savons.example", "Ana", factor=False)
    assert walked(there, TRUST_FACTOR="1").factor, "a second factor shown there counts where that was set"


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ({"aud": "another"}, "oidc.audience"),
        ({"aud": None}, "oidc.audience"),
        ({"aud": [near.CLIENT, "another"]}, "oidc.audience"),
        ({"aud": [near.CLIENT, "another"], "azp": "another"}, "oidc.audience"),
        ({"azp": "another"}, "oidc.audience"),
        ({"iss": "https://evil.example"}, "oidc.issuer"),
        ({"iss": None}, "oidc.issuer"),
        ({"exp": LONG_AGO}, "oidc.expired"),
        ({"exp": None}, "oidc.expired"),
        ({"exp": "tomorrow"}, "oidc.expired"),
        ({"exp": True}, "oidc.expired"),
        ({"iat": LONG_AGO}, "oidc.not_of_now"),
        ({"iat": int(time.time()) + 7200}, "oidc.not_of_now"),
        ({"nbf": int(time.time()) + 7200}, "oidc.not_of_now"),
        ({"iat": None}, "oidc.not_of_now"),
        ({"nonce": "of another sign-in"}, "oidc.nonce"),
        ({"nonce": None}, "oidc.nonce"),
        ({"sub": None}, "oidc.subject"),
        ({"sub": ""}, "oidc.subject"),
        ({"sub": 7}, "oidc.subject"),
    ],
)
def test_a_token_that_is_not_for_us_of_now_and_of_this_sign_in_is_refused(
    there: near.Provider, lie: dict[str, Any], code: str
) -> None:
    there.lie = lie
    assert refusal(there) == code


def test_a_token_signed_by_nobody_we_know_is_refused(there: near.Provider) -> None:
    there.signs_with = there.another_key()
    assert refusal(there) == "oidc.signature", "the right name, another key"
    there.header = {"kid": "unheard-of"}
    assert refusal(there) == "oidc.signature"
    there.header, there.signs_with = {"alg": "none"}, None
    assert refusal(there) == "oidc.signature"
    for raw in ("", "a.b.c", "a", "é.é.é", "eyJhbGciOiJub25lIn0.e30."):
        there.raw = raw or " "
        assert refusal(there) in ("oidc.signature", "oidc.unreadable_token")


def test_a_public_key_taken_for_a_shared_secret_signs_nothing(there: near.Provider) -> None:
    from joserfc.jwk import OctKey

    pem = there.key.as_pem(private=False)
    there.signs_with = OctKey.import_key(b"x" * 32 + pem.replace(b"-", b"")[:40])  # type: ignore[assignment]  # the trick
    there.header = {"alg": "HS256"}
    assert refusal(there) == "oidc.signature"


def test_clocks_may_differ_by_a_minute_and_no_more(there: near.Provider) -> None:
    now = int(time.time())
    there.lie = {"exp": now - 30, "iat": now - 330}
    assert walked(there).subject == "ana-1"
    there.lie = {"iat": now + 30, "nbf": now + 30, "exp": now + 300}
    assert walked(there).subject == "ana-1"


def test_a_key_that_changed_is_asked_for_once_a_minute(there: near.Provider) -> None:
    walked(there)
    there.key = there.another_key()
    there.published.append(there.key)
    assert walked(there).subject == "ana-1", "a new key is found without waiting for the hour"
    there.key, before = there.another_key(), there.asked.count("/keys")
    assert refusal(there) == "oidc.signature"
    assert there.asked.count("/keys") == before, "a stranger's tokens do not make us ask again and again"
    there.published = [there.key]
    there.lie = {"iat": int(time.time()) + 90, "exp": int(time.time()) + 300}
    assert walked(there, datetime.now(UTC) + timedelta(seconds=90)).subject == "ana-1"


def test_what_comes_back_is_of_the_sign_in_that_left(there: near.Provider) -> None:
    provider, now = chosen(there), datetime.now(UTC)
    address, kept = speaking.leave(provider, BACK, now)
    given = there.agrees(address)
    other = speaking.leave(provider, BACK, now)[1]
    wrong: list[tuple[dict[str, str], dict[str, Any], datetime, str]] = [
        (given, other, now, "oidc.state"),
        (given, {}, now, "oidc.state"),
        ({**given, "state": ""}, dict(kept), now, "oidc.state"),
        (given, dict(kept), now + timedelta(minutes=11), "oidc.state"),
        (given, {**kept, "issuer": "https://other.example"}, now, "oidc.state"),
        ({**given, "iss": "https://other.example"}, dict(kept), now, "oidc.mixed_up"),
        ({name: value for name, value in given.items() if name != "iss"}, dict(kept), now, "oidc.mixed_up"),
        ({"state": given["state"], "iss": there.issuer, "error": "access_denied"}, dict(kept), now, "oidc.declined"),
        ({**given, "code": "stolen"}, dict(kept), now, "oidc.code"),
        (given, {**kept, "verifier": "of another browser"}, now, "oidc.code"),
    ]
    for answer, held, when, code in wrong:
        with pytest.raises(Refused) as told:
            speaking.come_back(provider, answer, held, when)
        assert told.value.code == code
    with pytest.raises(Refused) as told:
        speaking.come_back(provider, given, kept, now)
    assert told.value.code == "oidc.code", "a code tried with a wrong verifier is spent there"


def test_a_provider_that_says_it_is_another_is_not_asked_further(there: near.Provider) -> None:
    there.said_issuer = "https://accounts.example"
    assert refusal(there) == "oidc.other_issuer"
    asking.forget()
    there.said_issuer, there.description = there.issuer, lambda: {  # type: ignore[method-assign]  # another description
        "issuer": there.issuer, "authorization_endpoint": f"{there.issuer}/a", "jwks_uri": f"{there.issuer}/k",
        "token_endpoint": "http://169.254.169.254/latest",
    }  # fmt: skip
    assert refusal(there) == "oidc.endpoint"
    del there.description
    asking.forget()
    absent = Provider("http://127.0.0.1:9", near.CLIENT)
    with pytest.raises(Refused) as told:
        speaking.leave(absent, BACK, datetime.now(UTC))
    assert told.value.code == "oidc.unreachable"


def test_a_provider_that_fails_is_left_alone_for_a_while(there: near.Provider) -> None:
    there.said_issuer, now = "https://accounts.example", datetime.now(UTC)
    provider = chosen(there)
    for when in (now, now + timedelta(seconds=5)):
        with pytest.raises(Refused):
            speaking.leave(provider, BACK, when)
    assert len(there.asked) == 1, "nobody makes every page wait for it"
    there.said_issuer = there.issuer
    assert speaking.leave(provider, BACK, now + timedelta(seconds=20))


def test_an_address_counts_once_it_was_checked_and_of_a_domain_that_comes_in(there: near.Provider) -> None:
    there.person["email_verified"] = False
    assert walked(there).email == ""
    assert walked(there, TRUST_EMAIL="1").email == "ana@savons.example"
    there.person["email_verified"] = True
    assert walked(there, DOMAINS="savons.example, huiles.example").email
    assert refusal(there, DOMAINS="huiles.example") == "oidc.domain"
    there.person["email_verified"] = False
    assert refusal(there, DOMAINS="savons.example") == "oidc.domain", "an address nobody checked is of no domain"


@pytest.mark.parametrize(
    ("given", "setting"),
    [
        ({"JALON_OIDC_CLIENT": "x"}, "JALON_OIDC_ISSUER"),
        ({"JALON_OIDC_ISSUER": "https://id.example"}, "JALON_OIDC_CLIENT"),
        ({"JALON_OIDC_ISSUER": "http://id.example", "JALON_OIDC_CLIENT": "x"}, "JALON_OIDC_ISSUER"),
        ({"JALON_OIDC_ISSUER": "https://u:p@id.example", "JALON_OIDC_CLIENT": "x"}, "JALON_OIDC_ISSUER"),
        ({"JALON_OIDC_ISSUER": "https://id.example", "JALON_OIDC_CLIENT": "x", "JALON_OIDC_JOIN": "w:director"},
         "JALON_OIDC_JOIN"),
        ({"JALON_OIDC_ISSUER": "https://id.example", "JALON_OIDC_CLIENT": "x", "JALON_OIDC_SECRET_FILE": "/nowhere"},
         "JALON_OIDC_SECRET_FILE"),
    ],
)  # fmt: skip
def test_settings_that_name_no_provider_whole_say_which_is_wrong(given: dict[str, str], setting: str) -> None:
    with pytest.raises(Refused) as told:
        provider_in(given)
    assert told.value.details == {"setting": setting}
    assert provider_in({}) is None


def test_a_secret_is_in_no_text_of_a_provider(there: near.Provider) -> None:
    assert near.SECRET not in repr(chosen(there))
