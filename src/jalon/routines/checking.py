"""Is a deployment sound? Every data file compared with its digest, facts reconciled with the list of loads."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.facts.engine import Engine
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
    """Verify every live file against the digest kept when it was written, and list loads nobody acknowledged."""
    mended = reconcile(engine, workspace)
    known, files, damaged = loads.digests(workspace), 0, []
    for state in engine.cuts():
        for file in engine.files(state.cut):
            files += 1
            if file.path in known and known[file.path] != file.sha256:
                damaged.append(file.path)
    return Checked(workspace.slug, files, tuple(damaged), mended)
