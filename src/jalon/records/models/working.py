"""Work on the list, and the trail of who did what."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class Job(models.Model):
    """Work due at a moment, claimed under a lease by one conditional UPDATE."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=32)
    arguments = models.JSONField(default=dict)
    due = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=64, blank=True)
    lease_ends = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    said = models.TextField(blank=True)
    finished = models.DateTimeField(null=True)
    progress = models.FloatField(default=0.0)
    stop_asked = models.BooleanField(default=False)


class AuditEntry(WrittenOnce):
    """Who did what, chained by hash: a changed or missing entry breaks the chain.

    `workspace` is whose it is, under the hash too; none for what the operator alone reads, and for entries written
    before there was such a column: the chain vouches for no company of theirs.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=160)
    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    details = models.JSONField(default=dict)
    workspace = models.UUIDField(null=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["workspace", "number"], name="audit_of_company")]
