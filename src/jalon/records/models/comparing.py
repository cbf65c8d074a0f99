"""What the arms of a test counted: written once, the newest of a day is the one read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class ArmCounted(WrittenOnce):
    """One arm of an action's test up to a day: units drawn, those that converted, those that its guardrail counts."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="arm_counts")
    action = models.CharField(max_length=64)
    arm = models.CharField(max_length=16)
    day = models.DateField()
    units = models.PositiveBigIntegerField()
    converted = models.PositiveBigIntegerField()
    guarded = models.PositiveBigIntegerField(null=True)
    by = models.CharField(max_length=254)
    written = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["workspace", "action"], name="arms_of_action")]
