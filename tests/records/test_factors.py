"""What serves once serves once, however many try at the same time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp

from jalon.identity import codes, sealing
from jalon.records import accounts, factors, passkeys, password_links

NOW = datetime(2026, 10, 15, 7, 10, 15, tzinfo=UTC)
KEY = "a key of this home"


def test_a_code_a_code_on_paper_a_link_and_a_count_serve_once(
    together: Callable[..., list[object]],
) -> None:
    person = accounts.without_password(f"{uuid4().hex[:10]}@kervoal.example", "Somebody")
    secret, earlier = codes.new_secret(), NOW - timedelta(minutes=5)
    clock = pyotp.TOTP(secret)
    assert factors.add_application(person.id, secret, clock.at(earlier), earlier, KEY)
    paper, link = factors.write_paper(person.id, KEY)[0], password_links.issue(person.id, NOW)
    passkeys.add(person.id, f"k-{uuid4().hex}", b"x", 4, "Key", NOW)
    [key] = passkeys.of(person.id)
    assert link is not None
    credential = _credential(key.id)

    def all_of_it(_: int) -> tuple[bool, ...]:
        return (
            factors.spend_code(person.id, clock.at(NOW), NOW, KEY),
            factors.spend_paper(person.id, paper, NOW, KEY),
            password_links.spend(link, NOW),
            passkeys.use(credential, 5, NOW),
        )

    answers = together(all_of_it)
    assert all(isinstance(one, tuple) for one in answers), answers
    assert [sum(each) for each in zip(*answers, strict=True)] == [1, 1, 1, 1]  # type: ignore[call-overload]  # tuples


def _credential(key: object) -> str:
    from jalon.records import models

    return str(models.Passkey.objects.get(id=key).credential)


def test_what_is_sealed_opens_under_its_own_key_and_whole() -> None:
    kept = sealing.sealed("JBSWY3DP", KEY)
    assert "JBSWY3DP" not in kept
    assert sealing.opened(kept, KEY) == "JBSWY3DP"
    assert sealing.opened(kept, "of another home") is None
    assert sealing.opened(kept[:-3] + "abc", KEY) is None
    assert sealing.opened("", KEY) is None


def test_a_code_on_paper_means_nothing_without_the_key_of_the_home() -> None:
    assert codes.hashed("abcd-efgh-jkmn", KEY, "a") == codes.hashed("ABCD EFGH JKMN", KEY, "a")
    kept = {codes.hashed("abcd-efgh-jkmn", key, who) for key in (KEY, "another") for who in ("a", "b")}
    assert len(kept) == 4
