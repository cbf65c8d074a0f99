"""What people of an area say for themselves: their check-ins, the links that ask for one, the charters they take on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class CheckIn(WrittenOnce):
    """What somebody said of one KPI in one week, beside what was published. Whoever changes her mind says it again.

    `value`, `odds` and `target` are those of the scorecard she read (`as_of`, `edition`), as text; empty when there
    were none.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="check_ins")
    person = models.CharField(max_length=64)
    kra = models.CharField(max_length=64)
    kpi = models.CharField(max_length=64)
    week = models.DateField()
    as_of = models.DateField()
    edition = models.PositiveIntegerField()
    value = models.CharField(max_length=64, blank=True)
    odds = models.CharField(max_length=64, blank=True)
    target = models.CharField(max_length=160, blank=True)
    due = models.DateField(null=True)
    confidence = models.DecimalField(max_digits=4, decimal_places=3)
    sentence = models.TextField(blank=True)
    next_step = models.CharField(max_length=8)
    way = models.CharField(max_length=8)
    written = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace", "week"], name="check_ins_of_a_week"),
            models.Index(fields=["workspace", "kpi"], name="check_ins_of_a_kpi"),
        ]


class CheckInLink(models.Model):
    """A link that lets one person do one check-in without signing in. Only the hash of its token is kept."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="check_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=64)
    kpi = models.CharField(max_length=64)
    week = models.DateField()
    issued = models.DateTimeField()
    expires = models.DateTimeField()
    uses = models.PositiveIntegerField(default=0)
    revoked = models.DateTimeField(null=True)


class CharterTaken(WrittenOnce):
    """Somebody took on the charter of her area as it was written: `digest` is that of its text and figures."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="charters")
    kra = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    person = models.CharField(max_length=64)
    account = models.UUIDField()
    revision = models.PositiveIntegerField()
    taken = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "kra", "digest", "person"], name="a_charter_is_taken_on_once")
        ]
