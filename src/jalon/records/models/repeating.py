"""What a program asked once under a key of its own, and what it was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace


class AnsweredRequest(models.Model):
    """One act of one program under its key; `status` is none while it is being done."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="answered_requests")
    account = models.UUIDField()
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "account", "key"], name="one_answer_per_key")
        ]
