"""What makes hostile files: a file with the reasons it must be refused for, and archives whose headers lie."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """A hostile file, the codes one of which must say why it is not kept, and the line it must name."""

    name: str
    content: bytes
    codes: tuple[str, ...]
    line: int | None = None


Member = tuple[str | zipfile.ZipInfo, bytes]


def archive(members: Iterable[Member], level: int = 6) -> bytes:
    """An archive of those members, in that order; a name may come twice."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as written:
        for name, content in members:
            info = zipfile.ZipInfo(name) if isinstance(name, str) else name
            info.compress_type = zipfile.ZIP_DEFLATED
            if info.filename in written.NameToInfo:
                del written.NameToInfo[info.filename]  # what warns of a second one
            written.writestr(info, content)
    return made.getvalue()


CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def patched(content: bytes, field: str, value: int) -> bytes:
    """The same archive with one field of its first central and local headers changed."""
    places = {
        "flags": (8, 6, "<H"),
        "method": (10, 8, "<H"),
        "checksum": (16, 14, "<I"),
        "packed": (20, 18, "<I"),
        "unpacked": (24, 22, "<I"),
        "offset": (42, None, "<I"),
    }
    in_central, in_local, form = places[field]
    changed = bytearray(content)
    for magic, place in ((CENTRAL, in_central), (LOCAL, in_local)):
        at = content.find(magic)
        if at >= 0 and place is not None:
            struct.pack_into(form, changed, at + place, value)
    return bytes(changed)
