"""Is a deployment sound? Every data file compared with its digest, facts reconciled with the list of loads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jalon.facts.engine import Engine
from jalon.facts.load import DataFile
from jalon.records import loads
from jalon.records.workspaces import Workspace
from jalon.routines.importing import reconcile


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of one workspace found."""

    workspace: str
    files: int
    damaged: tuple[str, ...]
    mended: int

    def as_document(self) -> dict[str, object]:
        """Its JSON form."""
        return {
            "workspace": self.workspace,
            "files": self.files,
            "damaged": list(self.damaged),
            "mended": self.mended,
        }


def check(workspace: Workspace, engine: Engine, facts: Path) -> Checked:
    """Verify every file against the digest kept when it was written; in a sound home, list loads nobody acknowledged.

    A file that a later version replaced may be gone; one that is there must be what it was. A live one that is
    missing stops the listing with the engine's own fault.
    """
    there = {str(path.relative_to(facts)): path for path in sorted(facts.glob("*/*.parquet"))}
    damaged = _damaged(there, loads.digests(workspace))
    mended = 0 if damaged else reconcile(engine, workspace)
    return Checked(workspace.slug, len(there), damaged, mended)


def _damaged(there: Mapping[str, Path], digests: Mapping[str, str]) -> tuple[str, ...]:
    """Files that are not what was written. One that no load lists was left by a process killed while writing."""
    return tuple(
        str(path) for name, path in there.items() if name in digests and DataFile.of(path).sha256 != digests[name]
    )
