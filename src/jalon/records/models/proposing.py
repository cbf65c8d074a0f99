"""What somebody asks of those who may decide: a change of the plan that leaves her own area."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace

STATES = ("open", "accepted", "declined", "withdrawn")


class PlanProposal(models.Model):
    """A whole plan as somebody would have it, made from revision `base`. `agreed` are the holders who said yes."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    document = models.TextField()
    touched = models.JSONField(default=list)
    author = models.CharField(max_length=254)
    reason = models.TextField()
    created = models.DateTimeField()
    state = models.CharField(max_length=16, default="open", choices=[(state, state) for state in STATES])
    agreed = models.JSONField(default=list)
    answered_by = models.CharField(max_length=254, blank=True)
    answer = models.TextField(blank=True)
    answered = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "number"], name="one_proposal_per_number")
        ]
