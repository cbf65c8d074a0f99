"""A file nobody knows: its columns proposed, read as the person says, kept so that the next one is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from jalon.findings import Finding
from jalon.records import formats as kept
from jalon.records.workspaces import Workspace
from jalon.sources.reading import mapping
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.door import Door
from jalon.sources.reading.format import Format
from jalon.sources.reading.mapping import Choice
from jalon.sources.reading.report import FileReport
from jalon.sources.reading.shape import Shape

HOUSE = "table"
"""The report of the house table, whatever tool it is filed under."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The table a file seems to hold and the choice it suggests; or why there is none.

    `members` are the sheets, or the files of the archive, that hold a table.
    """

    shape: Shape | None
    choice: Choice
    findings: tuple[Finding, ...] = ()
    members: tuple[str, ...] = ()


def propose(path: Path, door: Door, line: int | None = None, member: str | None = None) -> Proposal:
    """What the columns of a file seem to be; the widest table of its pages, or that of one page or one line told."""
    found = door.shapes(path, line)
    if isinstance(found, Finding):
        return Proposal(None, Choice("", "", {}), (found,))
    if not found:
        return Proposal(None, Choice("", "", {}), (mapping.no_table(),))
    told = [one for one in found if member is not None and one.member == member] or found
    shape = max(told, key=lambda one: len(one.columns) * one.rows)
    columns = _once({column.header: column.seems for column in shape.columns})
    tools = mapping.tools_of(columns.values())
    members = tuple(one.member for one in found if one.member)
    known = [name for name in shape.known_as if not mapping.is_own(name)]
    noted = (mapping.known_already(known),) if known else ()
    tool = tools[0] if tools else ""
    return Proposal(shape, Choice(tool, _report_name(path), columns, total=shape.total), noted, members)


def _once(columns: dict[str, str]) -> dict[str, str]:
    """Each role once: the first column that seems to have it."""
    taken: set[str] = set()
    found = {}
    for header, role in columns.items():
        free = role in ("ratio", "personal", "ignored") or role not in taken
        found[header] = role if free else "ignored"
        taken.add(role)
    return found


def _report_name(path: Path) -> str:
    """A short name for the report: the words that begin the file's name, without its dates."""
    letters = [word for word in mapping.named(path.stem).split("_") if word.isalpha()]
    return "_".join(letters[:2]) or "table"


def attempt(
    path: Path, choice: Choice, answers: Answers, door: Door, formats: Iterable[Format]
) -> tuple[list[Finding], FileReport | None]:
    """What reading the file as chosen gives, storing nothing; or what is wrong with the choice.

    `formats` are all those known: a choice may not bear the name of a shipped one.
    """
    taken = {(one.tool, one.report) for one in formats if not mapping.is_own(one.id)} | {(choice.tool, HOUSE)}
    wrong = mapping.wrong_in(choice, taken)
    if wrong:
        return wrong, None
    (report,) = door.only(choice).read([path], answers).files
    return [], report


def keep(workspace: Workspace, choice: Choice, author: str, now: datetime) -> str:
    """Keep a choice for the workspace; the id of the format it makes."""
    saved = kept.save(workspace, choice.as_document(), author, now)
    return mapping.format_of(choice, saved.version).id


@dataclass(frozen=True, slots=True)
class OwnFormat:
    """A format of the workspace as people see it: what it is called, who said it, when."""

    id: str
    tool: str
    report: str
    columns: int
    author: str
    written: datetime

    def as_document(self) -> dict[str, object]:
        """Its JSON form."""
        return {**asdict(self), "written": self.written.isoformat()}


def own_formats(workspace: Workspace) -> list[OwnFormat]:
    """The formats that people of a workspace described and that read its files today."""
    return [
        OwnFormat(
            mapping.format_of(choice, one.version).id,
            one.tool,
            one.report,
            len(choice.columns),
            one.author,
            one.written,
        )
        for one in kept.every(workspace)
        if (choice := Choice.of(one.choice))
    ]


def retire(workspace: Workspace, name: str, author: str, now: datetime) -> bool:
    """Stop recognising files by a format, told by its id; whether there was one. What it read stays."""
    found = next((one for one in own_formats(workspace) if name in (one.id, one.id.partition("@")[0])), None)
    return found is not None and kept.retire(workspace, found.tool, found.report, author, now) is not None
