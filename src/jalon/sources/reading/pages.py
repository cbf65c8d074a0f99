"""Text and workbook sheets as pages of rows, each row with the true line it starts on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from jalon.findings import Finding
from jalon.sources.reading.container import Container, Part
from jalon.sources.reading.limits import MAX_AREA, MAX_CELL, MAX_COLUMNS, MAX_MEMBERS
from jalon.sources.reading.noticed import Refused, noticed
from jalon.sources.reading.numbers import Typed
from jalon.sources.reading.shape import CellPage

DELIMITERS = (",", "\t", ";")
MAX_NUMBER = 1e300
LONG_LINE, MANY = 100_000, 1_000_000
LARGE = 4_000_000
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_CONTROL = dict.fromkeys((*range(1, 9), 11, 12, *range(14, 32), 127))


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one record and the line of the file it starts on (1-based)."""

    line: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Page:
    """One text or sheet. Rows are parsed once per delimiter; a sheet has only one form."""

    name: str
    member: str | None
    encoding: str
    text: str | None
    sheet: tuple[Row, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    _parsed: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    @property
    def delimiters(self) -> tuple[str | None, ...]:
        """The forms worth trying."""
        if self.text is None:
            return (None,)
        head = self.text[:20_000]
        return tuple(d for d in DELIMITERS if d in head) or (",",)

    def head(self, delimiter: str | None, most: int = 40) -> tuple[Row, ...]:
        """The first rows, enough to recognise a format."""
        if delimiter is None or self.text is None:
            return self.sheet[:most]
        start = "\n".join(self.text[: 2 * MAX_CELL].split("\n", most + 1)[: most + 1])
        return tuple(_parsed(start, delimiter, tolerant=True))[:most]

    def rows(self, delimiter: str | None) -> tuple[Row, ...]:
        """Every row. Raises `Refused` for an open quote or a cell beyond the limits."""
        if delimiter is None or self.text is None:
            return self.sheet
        if delimiter not in self._parsed:
            self._parsed[delimiter] = tuple(_parsed(self.text, delimiter))
        return self._parsed[delimiter]


def pages_of(container: Container) -> list[Page]:
    """The pages of a file: one text, one per archive member, or one per sheet."""
    if container.kind == "xlsx":
        return _sheets(container.parts[0], container.path.name)
    return [_text_page(part, part.member or container.path.name) for part in container.parts]


def cell_pages(container: Container) -> list[CellPage]:
    """The pages of a file as bare cells; a text is cut by the delimiter that gives its first row most cells."""
    merged = merged_in(container)
    found = []
    for page in pages_of(container):
        cut = {one: page.rows(one) for one in page.delimiters}
        delimiter = max(cut, key=lambda one: len(cut[one][0].cells) if cut[one] else 0)
        rows = [(row.line, [_bare(cell) for cell in row.cells]) for row in cut[delimiter]]
        found.append(CellPage(page.member or page.name, rows, delimiter, merged.get(page.member or "", ())))
    return found


def _bare(cell: str) -> str | Decimal:
    return Decimal(cell) if isinstance(cell, Typed) else cell


def merged_in(container: Container) -> dict[str, tuple[str, ...]]:
    """The merged cells of each sheet of a workbook, `B2:C4`: what stands in them cannot be told cell by cell."""
    if container.kind != "xlsx":
        return {}
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(container.parts[0].content))
    sheets = {name: workbook.get_sheet_by_name(name) for name in workbook.sheet_names}
    return {name: tuple(map(_range, sheet.merged_cell_ranges or ())) for name, sheet in sheets.items()}


def _range(corners: tuple[tuple[int, int], tuple[int, int]]) -> str:
    return ":".join(f"{_letters(column)}{row + 1}" for row, column in corners)


def _letters(column: int) -> str:
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def _text_page(part: Part, name: str) -> Page:
    text, encoding, findings = decoded(part.content)
    _check_width(text)
    return Page(name, part.member, encoding, text, findings=findings)


def _check_width(text: str) -> None:
    """Refuse a line of a million separators before it is cut: its cells alone would fill the memory."""
    start = 0
    while len(text) - start > LONG_LINE:
        end = text.rfind("\n", start, start + LONG_LINE)
        if end < 0:
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            columns = max(text.count(delimiter, start, end) for delimiter in DELIMITERS)
            if columns > MANY:
                raise Refused("file.too_wide", line=text.count("\n", 0, start) + 1, columns=columns, most=MAX_COLUMNS)
        start = end + 1


def decoded(content: bytes) -> tuple[str, str, list[Finding]]:
    """Text, encoding and what was assumed: mark, strict UTF-8, bare UTF-16, then cp1252. Nothing is sniffed further."""
    findings: list[Finding] = []
    text, encoding = _decoded(content, findings)
    nul = text.find("\x00")
    if nul >= 0:
        raise Refused("text.nul", line=text.count("\n", 0, nul) + 1)
    control = None if _without_control(content, encoding) else _CONTROL.search(text)
    if control:
        findings.append(noticed("text.control", text.count("\n", 0, control.start()) + 1))
        text = text.translate(_NO_CONTROL)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding, findings


