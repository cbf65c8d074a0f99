"""Words that a spreadsheet would take for formulas: kept as words, without the guard somebody put before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jalon.facts.table import Cell
from jalon.findings import Finding
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.report import ReadTable

_GUARDED = re.compile(r"'(?=[=+\-@])")
_FORMULA = re.compile(r"[=@]\S|[+\-][A-Za-z(]")


def as_words(tables: Sequence[ReadTable]) -> tuple[tuple[ReadTable, ...], list[Finding]]:
    """Tables whose words are words, and the columns where one looked like a formula."""
    found, findings = [], []
    for read in tables:
        table, changed = read.table, dict[str, list[Cell]]()
        for name in (*table.cut.dimensions, *table.attributes):
            cells = table.columns[name]
            if any(isinstance(cell, str) and (_GUARDED.match(cell) or _FORMULA.match(cell)) for cell in cells):
                changed[name] = [_GUARDED.sub("", cell, count=1) if isinstance(cell, str) else cell for cell in cells]
                findings.append(noticed("formula.neutralised", None, name))
        found.append(replace(read, table=replace(table, columns={**table.columns, **changed})) if changed else read)
    return tuple(found), findings
