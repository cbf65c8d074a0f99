"""What was brought in: loads, the formats a workspace described, the digest of every data file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jalon.records.models.people import Workspace
from jalon.records.models.writing import WrittenOnce


class ImportedLoad(models.Model):
    """One load committed to the facts. Undone loads stay, marked."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="loads")
    import_id = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    account = models.CharField(max_length=200, blank=True)
    cut = models.TextField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    file_name = models.TextField()
    format = models.CharField(max_length=64)
    extracted_at = models.DateTimeField()
    author = models.CharField(max_length=120, blank=True)
    rows = models.BigIntegerField(default=0)
    difference = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    version = models.BigIntegerField(default=0)
    imported = models.DateTimeField(auto_now_add=True)
    undone = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=160, blank=True, default="")
    undone_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "import_id"], name="a_load_is_listed_once")
        ]


class SavedFormat(WrittenOnce):
    """What a workspace said an unknown file is. A change is a new version; the last one that is not retired reads."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="formats")
    tool = models.CharField(max_length=64)
    report = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    choice = models.JSONField()
    retired = models.BooleanField(default=False)
    author = models.CharField(max_length=120, blank=True)
    written = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "tool", "report", "version"], name="one_format_per_version")
        ]


class DataFileDigest(models.Model):
    """The SHA-256 of a data file when it was written: a flipped bit is noticed, not summed."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="data_files")
    path = models.TextField()
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "path"], name="one_digest_per_file")
        ]
