"""The data files of a table and their digests: Parquet carries no checksum that a reader verifies."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

from jalon.facts.load import DataFile

if TYPE_CHECKING:
    from deltalake import DeltaTable


def live_files(table: DeltaTable) -> list[str]:
    """Paths of the files that the table reads now."""
    return [unquote(urlparse(uri).path) if uri.startswith("file:") else uri for uri in table.file_uris()]


def digest(path: str) -> DataFile:
    """Size and SHA-256 of a file as it is on disk."""
    made = hashlib.sha256()
    with Path(path).open("rb") as content:
        while block := content.read(1 << 20):
            made.update(block)
    return DataFile(path, Path(path).stat().st_size, made.hexdigest())
