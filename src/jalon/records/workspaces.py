"""Workspaces and who belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

ROLES = ("director", "holder", "contributor", "reader", "administrator")


@dataclass(frozen=True, slots=True)
class Workspace:
    """One company, as other rooms see it."""

    id: UUID
    slug: str
    name: str
    timezone: str
    currency: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's place in a workspace. `within` narrows what she may do there: the verbs of an API token."""

    account: UUID
    name: str
    email: str
    language: str
    role: str
    person: str
    workspace: UUID
    within: frozenset[str] | None = None


def create(slug: str, name: str, timezone: str, currency: str) -> Workspace:
    """A new workspace. Its slug is unique."""
    from jalon.records import models

    return _seen(models.Workspace.objects.create(slug=slug, name=name, timezone=timezone, currency=currency))


def found(slug: str | None) -> Workspace | None:
    """A workspace by its slug; with none asked, the only one there is."""
    from jalon.records import models

    rows = list(models.Workspace.objects.filter(slug=slug) if slug else models.Workspace.objects.all()[:2])
    return _seen(rows[0]) if len(rows) == 1 else None


def found_by_id(workspace: UUID) -> Workspace:
    """A workspace that is known to be there."""
    from jalon.records import models

    return _seen(models.Workspace.objects.get(id=workspace))


def every() -> list[Workspace]:
    """All workspaces by name."""
    from jalon.records import models

    return [_seen(row) for row in models.Workspace.objects.order_by("name")]


def join(workspace: Workspace, account: UUID, role: str, person: str = "") -> None:
    """Make an account a member; an existing membership takes the new role."""
    from jalon.records import models

    models.Membership.objects.update_or_create(
        workspace_id=workspace.id, account_id=account, defaults={"role": role, "person": person}
    )


def member(account: UUID, slug: str | None = None) -> Member | None:
    """The membership of an account in a workspace (or its only one)."""
    from jalon.records import models

    rows = models.Membership.objects.filter(account_id=account).select_related("workspace", "account")
    chosen = (rows.filter(workspace__slug=slug) if slug else rows).order_by("workspace__name").first()
    return _member(chosen) if chosen else None


def members(workspace: Workspace) -> list[Member]:
    """Everybody of a workspace."""
    from jalon.records import models

    rows = models.Membership.objects.filter(workspace_id=workspace.id).select_related("workspace", "account")
    return [_member(row) for row in rows.order_by("account__name")]


def of_account(account: UUID) -> list[Workspace]:
    """The workspaces of an account."""
    from jalon.records import models

    rows = models.Workspace.objects.filter(memberships__account_id=account).order_by("name")
    return [_seen(row) for row in rows]


def change_role(workspace: Workspace, account: UUID, role: str, person: str) -> bool:
    """Give a member another role, or another person of the plan; False for the last director, and for no member."""
    if role not in ROLES:
        raise ValueError(role)
    return _unless_last(workspace, account, role, person)


def remove(workspace: Workspace, account: UUID) -> bool:
    """End a membership; False for the last director, and for no member."""
    return _unless_last(workspace, account)


def _unless_last(workspace: Workspace, account: UUID, role: str = "", person: str = "") -> bool:
    """A workspace keeps a director: asked under the workspace's lock, so that two cannot leave at once."""
    from django.db import transaction

    from jalon.records import models

    with transaction.atomic():
        models.Workspace.objects.select_for_update().get(id=workspace.id)
        rows = models.Membership.objects.filter(workspace_id=workspace.id)
        directors = set(rows.filter(role="director").values_list("account_id", flat=True))
        if role != "director" and directors == {account}:
            return False
        own = rows.filter(account_id=account)
        return (own.update(role=role, person=person) if role else own.delete()[0]) == 1


def _seen(row: object) -> Workspace:
    from jalon.records import models

    assert isinstance(row, models.Workspace)  # noqa: S101  # rows of one table only
    return Workspace(row.id, row.slug, row.name, row.timezone, row.currency)


def _member(row: object) -> Member:
    from jalon.records import models

    assert isinstance(row, models.Membership)  # noqa: S101  # rows of one table only
    who = row.account
    return Member(who.id, who.name, who.email, who.language, row.role, row.person, row.workspace_id)
