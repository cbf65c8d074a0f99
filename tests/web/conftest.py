"""A company with a plan, and people at its door: what the tests of its pages share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from tests.conftest import home_of_process

from jalon.records import accounts, plans, workspaces
from jalon.records.workspaces import Workspace

home_of_process()

from django.conf import settings  # noqa: E402  # Django knows its settings only now
from django.core.cache import cache  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from jalon.records import models  # noqa: E402

PASSWORD = "granite lighthouse 42"
FAST = "django.contrib.auth.hashers.MD5PasswordHasher"
SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")


@pytest.fixture(autouse=True)
def hosts() -> Iterator[None]:
    """The name that Django's client calls us by, nothing left of another test, and passwords that cost nothing."""
    cache.clear()
    models.Tally.objects.all().delete()
    with override_settings(ALLOWED_HOSTS=["testserver"], PASSWORD_HASHERS=[FAST, *settings.PASSWORD_HASHERS]):
        yield


@pytest.fixture
def savonnerie() -> Workspace:
    made = workspaces.create(f"w-{uuid4().hex[:10]}", "Savonnerie", "Europe/Paris", "EUR")
    plans.append(made, SOUND, "in_force", "dan", "Plan 2027", date(2027, 1, 4))
    return made


@pytest.fixture
def enters(savonnerie: Workspace) -> Callable[..., Client]:
    """Somebody with a role, through the door."""

    def enter(role: str = "director", person: str = "dan") -> Client:
        account = accounts.without_password(f"{uuid4().hex[:8]}@savons.example", "Dan")
        workspaces.join(savonnerie, account.id, role, person)
        client = Client(headers={"accept-language": "fr"})
        client.force_login(models.Account.objects.get(id=account.id))
        return client

    return enter


@pytest.fixture(scope="module")
def quick_passwords() -> Iterator[None]:
    """Passwords hashed quickly: the real hashing is slow on purpose, and proved at the door once."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def ana(savonnerie: Workspace, quick_passwords: None) -> accounts.Person:
    """Somebody with a password, who answers for an area."""
    person = accounts.create(f"{uuid4().hex[:8]}@savons.example", "Ana", PASSWORD, "en")
    workspaces.join(savonnerie, person.id, "holder", "ana")
    return person
