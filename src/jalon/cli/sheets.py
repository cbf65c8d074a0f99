"""The plan as a spreadsheet at the command line: written by `export`, compared by `diff`, put in force by `apply`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jalon.cli import output
from jalon.cli.entry import FINDINGS, UNUSABLE, Call
from jalon.cli.language import told
from jalon.wording import say

if TYPE_CHECKING:
    from jalon.findings import Finding
    from jalon.plan.difference import PlanDifference
    from jalon.records.plans import Revision
    from jalon.records.workspaces import Workspace
    from jalon.routines.planning import Applied


def difference_with(call: Call, data: bytes, sheet: Path) -> PlanDifference | None:
    """What a file of sheets changes in a document; its faults are told first."""
    from jalon.assembly import House
    from jalon.routines import planning, sheets

    if planning.prove(data, "plan").reading.plan is None:
        return None
    text = data.decode("utf-8-sig")
    decided = sheets.Decided("operator", "plan", datetime.now(UTC).date())
    found = sheets.merged_into(text, sheet, House(call.home).door(), decided)
    if not call.as_json:
        output.findings([told_in_cells(one) for one in found.findings], call.language)
    return found.changed


def told_in_cells(finding: Finding) -> dict[str, object]:
    """The JSON form of a finding whose place is a cell."""
    place = finding.place
    where = {"file": place.file, "line": place.line, "path": place.path, "column": place.column}
    return {**finding.as_document(), "place": where}


def apply_sheet(call: Call, path: Path, workspace: Workspace, author: str, reason: str, today: date) -> Applied:
    """Make what a file of sheets says the plan in force; its faults end the command."""
    from jalon.assembly import House
    from jalon.routines import planning, sheets

    decided = sheets.Decided(author, reason, today)
    found = sheets.merged(path, workspace, House(call.home).door(workspace), decided)
    told_ = [told_in_cells(one) for one in found.every()]
    if not found.sound or found.document is None:
        if call.as_json:
            rows = [{**one, "message": say(one, call.language)} for one in told_]
            output.document({"contract": 1, "applied": False, "plan": str(path), "findings": rows})
        else:
            output.findings(told_, call.language)
            output.note(told("cli.apply.refused"))
        raise SystemExit(UNUSABLE if found.document is None else FINDINGS)
    if not call.as_json:
        output.findings([told_in_cells(one) for one in found.findings], call.language)
    return planning.apply(found.document.encode(), path.name, workspace, author, reason, today, datetime.now(UTC))


def export_sheet(call: Call, revision: Revision, today: date, sheet: Path, only: str) -> None:
    """The plan as a workbook, an archive of CSV files, or one of them, by the end of the file's name."""
    from jalon.plan.sheets import SHEETS
    from jalon.routines import sheets

    if not sheets.is_sheet(sheet) or only not in SHEETS:
        known = ", ".join(f".{one}" for one in sheets.ENDINGS) if only in SHEETS else ", ".join(SHEETS)
        output.note(told("cli.export.not_a_sheet", asked=str(sheet) if only in SHEETS else only, known=known))
        raise SystemExit(UNUSABLE)
    ending, now = sheet.suffix.lower().removeprefix("."), datetime.now(UTC)
    made = sheets.written(revision.document, ending, revision.number, today, now, call.language, only)
    sheet.write_bytes(made)
    output.note(told("cli.export.done", file=str(sheet), revision=str(revision.number)))
