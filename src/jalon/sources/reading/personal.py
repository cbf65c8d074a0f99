"""Personal data stops at the reader: e-mail, telephone and network addresses are replaced before anything is kept."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jalon.facts.table import Cell, Table
from jalon.findings import Detail, Finding
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.report import ReadTable

MASK, PHONE, NETWORK = "(e-mail)", "(phone)", "(IP)"
_LETTER = r"[^\s@<>\"'(),;:/?&=]"
# Begun only where a word begins: a long word without an address would otherwise be read once from each letter.
_ADDRESS = re.compile(rf"(?<!{_LETTER}){_LETTER}+@{_LETTER}+\.[a-zA-Z]{{2,}}")

_FREE, _ENDED = r"(?<![\w+.\-/])(?<!\d )", r"(?![\w]|[ .\-]\d)"
_GAP = r"[ \u00a0\u202f.\-]"
_PHONES = tuple(
    re.compile(pattern)
    for pattern in (
        # A country's code after its plus, then seven to thirteen digits: +33 6 12 34 56 78, +44 (0)20 7946 0958.
        rf"\+[1-9]\d{{0,2}}(?:{_GAP}?\(0\))?(?:{_GAP}?\d){{7,12}}{_ENDED}",
        rf"{_FREE}00[1-9]\d?(?:{_GAP}\d{{1,3}}){{4,6}}{_ENDED}",
        # Five pairs: 01 23 45 67 89. Ten digits in a row are an identifier, but for those of French mobiles.
        rf"{_FREE}0[1-9](?:{_GAP}\d\d){{4}}{_ENDED}",
        rf"{_FREE}0[67]\d{{8}}{_ENDED}",
        # 020 7946 0958; an account number of Google Ads is 123-456-7890, so brackets are asked of those.
        rf"{_FREE}0\d{{2,4}} \d{{3,4}} \d{{3,4}}{_ENDED}",
        r"\(\d{3}\) ?\d{3}-\d{4}(?!\d)",
        r"(?i:tel):\+?\d[\d .()\-]{6,16}\d",
    )
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IP4 = re.compile(rf"(?<![\w.])(?!0\.)(?:{_OCTET}\.){{3}}{_OCTET}(?![\w]|\.\d)")
_IP6 = re.compile(
    r"(?<![\w:.])(?=[0-9a-fA-F:]*[0-9a-fA-F]{3})(?=[0-9a-fA-F:]*:[0-9a-fA-F:]*:)[0-9a-fA-F:]{4,39}(?![\w:])"
)
_HINTS = tuple(
    re.compile(hint)
    for hint in (r"@", r"\+[1-9]", r"0[0-9][0-9 \u00a0\u202f.\-]{3}", r"\(\d{3}\)", r"[tT][eE][lL]:",
                 r"\.\d{1,3}\.\d{1,3}\.\d", r":[0-9a-fA-F]{0,4}:")
)  # fmt: skip
"""Each cheap to look for in a whole column at once: most columns hold none, and are read no further."""
_IMPERSONAL = frozenset(
    "country country_id city region language browser platform device device_platform gender age match_type "
    "position_type product_id code cohort cohort_age session_channel first_user_channel".split()
)
"""Words and numbers that name no person: a version, a product's number."""


def masked_text(text: str) -> str:
    """A text without e-mail addresses, telephone numbers and network addresses."""
    return _masked(text)[0]


def _masked(text: str) -> tuple[str, frozenset[str]]:
    """The text with what is personal replaced, and the kinds that were."""
    found = _ADDRESS.sub(MASK, text) if "@" in text else text
    kinds = {"personal.masked"} if found != text else set()
    if any(digit in found for digit in "0123456789"):
        before = found
        for phone in _PHONES:
            found = phone.sub(PHONE, found)
        kinds |= {"personal.phone_masked"} if found != before else set()
        before = found
        found = _IP4.sub(_network, found) if found.count(".") >= 3 else found
        found = _IP6.sub(_network, found) if found.count(":") >= 2 else found
        kinds |= {"personal.ip_masked"} if found != before else set()
    return found, frozenset(kinds)


def _network(found: re.Match[str]) -> str:
    """A network address is masked; what only looks like one (an hour, a version such as 120.0.0.0) stays."""
    try:
        address = ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    told = found[0].endswith(".0.0") or (":" in found[0] and int(address) < 1 << 32)
    return found[0] if told else NETWORK


def masked_finding(finding: Finding) -> Finding:
    """A finding that quotes a cell quotes no address."""
    return replace(finding, details={name: _masked_detail(value) for name, value in finding.details.items()})


def _masked_detail(value: Detail) -> Detail:
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, list | tuple):
        return [masked_text(one) if isinstance(one, str) else one for one in value]
    return value


def without_addresses(tables: Sequence[ReadTable]) -> tuple[tuple[ReadTable, ...], list[Finding]]:
    """Tables whose words hold nothing personal, and what was masked; rows that become one are added up."""
    found, findings = [], []
    for read in tables:
        table = read.table
        named = [name for name in (*table.cut.dimensions, *table.attributes) if name not in _IMPERSONAL]
        hidden: dict[str, list[Cell]] = {}
        for name in named:
            masked, kinds = _masked_column(table.columns[name])
            if masked is not None:
                hidden[name] = masked
                findings += [noticed(kind, None, name) for kind in sorted(kinds)]
        if not hidden:
            found.append(read)
            continue
        kept = replace(table, columns={**table.columns, **hidden})
        found.append(replace(read, table=_added_up(kept) if set(hidden) & set(table.cut.dimensions) else kept))
    return tuple(found), findings


def _masked_column(cells: Sequence[Cell]) -> tuple[list[Cell] | None, frozenset[str]]:
    """The column with what is personal replaced, and its kinds; None when it holds nothing of the sort."""
    words = {cell for cell in cells if isinstance(cell, str)}
    whole = "\n".join(words)
    if not any(hint.search(whole) for hint in _HINTS):
        return None, frozenset()
    told = {word: masked for word in words if (masked := _masked(word))[0] != word}
    if not told:
        return None, frozenset()
    kinds = frozenset(kind for _, several in told.values() for kind in several)
    return [told[cell][0] if isinstance(cell, str) and cell in told else cell for cell in cells], kinds


def _added_up(table: Table) -> Table:
    """Rows of one key as one row: flows are added, what cannot be added is unknown."""
    keys = ("period_start", "period_end", *table.cut.dimensions)
    places: dict[tuple[Cell, ...], list[int]] = {}
    for row in range(table.rows_kept()):
        places.setdefault(tuple(table.columns[name][row] for name in keys), []).append(row)
    if len(places) == table.rows_kept():
        return table
    flows = {measure.name for measure in table.measures if measure.kind == "flow"}
    measured = {measure.name for measure in table.measures}
    columns: Mapping[str, Sequence[Cell]] = {
        name: [
            cells[rows[0]]
            if len(rows) == 1 or (name not in measured and not name.endswith(("_low", "_high")))
            else _sum([cells[row] for row in rows])
            if name in flows
            else None
            for rows in places.values()
        ]
        for name, cells in table.columns.items()
    }
    lines = [table.row_numbers[rows[0]] for rows in places.values()] if table.row_numbers else ()
    return replace(table, columns=columns, rows=len(places), row_numbers=lines)


def _sum(cells: Sequence[Cell]) -> Decimal | None:
    known = [cell for cell in cells if isinstance(cell, Decimal)]
    return sum(known, Decimal(0)) if known else None
