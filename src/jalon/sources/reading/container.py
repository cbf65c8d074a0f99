"""From a path to pages of text cells: what the container is, by its first bytes, within limits."""

from __future__ import annotations

import hashlib
import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jalon.sources.reading import workbook
from jalon.sources.reading.limits import MAX_FILE, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, RATIO_ABOVE
from jalon.sources.reading.noticed import Refused

HEADER = 30
"""Bytes before the name of a member."""
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_FOREIGN = {
    b"%PDF": "pdf", b"\x89PNG": "image", b"\xff\xd8\xff": "image", b"GIF8": "image", b"\xd0\xcf\x11\xe0": "xls",
    b"\x1f\x8b": "gzip", b"PAR1": "parquet", b"7z\xbc\xaf": "7z", b"Rar!": "rar",
}  # fmt: skip
_DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
    OverflowError,
)  # fmt: skip
_EXTENSIONS = {".xlsx": ("xlsx",), ".zip": ("zip",), ".csv": ("text",), ".tsv": ("text",), ".txt": ("text",)}


@dataclass(frozen=True, slots=True)
class Part:
    """One file or archive member: its bytes and, in an archive, its name and time."""

    content: bytes
    member: str | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Container:
    """A file as given: its digest, size, and what it holds (`text`, `zip` or `xlsx`).

    `promised` is the extension when it says another kind than the bytes do.
    """

    path: Path
    sha256: str
    bytes: int
    kind: str
    parts: tuple[Part, ...]
    promised: str | None = None


def opened(path: Path) -> Container:
    """The parts of a file. Raises `Refused` for what is missing, damaged, hostile or of no known kind."""
    content = _content(path)
    kind, parts = _told_apart(content)
    return Container(path, hashlib.sha256(content).hexdigest(), len(content), kind, parts, _lie(path, kind))


def as_text(path: Path, head: bytes, sha256: str, size: int) -> Container | None:
    """A file of which only the head is at hand, when it is a text: what `opened` says of it, without its bytes."""
    if head.startswith(ARCHIVES):
        return None
    try:
        kind, _ = _told_apart(head)
    except Refused:
        return None
    return Container(path, sha256, size, kind, (Part(b""),), _lie(path, kind))


def _lie(path: Path, kind: str) -> str | None:
    """The extension of a file, when it says another kind."""
    said = path.suffix.lower()
    return said if said in _EXTENSIONS and kind not in _EXTENSIONS[said] else None


def _told_apart(content: bytes) -> tuple[str, tuple[Part, ...]]:
    for magic, kind in _FOREIGN.items():
        if content.startswith(magic):
            raise Refused("container.unsupported", found=kind)
    if content.startswith(ARCHIVES):
        return _archive(content)
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise Refused("container.unsupported", found="html" if b"html" in start else "xml")
    if start.startswith((b'{"', b"[{")):
        raise Refused("container.unsupported", found="json")
    return "text", (Part(content),)


def _content(path: Path) -> bytes:
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            found = path.stat()
    except OSError as fault:
        raise Refused("file.missing") from fault
    if not stat.S_ISREG(found.st_mode):
        raise Refused("file.not_plain")
    if found.st_size == 0:
        raise Refused("file.empty")
    if found.st_size > MAX_FILE:
        raise Refused("file.too_large", bytes=found.st_size, most=MAX_FILE)
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Refused("file.missing", reason="unreadable") from fault


def _archive(content: bytes) -> tuple[str, tuple[Part, ...]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
        _checked(members)
        _laid_apart(content, members, archive.start_dir)
        parts = _unpacked(archive, members, MAX_RATIO * len(content))
        if workbook.is_one({info.filename for info in members}):
            for part in parts:
                workbook.check_member(part.member or "", part.content)
            return "xlsx", (Part(content),)
        unpacked = tuple(_not_nested(part) for part in parts)
    except _DAMAGE as fault:
        raise Refused("container.damaged", reason=type(fault).__name__) from fault
    if not unpacked:
        raise Refused("archive.empty")
    return "zip", unpacked


def _not_nested(part: Part) -> Part:
    if part.content.startswith(ARCHIVES):
        raise Refused("archive.nested", name=part.member)
    return part


def _checked(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise Refused("archive.bomb", members=len(members), most=MAX_MEMBERS)
    seen = set()
    for info in members:
        name = unicodedata.normalize("NFC", info.filename)
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name[:2]:
            raise Refused("archive.unsafe_name")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Refused("archive.link")
        if info.flag_bits & 0x1:
            raise Refused("archive.encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("container.unsupported", found="zip")
        if name in seen:
            raise Refused("archive.same_name", name=name)
        seen.add(name)


def _laid_apart(content: bytes, members: list[zipfile.ZipInfo], end: int) -> None:
    """Refuse members that lie over one another: a few bytes would be unpacked as often as they are named."""
    for info in sorted(members, key=lambda one: -one.header_offset):
        name, extra = struct.unpack_from("<HH", content, info.header_offset + 26)
        if info.header_offset + HEADER + name + extra + info.compress_size > end:
            raise Refused("container.damaged", reason="overlap")
        end = info.header_offset


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], most: int) -> Iterator[Part]:
    """Members one by one, bytes counted as they come and weighed against the archive's own, never as declared."""
    total = 0
    for info in members:
        name = unicodedata.normalize("NFC", info.filename)
        if info.is_dir() or name.startswith("__MACOSX/"):
            continue
        made = io.BytesIO()
        with archive.open(info) as stream:
            while block := stream.read(1 << 20):
                total += len(block)
                if total > MAX_UNPACKED or (total > RATIO_ABOVE and total > most):
                    raise Refused("archive.bomb", bytes=total)
                made.write(block)
        yield Part(made.getvalue(), name, _time(info))


def _time(info: zipfile.ZipInfo) -> datetime | None:
    try:
        found = datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None
    return found if found.year > 1980 else None