def _without_control(content: bytes, encoding: str) -> bool:
    """Whether a large text is sure to hold no control character: looking at its bytes is ten times as fast."""
    if len(content) < LARGE or encoding.startswith("utf-16"):
        return False
    import numpy

    seen = numpy.zeros(256, dtype=bool)
    for start in range(0, len(content), LARGE):
        block = numpy.frombuffer(content, numpy.uint8, min(LARGE, len(content) - start), start)
        if (low := block[(block < 32) | (block == 127)]).size:
            seen |= numpy.bincount(low, minlength=256) > 0
    return not any(seen[code] for code in _NO_CONTROL)


def _decoded(content: bytes, findings: list[Finding]) -> tuple[str, str]:
    if content.startswith(b"\xef\xbb\xbf"):
        return _strict(content[3:], "utf-8"), "utf-8-sig"
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return _strict(content[2:], codec), codec
    head = content[:1024]
    if len(head) > 3 and len(content) % 2 == 0:
        for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
            if not any(head[offset::2]) and all(head[1 - offset :: 2]):
                return _strict(content, codec), codec
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as fault:
        return _as_cp1252(content, fault, findings)


def _as_cp1252(content: bytes, fault: UnicodeDecodeError, findings: list[Finding]) -> tuple[str, str]:
    line = content.count(b"\n", 0, fault.start) + 1
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as other:
        raise Refused("encoding.invalid", line=content.count(b"\n", 0, other.start) + 1) from other
    if ("Ã" in text or "â€" in text) and re.search("Ã[\u0080-\u00bf©¨ª«´»]|â€", text):
        raise Refused("encoding.mixed", line=line)
    findings.append(noticed("encoding.assumed", line, encoding="cp1252"))
    return text, "cp1252"


def _strict(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as fault:
        raise Refused("encoding.invalid", line=content.count(b"\n", 0, fault.start) + 1, encoding=codec) from fault


def _parsed(text: str, delimiter: str, tolerant: bool = False) -> Iterator[Row]:
    """Records of a delimited text. A record may span lines inside quotes; a quote left open is a cut file."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=not tolerant)
    line = 1
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                raise Refused("file.too_wide", line=line, columns=len(cells), most=MAX_COLUMNS)
            yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as fault:
        if tolerant:
            return
        if "field larger" in str(fault):
            raise Refused("cell.too_long", line=line, most=MAX_CELL) from fault
        raise Refused("rows.truncated", line=line, reason="quote") from fault


def _sheets(part: Part, name: str) -> list[Page]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(part.content))
        pages, laid = [], 0
        if len(workbook.sheet_names) > MAX_MEMBERS:
            raise Refused("archive.bomb", members=len(workbook.sheet_names), most=MAX_MEMBERS)
        for sheet in workbook.sheet_names:
            cells = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            # Many sheets may be one part of the archive, laid out again each time.
            laid += len(cells) * len(cells[0] if cells else ())
            if laid > MAX_AREA:
                raise Refused("archive.bomb", cells=laid)
            findings: list[Finding] = []
            pages.append(Page(name, sheet, "xlsx", None, tuple(_sheet_rows(cells, findings)), findings))
    except (CalamineError, ValueError, OSError) as fault:
        raise Refused("container.damaged", reason=type(fault).__name__) from fault
    except BaseException as fault:
        # A library that panics is no exception of Python's: it would end the process for one bad file.
        if type(fault).__name__ == "PanicException":
            raise Refused("container.damaged", reason="panic") from fault
        raise
    return pages


def _sheet_rows(cells: Sequence[Sequence[object]], findings: list[Finding]) -> Iterator[Row]:
    for number, row in enumerate(cells, 1):
        if len(row) > MAX_COLUMNS:
            raise Refused("file.too_wide", line=number, columns=len(row), most=MAX_COLUMNS)
        yield Row(number, tuple(_sheet_text(_sheet_cell(cell), number, findings) for cell in row))


def _sheet_text(cell: str, line: int, findings: list[Finding]) -> str:
    """The limits of a text, cell by cell."""
    if len(cell) > MAX_CELL:
        raise Refused("cell.too_long", line=line, most=MAX_CELL)
    if cell.isprintable():
        return cell
    if "\x00" in cell:
        raise Refused("text.nul", line=line)
    if not _CONTROL.search(cell):
        return cell
    if not findings:
        findings.append(noticed("text.control", line))
    return _CONTROL.sub("", cell)


def _sheet_cell(cell: object) -> str:
    """A number is the shortest decimal that gives the stored value back; a typed date is its ISO day."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        finite = isinstance(cell, int) or (cell == cell and abs(cell) < MAX_NUMBER)
        return Typed(format(Decimal(repr(cell)).normalize(), "f")) if finite else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
