"""What a workbook must be before a library opens it: a small file may claim a sheet larger than any memory."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jalon.sources.reading.limits import MAX_AREA, MAX_COLUMNS
from jalon.sources.reading.noticed import Refused

# No « < » inside a tag: a million tags that never close would otherwise each be followed to the end.
_PLACE = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^<>]*?\br\s*=\s*[\"']([A-Za-z]*)(\d+)")
_CODE = ("xl/vbaProject", "xl/macrosheets/", "xl/activeX/", "xl/embeddings/")
SPARSE, FEW = 20, 1_000_000
"""Cells that a sheet may span for each one that it holds, counted above that many."""
_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")


def is_one(names: Iterable[str]) -> bool:
    """Whether an archive is a workbook. Raises `Refused` for the binary form and for one that holds programs."""
    found = set(names)
    if "[Content_Types].xml" not in found or not any(name.startswith("xl/") for name in found):
        return False
    if any(name.startswith("xl/") and name.endswith(".bin") and "workbook" in name for name in found):
        raise Refused("container.unsupported", found="xlsb")
    if any(name.startswith(_CODE) for name in found):
        raise Refused("container.unsupported", found="macros")
    return True


def check_member(name: str, content: bytes) -> None:
    """Raises `Refused` for a document type or entity, and for cells placed beyond what a sheet may span."""
    written = name.endswith((".xml", ".rels", ".vml")) or content.lstrip()[:1] == b"<"
    if written and (content.startswith(_MARKS_16) or b"<!DOCTYPE" in content or b"<!ENTITY" in content):
        raise Refused("xml.forbidden", name=name)
    if b"sheetData" in content:
        _check_extent(content)


def _check_extent(content: bytes) -> None:
    columns: set[bytes] = set()
    last, held = 1, 0
    for found in _PLACE.finditer(content):
        columns.add(found[1][:4])
        last = max(last, int(found[2][:10]))
        held += 1
    widest = max((_number(letters) for letters in columns), default=0)
    if widest > MAX_COLUMNS:
        raise Refused("file.too_wide", columns=widest, most=MAX_COLUMNS)
    if widest * last > min(MAX_AREA, max(FEW, SPARSE * held)):
        raise Refused("archive.bomb", cells=widest * last)


def _number(letters: bytes) -> int:
    """`A` is 1, `XFD` 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
