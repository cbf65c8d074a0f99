"""What was found when judgements were replayed on the past."""

from __future__ import annotations

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class Backtest(WrittenOnce):
    """One replay of a workspace's judgements, as a document."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="backtests")
    as_of = models.DateField()
    document = models.JSONField()
    made = models.DateTimeField()
