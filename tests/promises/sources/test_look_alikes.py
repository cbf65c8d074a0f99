"""Each format reads its look-alikes, in every language and encoding it claims, to the figures written beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jalon.quantities import Period
from tests.sources.files import ON_DISK, codes, expectations, read

ALL = expectations()
NAMES = [f"{path.parent.name}/{path.name}" for _, path, _ in ALL]


@pytest.mark.parametrize(("format_id", "path", "expected"), ALL, ids=NAMES)
def test_a_look_alike_gives_the_figures_written_beside_it(
    format_id: str, path: Path, expected: dict[str, object], tmp_path: Path
) -> None:
    told = dict(expected.get("answers", {}))  # type: ignore[call-overload]
    if "period" in told:
        told["period"] = Period(*(date.fromisoformat(day) for day in told["period"]))
    report = read(tmp_path, path.name, path.read_bytes(), **told)
    assert (report.status, report.format) == ("recognised", format_id), codes(report)
    assert (report.language, report.currency) == (expected.get("language"), expected.get("currency"))
    assert sorted(set(codes(report))) == sorted(expected.get("findings", []))  # type: ignore[call-overload]
    assert list(report.dropped.personal_columns) == expected.get("personal", [])
    tables = [table.as_document() for table in report.tables]
    assert [_figures(table) for table in tables] == expected["tables"]


def _figures(table: dict[str, object]) -> dict[str, object]:
    measures = table["measures"]
    assert isinstance(measures, dict)
    nulls = {name: said["nulls"] for name, said in measures.items() if said["nulls"]}
    return {
        "cut": table["cut"],
        "rows": table["rows"],
        "period": table["period"],
        "totals": {name: said.get("total") for name, said in measures.items()},
        **({"nulls": nulls} if nulls else {}),
    }


def test_no_look_alike_lies_on_disk_unread() -> None:
    kept = {path.relative_to(ON_DISK) for path in ON_DISK.glob("*/*") if path.name != "expected.json"}
    assert kept == {path.relative_to(ON_DISK) for _, path, _ in ALL}
