"""What is remembered, as tables. Other rooms never touch these: they call the functions by noun beside them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

ROLES = ("director", "holder", "contributor", "reader", "administrator")


class Immutable(Exception):
    """A row that is written once was asked to change."""


class WrittenOnce(models.Model):
    """A row that is never changed nor deleted through the ORM."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change."""
        if not self._state.adding:
            raise Immutable(f"{type(self).__name__} {self.pk} is written once")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise Immutable(f"{type(self).__name__} {self.pk} is never deleted")


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; an e-mail is one account whatever its case."""

    def create_account(self, email: str, name: str, password: str, language: str = "fr") -> Account:
        """An account with a hashed password."""
        account = self.model(email=email.strip().lower(), name=name.strip(), language=language)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """Somebody who signs in, by e-mail. A person of a plan is linked only by an accepted invitation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="fr")
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]


class Workspace(models.Model):
    """One company."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True, max_length=64)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=64, default="Europe/Paris")
    currency = models.CharField(max_length=3, default="EUR")
    created = models.DateTimeField(auto_now_add=True)


class Membership(models.Model):
    """What somebody may do in a workspace; `person` is the plan's id once the invitation was accepted."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=[(role, role) for role in ROLES])
    person = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "account"], name="one_membership_per_workspace")
        ]


class SetupLink(models.Model):
    """A link printed on the console at first start: used once, within fifteen minutes. Only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)


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


class Job(models.Model):
    """Work due at a moment, claimed under a lease by one conditional UPDATE."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=32)
    arguments = models.JSONField(default=dict)
    due = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=64, blank=True)
    lease_ends = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    said = models.TextField(blank=True)
    finished = models.DateTimeField(null=True)


class AuditEntry(WrittenOnce):
    """Who did what, chained by hash: a changed or missing entry breaks the chain."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=160)
    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
