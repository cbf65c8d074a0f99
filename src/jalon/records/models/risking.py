"""Signals of risks: when one was raised, and what was done about it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class RiskSignal(WrittenOnce):
    """One firing of a KRI, with what was published when it rose."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="risk_signals")
    kri = models.CharField(max_length=64)
    opened = models.DateField()
    level = models.CharField(max_length=8)
    reading = models.CharField(max_length=64, blank=True)
    unit = models.CharField(max_length=32, blank=True)
    evidence = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "kri", "opened"], name="one_signal_of_a_risk_a_day")
        ]


class RiskStep(WrittenOnce):
    """What happened to a signal: by whom, on which day known, and why. Its last step tells where it stands."""

    signal = models.ForeignKey(RiskSignal, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=16)
    verdict = models.CharField(max_length=16, blank=True)
    on = models.DateField()
    actor = models.CharField(max_length=160)
    why = models.TextField(blank=True)
    written = models.DateTimeField()
