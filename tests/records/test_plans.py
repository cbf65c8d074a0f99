"""Plan revisions: whole, immutable, in one chain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from jalon.records import models, plans
from jalon.records.workspaces import Workspace

JANUARY, JUNE = date(2026, 1, 5), date(2026, 6, 15)


def test_the_same_document_again_adds_nothing(workspace: Workspace) -> None:
    first = plans.append(workspace, "a: 1\n", "in_force", "claire", "Plan 2026", JANUARY)
    again = plans.append(workspace, "a: 1\n", "in_force", "claire", "again", JUNE)
    assert (first.number, again.number, again.reason) == (1, 1, "Plan 2026")
    assert len(plans.history(workspace)) == 1


def test_a_day_is_read_under_the_revision_in_force_then(workspace: Workspace) -> None:
    plans.append(workspace, "a: 1\n", "in_force", "claire", "", JANUARY)
    plans.append(workspace, "a: 2\n", "in_force", "claire", "", JUNE)
    found = [plans.in_force(workspace, day) for day in (date(2025, 1, 1), JANUARY, date(2026, 6, 14), JUNE)]
    assert [one.document if one else None for one in found] == ["a: 1\n", "a: 1\n", "a: 1\n", "a: 2\n"]
    newest = plans.latest(workspace)
    assert newest is not None
    assert newest.number == 2


def test_a_revision_is_never_changed_nor_deleted(workspace: Workspace) -> None:
    plans.append(workspace, "a: 1\n", "in_force", "claire", "", JANUARY)
    row = models.PlanRevision.objects.get(workspace_id=workspace.id)
    row.document = "a: 9\n"
    with pytest.raises(models.Immutable):
        row.save()
    with pytest.raises(models.Immutable):
        row.delete()


def test_two_who_apply_at_once_make_two_revisions_of_one_chain(
    workspace: Workspace, together: Callable[..., list[object]]
) -> None:
    together(lambda n: plans.append(workspace, f"a: {n}\n", "in_force", "claire", "", JANUARY).number, 4)
    assert sorted(one.number for one in plans.history(workspace)) == [1, 2, 3, 4]
