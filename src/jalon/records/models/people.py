"""Who signs in, to which company, and what somebody may do there."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

ROLES = ("director", "holder", "contributor", "reader", "administrator")


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; an e-mail is one account whatever its case."""

    def create_account(self, email: str, name: str, password: str, language: str = "fr") -> Account:
        """An account with a hashed password."""
        account = self.model(email=email.strip().lower(), name=name.strip(), language=language)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """Somebody who signs in, by e-mail. A person of a plan is linked only by an accepted invitation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="fr")
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]


class Workspace(models.Model):
    """One company."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True, max_length=64)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=64, default="Europe/Paris")
    currency = models.CharField(max_length=3, default="EUR")
    created = models.DateTimeField(auto_now_add=True)


class Membership(models.Model):
    """What somebody may do in a workspace; `person` is the plan's id once the invitation was accepted."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=[(role, role) for role in ROLES])
    person = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "account"], name="one_membership_per_workspace")
        ]


class SetupLink(models.Model):
    """A link printed on the console at first start: used once, within fifteen minutes. Only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
