"""What fetches by itself: one line to one tool, its settings, its sealed secrets, how far it has come."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace


class Connection(models.Model):
    """A tool that is asked on a timetable. `through` says for each report the last day that it brought whole,
    `asked` the day on which it last brought all that it should."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="connections")
    tool = models.CharField(max_length=64)
    account = models.CharField(max_length=200, blank=True)
    settings = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    reports = models.JSONField(default=list)
    since = models.DateField()
    about = models.CharField(max_length=200, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    currency = models.CharField(max_length=8, blank=True)
    through = models.JSONField(default=dict)
    asked = models.JSONField(default=dict)
    made_by = models.CharField(max_length=120)
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    tried = models.DateTimeField(null=True)
    done = models.DateTimeField(null=True)
    fault = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace", "tool", "account"],
                condition=models.Q(ended=None),
                name="one_open_connection_per_account",
            )
        ]
