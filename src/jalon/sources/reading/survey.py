"""A long file looked through once, block by block: its digest, its lines, and whether its bytes are plain."""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from jalon.sources.reading.limits import MAX_FILE

BLOCK = 4_000_000
HEAD = 200_000
MARK = b"\xef\xbb\xbf"
_PLAIN = bytes(code for code in range(256) if (code > 31 and code != 127) or code in b"\n\r\t")


@dataclass(frozen=True, slots=True)
class Survey:
    """What is true of the whole file. `head` ends with a whole line; `lines` counts those before any blank end."""

    sha256: str
    size: int
    written: int
    """When, in nanoseconds: what is read later must be what was looked through."""
    head: bytes
    lines: int
    marked: bool
    ascii: bool
    quoted: bool
    addressed: bool

    def still_of(self, path: Path) -> bool:
        """Whether the file has not been written since."""
        found = path.stat()
        return (found.st_size, found.st_mtime_ns) == (self.size, self.written)


def surveyed(path: Path, longer_than: int) -> Survey | None:
    """The survey of a long plain text in UTF-8; None for a file that is shorter, of another kind, or strange inside."""
    try:
        with path.open("rb") as content:
            before = os.fstat(content.fileno())
            if not stat.S_ISREG(before.st_mode) or not longer_than < before.st_size <= MAX_FILE:
                return None
            found = _Looking()
            while block := content.read(BLOCK):
                if not found.took(block):
                    return None
            after = os.fstat(content.fileno())
    except OSError:
        return None
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return found.told(before.st_size, before.st_mtime_ns) if same else None


class _Looking:
    """What was seen so far."""

    def __init__(self) -> None:
        self._digest, self._utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
        self._head, self._tail, self._ascii = b"", b"", True
        self._newlines = self._returns = self._pairs = 0
        self._quoted = self._addressed = False

    def took(self, block: bytes) -> bool:
        """Whether a block is plain, like all before it."""
        self._digest.update(block)
        if len(self._head) < HEAD:
            self._head += block[: HEAD - len(self._head)]
        if self._ascii and not block.isascii():
            self._ascii = False
        try:
            if not self._ascii:
                self._utf8.decode(block)
        except UnicodeDecodeError:
            return False
        if block.translate(None, _PLAIN):
            return False
        self._newlines += block.count(b"\n")
        if returns := block.count(b"\r"):
            self._returns += returns
            self._pairs += block.count(b"\r\n")
        self._pairs += self._tail[-1:] == b"\r" and block[:1] == b"\n"
        self._quoted = self._quoted or b'"' in block
        self._addressed = self._addressed or b"@" in block
        self._tail = (self._tail + block[-1_000:])[-1_000:]
        return True

    def told(self, size: int, written: int) -> Survey | None:
        """The survey; None when lines end in several ways, or the text ends inside a letter."""
        try:
            self._utf8.decode(b"", final=True)
        except UnicodeDecodeError:
            return None
        if self._returns and not self._returns == self._pairs == self._newlines:
            return None
        ended = self._tail.rstrip(b"\r\n")
        blank = self._tail.count(b"\n", len(ended))
        head = self._head.removeprefix(MARK)
        whole = head if len(self._head) == size else head[: head.rfind(b"\n") + 1]
        if not ended or not whole:
            return None
        return Survey(
            self._digest.hexdigest(), size, written, whole, self._newlines - blank + 1,
            self._head.startswith(MARK), self._ascii, self._quoted, self._addressed,
        )  # fmt: skip
