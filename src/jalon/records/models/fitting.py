"""What was found when the curves of a result were fitted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class CurveFit(WrittenOnce):
    """One fit of one result (`objective:O1`), as a document, with the facts it was made from."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="curve_fits")
    key = models.CharField(max_length=80)
    as_of = models.DateField()
    document = models.JSONField()
    made = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace", "key", "made"], name="newest_curve_fit")
        ]
