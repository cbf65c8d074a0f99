"""Every reader installed, fed with look-alikes gone wrong: it reads or refuses, and what it reads holds together.

`JALON_FUZZ=2000` asks for as many files a format, new ones each time; without it the files are the same each time.
"""

from __future__ import annotations

import json
import os
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.files import FORMATS, LOOK_ALIKES, read
from tests.sources.mutants import mutants

from jalon.sources.reading import wire
from jalon.sources.reading.report import FileReport, ReadReport, joined_tables

ASKED = os.environ.get("JALON_FUZZ")
FUZZED = settings(
    max_examples=int(ASKED or 25),
    derandomize=ASKED is None,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


def test_every_reader_installed_has_a_look_alike_to_spoil() -> None:
    assert {format_.id for format_ in FORMATS} <= set(LOOK_ALIKES)


@pytest.mark.parametrize("format_id", sorted(LOOK_ALIKES))
@FUZZED
@given(data=st.data())
def test_a_spoilt_export_is_read_or_refused_and_what_is_read_holds_together(
    format_id: str, data: st.DataObject
) -> None:
    name, content = data.draw(mutants(format_id))
    with tempfile.TemporaryDirectory() as folder:
        report = read(Path(folder), name, content)
    holds_together(report)
    sent = json.loads(json.dumps(wire.report_said(ReadReport((report,)))))
    assert wire.report_of(sent).files[0].as_document() == report.as_document()


def holds_together(report: FileReport) -> None:
    """Statuses, lengths, types and days that nothing beyond the reader would check again."""
    assert report.status in ("recognised", "unknown", "refused")
    assert report.tables == () or report.status == "recognised"
    assert report.findings or report.status == "recognised"
    json.dumps(report.as_document())
    for table in (one.table for one in report.tables if report.importable):
        assert {len(cells) for cells in table.columns.values()} == {table.rows_kept()}
        numbers = [table.columns[measure.name] for measure in table.measures]
        assert all(isinstance(cell, Decimal | float | None) for cells in numbers for cell in cells)
        for start, end in zip(table.columns["period_start"], table.columns["period_end"], strict=True):
            assert isinstance(start, date) or not table.covers, "a row without days in a slice of days"
            assert start is None or (isinstance(start, date) and isinstance(end, date) and start <= end)
    joined_tables(report.tables)
