"""Is a deployment sound? Every data file compared with its digest, facts reconciled with the list of loads."""

from __future__ import annotations

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


def check(workspace: Workspace, engine: Engine) -> Checked:
    """Verify every file against the digest kept when it was written; in a sound home, list loads nobody acknowledged.

    A file that a later version replaced may be gone; one that is there must be what it was.
    """
    known = {path: digest for path, digest in loads.digests(workspace).items() if Path(path).exists()}
    damaged = tuple(path for path, digest in known.items() if DataFile.of(Path(path)).sha256 != digest)
    mended = 0 if damaged else reconcile(engine, workspace)
    return Checked(workspace.slug, len(known), damaged, mended)
