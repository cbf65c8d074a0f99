"""A file of which nothing is used: its finding, its digest, its size."""

from __future__ import annotations

import contextlib
from pathlib import Path

from jalon.facts.load import DataFile
from jalon.findings import Finding
from jalon.sources.reading.limits import MAX_FILE
from jalon.sources.reading.personal import masked_finding
from jalon.sources.reading.report import REFUSED, FileReport


def refused_file(path: Path, finding: Finding) -> FileReport:
    """A file of which nothing is used but its digest and size."""
    size = path.stat().st_size if path.is_file() else None
    digest = None
    if size is not None and size <= MAX_FILE:
        with contextlib.suppress(OSError):
            digest = DataFile.of(path).sha256
    return FileReport(path=str(path), sha256=digest, bytes=size, status=REFUSED, findings=(masked_finding(finding),))
