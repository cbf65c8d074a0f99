"""How somebody proves who she is beside her password, and where she is signed in. Secrets are sealed or hashed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from jalon.records.models.people import ROLES, Account, Workspace


class CodeFactor(models.Model):
    """An application that shows codes. `secret` is sealed; `last_step` is the last interval used, never twice."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="code_factor")
    secret = models.TextField()
    created = models.DateTimeField()
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """A code on paper, used once; only its keyed hash is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    used = models.DateTimeField(null=True)


class Passkey(models.Model):
    """A key registered in a browser or on a stick: its public half, and how often it says it has signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    credential = models.CharField(max_length=1400, unique=True)
    public = models.BinaryField()
    count = models.BigIntegerField(default=0)
    name = models.CharField(max_length=60)
    created = models.DateTimeField()
    last_used = models.DateTimeField(null=True)


class OutsideIdentity(models.Model):
    """Who somebody is at an identity provider: by its issuer and its subject, which never change."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="outside")
    issuer = models.CharField(max_length=400)
    subject = models.CharField(max_length=255)
    created = models.DateTimeField()
    last_used = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_per_subject")
        ]


class FactorRule(models.Model):
    """A role that comes into a workspace with a second factor only."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="factor_rules")
    role = models.CharField(max_length=16, choices=[(role, role) for role in ROLES])

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "role"], name="one_factor_rule_per_role")
        ]


class Visit(models.Model):
    """One sign-in in one browser: how, since when, from where; over when `ended` is set."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="visits")
    begun = models.DateTimeField()
    seen = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    way = models.CharField(max_length=16, blank=True)
    place = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["account", "seen"], name="visits_of_account")]


class PasswordLink(models.Model):
    """A link that lets one account choose a password: used once, for a short while. Only its hash is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="password_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
