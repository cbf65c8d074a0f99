"""What was decided: whole plans, revision by revision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class PlanRevision(WrittenOnce):
    """A whole plan document as it was decided."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.TextField()
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=16)
    author = models.CharField(max_length=120)
    reason = models.TextField()
    in_force_from = models.DateField()
    written = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "number"], name="one_revision_per_number")
        ]
