"""Bringing files in: read, show the difference, keep, list. Undoing gives the days back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from jalon.facts.engine import Engine
from jalon.facts.load import Commit, Difference, Load
from jalon.facts.mistaken import met_in_one_call, mistaken
from jalon.facts.table import Table
from jalon.findings import Finding
from jalon.records import audit, loads
from jalon.records.workspaces import Workspace
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.door import Reading
from jalon.sources.reading.report import FileReport, ReadReport, dated, finding_document, joined_tables


@dataclass(frozen=True, slots=True)
class Part:
    """One table of one file, with what keeping it would change."""

    file: FileReport
    table: Table
    load: Load
    difference: Difference


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything an import would do; nothing is kept yet."""

    report: ReadReport
    parts: tuple[Part, ...]

    @property
    def ready(self) -> bool:
        """Every file is recognised and no question is left open."""
        return bool(self.parts) and all(file.importable or not file.tables for file in self.report.files)


@dataclass(frozen=True, slots=True)
class Kept:
    """One part kept (or found to be there already)."""

    part: Part
    commit: Commit


@dataclass(frozen=True, slots=True)
class NotUndone:
    """Why nothing was taken back: no import of that name, or it was undone already."""

    why: Literal["unknown", "already"]
    since: datetime | None = None


def preview(
    paths: Sequence[Path], read: Reading, answers: Answers, engine: Engine, now: datetime, author: str
) -> Preview:
    """Read files and say what keeping them would change. A file without a date of its own was extracted now."""
    report = read(paths, answers)
    parts = [
        Part(file, table, load, engine.preview(load, table)) for file, table, load in tables_of(report, now, author)
    ]
    return _questioned(Preview(report, tuple(parts)), engine, answers)


def _questioned(shown: Preview, engine: Engine, answers: Answers) -> Preview:
    """With what is odd about the slices that would be replaced, said of the files that would replace them."""
    odd: dict[str, list[Finding]] = {}
    for part in shown.parts:
        said = mistaken(part.load, part.table, part.difference, engine, answers.accepted)
        odd.setdefault(part.file.path, []).extend(said)
    for number, finding in met_in_one_call([part.load for part in shown.parts], answers.accepted):
        odd.setdefault(shown.parts[number].file.path, []).append(finding)
    once = {path: tuple({repr(finding): finding for finding in said}.values()) for path, said in odd.items() if said}
    files = [replace(file, findings=(*file.findings, *once.get(file.path, ()))) for file in shown.report.files]
    named = {file.path: file for file in files}
    parts = tuple(replace(part, file=named[part.file.path]) for part in shown.parts)
    return Preview(ReadReport(tuple(files)), parts)


def tables_of(report: ReadReport, now: datetime, author: str) -> Iterator[tuple[FileReport, Table, Load]]:
    """What can be kept of what was read; a file without a date of its own was extracted now."""
    for file in report.files:
        extracted = file.extracted_at or now
        for known in joined_tables(file.tables) if file.importable else []:
            table = dated(known, extracted.date())
            if table.covers:
                yield file, table, file.load_for(table, extracted, author)


def commit(shown: Preview, engine: Engine, workspace: Workspace, now: datetime) -> list[Kept]:
    """Keep every part: the facts first, then the list of loads. A crash between the two is mended by `reconcile`."""
    kept, listed = [], loads.import_ids(workspace)
    for part in shown.parts:
        done = engine.replace(part.load, part.table)
        if done.written or (part.load.import_id not in listed and part.load.import_id in engine.imports(part.load.cut)):
            findings = [finding_document(finding) for finding in part.file.findings]
            loads.keep(workspace, part.load, done, findings)
            audit.write(
                part.load.author or "operator",
                "import",
                part.load.cut.text,
                now,
                {"id": part.load.import_id},
                workspace=workspace.id,
            )
        kept.append(Kept(part, done))
    return kept


def undo(
    import_id: str, engine: Engine, workspace: Workspace, now: datetime, actor: str, reason: str = ""
) -> Commit | NotUndone:
    """Take an import back: its days return to who held them before; those that later imports rewrote stay."""
    listed = loads.found(workspace, import_id)
    if listed is None:
        return NotUndone("unknown")
    if listed.undone is not None:
        return NotUndone("already", listed.undone)
    state = next((s for s in engine.cuts() if s.cut.text == listed.cut), None)
    done = engine.undo(listed.import_id, state.cut) if state else None
    if done is None:
        # An earlier undo died between the facts and this list: what it gave back is given back.
        loads.mark_undone(workspace, listed.import_id, (), now, actor, reason)
        return NotUndone("already", now)
    loads.mark_undone(workspace, listed.import_id, done.files, now, actor, reason)
    audit.write(actor, "undo", listed.cut, now, {"id": listed.import_id, "reason": reason}, workspace=workspace.id)
    return done


def reconcile(engine: Engine, workspace: Workspace) -> int:
    """List the loads that were committed to the facts but never acknowledged; how many there were."""
    known, mended = loads.import_ids(workspace), 0
    for state in engine.cuts():
        for import_id, load in engine.imports(state.cut).items():
            if import_id not in known:
                difference = Difference(state.cut, 0, 0, 0, 0)
                files = tuple(engine.files(state.cut))
                loads.keep(workspace, load, Commit(import_id, state.cut, state.version, difference, files))
                mended += 1
    return mended
