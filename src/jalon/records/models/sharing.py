"""What leaves the house: reports frozen as they were sent, and links that open one thing without signing in."""

from __future__ import annotations

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class ReportSnapshot(WrittenOnce):
    """A report as it was on the day it was frozen: whole, in one language, with its digest."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="snapshots")
    kind = models.CharField(max_length=16)
    as_of = models.DateField()
    edition = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    made = models.DateTimeField()
    made_by = models.CharField(max_length=160)


class OpenLink(models.Model):
    """A link that opens one thing, read only, to whoever holds it. Only the hash of its token is kept."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="open_links")
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    made_by = models.CharField(max_length=160)
    expires = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)
    reads = models.PositiveIntegerField(default=0)
    last_read = models.DateTimeField(null=True)
