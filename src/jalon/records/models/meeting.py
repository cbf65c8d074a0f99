"""What was said at the weekly review, as it was said."""

from __future__ import annotations

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class MinuteLine(WrittenOnce):
    """One line of the minutes of a week: a note, a promise with its person and day, a point passed, the closing."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="minutes")
    week = models.DateField()
    subject = models.CharField(max_length=80)
    kind = models.CharField(max_length=16)
    text = models.TextField(blank=True)
    person = models.CharField(max_length=64, blank=True)
    due = models.DateField(null=True)
    by = models.CharField(max_length=160)
    at = models.DateTimeField()
