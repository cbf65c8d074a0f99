"""What lets somebody in without her password: invitations and API tokens. Only hashes are kept."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from jalon.records.models.people import ROLES, Account, Workspace


class Invitation(models.Model):
    """A link that makes one address a member; `person` is who of the plan she is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=[(role, role) for role in ROLES])
    person = models.CharField(max_length=64, blank=True)
    invited_by = models.CharField(max_length=254)
    language = models.CharField(max_length=2, default="fr")
    created = models.DateTimeField()
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["workspace", "created"], name="invited_when")]


class ApiToken(models.Model):
    """A key for programs, which acts as its owner within its scope. `start` is what people recognise it by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tokens")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=16)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    last_used = models.DateTimeField(null=True)
