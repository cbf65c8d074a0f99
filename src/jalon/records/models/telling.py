"""Who was told of what: intents, what became of them, all written once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class Alert(WrittenOnce):
    """That one person is to be told of one cause, or sent the mail of a week. Written before anything leaves."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="alerts")
    key = models.CharField(max_length=64)
    rule = models.CharField(max_length=32)
    subject = models.CharField(max_length=80)
    also = models.JSONField(default=list)
    before = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    as_of = models.DateField()
    edition = models.PositiveIntegerField()
    person = models.CharField(max_length=64)
    channel = models.CharField(max_length=32)
    weekly_cap = models.PositiveIntegerField()
    noted = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "key"], name="one_alert_a_cause_and_person")
        ]


class AlertStep(WrittenOnce):
    """What became of an alert: held, sending, sent, failed, acknowledged, snoozed, verdict. Numbered, so that two
    workers cannot take the same step."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    said = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=160, blank=True)
    until = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["alert", "number"], name="one_step_a_number")
        ]


class MailChoice(models.Model):
    """When somebody wants her weekly mail, and whether she wants it. What she chose last holds."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="mail_choices")
    person = models.CharField(max_length=64)
    weekday = models.CharField(max_length=16)
    at = models.TimeField()
    paused = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "person"], name="one_mail_choice_a_person")
        ]
