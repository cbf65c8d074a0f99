"""What was published, and which standings it moved."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class PublishedScorecard(WrittenOnce):
    """What was published for a day: append-only, never recomputed."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="scorecards")
    as_of = models.DateField()
    edition = models.PositiveIntegerField()
    plan_revision = models.PositiveIntegerField()
    document = models.JSONField()
    published = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "as_of", "edition"], name="one_scorecard_per_edition")
        ]


class StandingChange(models.Model):
    """A standing that moved between two published scorecards; told by claiming the row, once."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="changes")
    subject = models.CharField(max_length=80)
    before = models.CharField(max_length=16, blank=True)
    after = models.CharField(max_length=16)
    as_of = models.DateField()
    edition = models.PositiveIntegerField()
    owner = models.CharField(max_length=64, blank=True)
    told = models.DateTimeField(null=True)
