"""Accounts and the first start: a single-use link on the console, never a default password."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

LINK_LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Person:
    """An account as other rooms see it."""

    id: UUID
    name: str
    email: str
    language: str


def none_yet() -> bool:
    """Whether this home still waits for its first account."""
    from jalon.records import models

    return not models.Account.objects.exists()


def weigh(password: str, email: str = "", name: str = "") -> None:
    """Raise ValueError with the codes of what is wrong with a password, or with one that is like its owner's name."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from jalon.records import models

    try:
        validate_password(password, models.Account(email=email, name=name))
    except ValidationError as fault:
        raise ValueError(",".join(error.code or "password" for error in fault.error_list)) from fault


def create(email: str, name: str, password: str, language: str = "fr") -> Person:
    """A new account; raises ValueError with the codes of what is wrong with the password."""
    from jalon.records import models

    weigh(password, email, name)
    row = models.Account.objects.create_account(email, name, password, language)
    return Person(row.id, row.name, row.email, row.language)


def found(email: str) -> Person | None:
    """An account by its address."""
    from jalon.records import models

    row = models.Account.objects.filter(email=email.strip().lower()).first()
    return Person(row.id, row.name, row.email, row.language) if row else None


def every() -> list[Person]:
    """Every account, by address."""
    from jalon.records import models

    return [Person(row.id, row.name, row.email, row.language) for row in models.Account.objects.order_by("email")]


def without_password(email: str, name: str, language: str = "fr") -> Person:
    """An account that no password opens: the demo's people."""
    from jalon.records import models

    row, _ = models.Account.objects.get_or_create(email=email, defaults={"name": name, "language": language})
    row.set_unusable_password()
    row.save()
    return Person(row.id, row.name, row.email, row.language)


def from_outside(email: str, name: str, language: str) -> Person:
    """A new account that an identity provider opens and no password does."""
    from jalon.records import models

    row = models.Account(email=email.strip().lower(), name=name.strip()[:120], language=language)
    row.set_unusable_password()
    row.save(force_insert=True)
    return Person(row.id, row.name, row.email, row.language)


def new_setup_link(now: datetime) -> str:
    """The token of a fresh link; earlier unused ones stop working."""
    from jalon.records import models

    token = secrets.token_urlsafe(24)
    models.SetupLink.objects.filter(used=None).delete()
    models.SetupLink.objects.create(token_hash=_hashed(token), expires=now + LINK_LASTS)
    return token


def setup_link_holds(token: str, now: datetime) -> bool:
    """Whether a link can still be used."""
    from jalon.records import models

    return models.SetupLink.objects.filter(token_hash=_hashed(token), used=None, expires__gt=now).exists()


def use_setup_link(token: str, now: datetime) -> bool:
    """Use a link: one conditional UPDATE, so that two people cannot."""
    from jalon.records import models

    held = models.SetupLink.objects.filter(token_hash=_hashed(token), used=None, expires__gt=now)
    return held.update(used=now) == 1


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
