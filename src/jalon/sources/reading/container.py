"""From a path to pages of text cells: what the container is, by its first bytes, within limits."""

from __future__ import annotations

import hashlib
import io
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jalon.sources.reading.noticed import Refused

MAX_FILE = 200_000_000
MAX_MEMBERS = 64
MAX_UNPACKED = 500_000_000
MAX_RATIO, RATIO_ABOVE = 200, 10_000_000

_FOREIGN = {
    b"%PDF": "pdf", b"\x89PNG": "image", b"\xff\xd8\xff": "image", b"GIF8": "image", b"\xd0\xcf\x11\xe0": "xls",
    b"\x1f\x8b": "gzip", b"PAR1": "parquet", b"7z\xbc\xaf": "7z", b"Rar!": "rar", b"BM6": "image",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One file or archive member: its bytes and, in an archive, its name and time."""

    content: bytes
    member: str | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Container:
    """A file as given: its digest, size, and what it holds (`text`, `zip` or `xlsx`)."""

    path: Path
    sha256: str
    bytes: int
    kind: str
    parts: tuple[Part, ...]


def opened(path: Path) -> Container:
    """The parts of a file. Raises `Refused` for what is missing, damaged, hostile or of no known kind."""
    content = _content(path)
    digest = hashlib.sha256(content).hexdigest()
    for magic, kind in _FOREIGN.items():
        if content.startswith(magic):
            raise Refused("container.unsupported", found=kind)
    if not content.startswith(b"PK"):
        start = content[:512].lstrip().lower()
        if start.startswith((b"<!doctype", b"<html", b"<?xml")):
            raise Refused("container.unsupported", found="html" if b"html" in start else "xml")
        if start.startswith((b'{"', b"[{")):
            raise Refused("container.unsupported", found="json")
        if path.suffix.lower() in (".xlsx", ".zip"):
            raise Refused("container.mismatch", found="text", expected=path.suffix.lower())
        return Container(path, digest, len(content), "text", (Part(content),))
    kind, parts = _archive(content)
    return Container(path, digest, len(content), kind, parts)


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
        names = {info.filename for info in members}
        if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
            for _ in _unpacked(archive, members, only_xml=True):
                pass
            return "xlsx", (Part(content),)
        parts = tuple(_unpacked(archive, members))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, NotImplementedError) as fault:
        raise Refused("container.damaged", reason=type(fault).__name__) from fault
    except zipfile.zlib.error as fault:  # type: ignore[attr-defined]  # zipfile re-exports zlib without typing it
        raise Refused("container.damaged", reason="zlib") from fault
    if not parts:
        raise Refused("archive.empty")
    return "zip", parts


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
        if name in seen:
            raise Refused("archive.same_name", name=name)
        seen.add(name)


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], only_xml: bool = False) -> Iterator[Part]:
    """Members one by one, bytes counted as they come, never as declared."""
    total = 0
    for info in members:
        name = unicodedata.normalize("NFC", info.filename)
        if info.is_dir() or name.startswith("__MACOSX/"):
            continue
        made = io.BytesIO()
        with archive.open(info) as stream:
            while block := stream.read(1 << 20):
                total += len(block)
                if total > MAX_UNPACKED or (total > RATIO_ABOVE and total > MAX_RATIO * max(info.compress_size, 1)):
                    raise Refused("archive.bomb", bytes=total)
                made.write(block)
        content = made.getvalue()
        if only_xml:
            if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]):
                raise Refused("xml.forbidden", name=name)
            continue
        if content.startswith(b"PK"):
            raise Refused("archive.nested", name=name)
        yield Part(content, name, _time(info))


def _time(info: zipfile.ZipInfo) -> datetime | None:
    try:
        found = datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None
    return found if found.year > 1980 else None
