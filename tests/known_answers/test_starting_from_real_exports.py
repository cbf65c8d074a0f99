"""A draft plan from a folder that holds only real exports: its channels and its baselines are those of the files.

The figures are those of the exports' own README, computed with plain csv and openpyxl code.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

EXPORTS = Path(__file__).resolve().parents[3] / "shared" / "sources" / "exports"
pytestmark = pytest.mark.skipif(not EXPORTS.exists(), reason="the real exports are not beside this folder")

Document = dict[str, object]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("draft") / "plan.yaml"


@pytest.fixture(scope="module")
def found(plan: Path) -> dict[str, list[dict[str, object]]]:
    words = [sys.executable, "-m", "jalon", "--home", str(plan.parent / "home"), "--json"]
    done = subprocess.run(
        [*words, "start", str(EXPORTS), "-o", str(plan), "--year", "2027", "--company-currency", "INR"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    read: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return read


def channel(found: dict[str, list[dict[str, object]]], name: str) -> dict[str, dict[str, object]]:
    return next(one for one in found["channels"] if one["id"] == name)  # type: ignore[return-value]  # one object


def test_the_active_channels_are_those_of_the_exports(found: dict[str, list[dict[str, object]]]) -> None:
    assert {one["id"] for one in found["channels"] if one["active"]} == {"sea", "sma", "seo", "smo", "email", "site"}


@pytest.mark.parametrize(
    ("name", "value", "unit", "period"),
    [
        ("sea", "2565.93", "INR", ["2025-07-08", "2025-07-31"]),
        ("sma", "77818.01", "UAH", ["2023-04-01", "2024-03-11"]),
    ],
)
def test_what_was_spent_is_in_the_currency_of_the_file(
    found: dict[str, list[dict[str, object]]], name: str, value: str, unit: str, period: list[str]
) -> None:
    spend = channel(found, name)["spend"]
    assert (spend["value"], spend["unit"], spend["period"]) == (value, unit, period)


@pytest.mark.parametrize(
    ("use", "value", "period"),
    [
        ("sea_conversions", "15", ["2025-07-08", "2025-07-31"]),
        ("sea_cpa", "171.062", ["2025-07-08", "2025-07-31"]),
        ("organic_clicks", "676311", ["2024-11-06", "2025-02-05"]),
        ("organic_impressions", "38473290", ["2024-11-06", "2025-02-05"]),
        ("web_engagement_rate", "0.4", ["2023-03-22", "2023-04-18"]),
    ],
)
def test_baselines_are_the_totals_of_the_files(
    found: dict[str, list[dict[str, object]]], use: str, value: str, period: list[str]
) -> None:
    carried = {kpi["use"]: kpi for kra in found["kras"] for kpi in kra["kpis"]}  # type: ignore[attr-defined]
    baseline = carried[use]["baseline"]
    assert (baseline["value"], baseline["period"], baseline["same_period"]) == (value, period, False)


def test_social_media_bring_what_their_export_says(found: dict[str, list[dict[str, object]]]) -> None:
    headline = channel(found, "smo")["headline"]
    assert (headline["measure"], headline["lately"]["value"]) == ("social_engagements", "22867")  # type: ignore[index]


def test_the_draft_passes_the_lint_as_a_draft(found: dict[str, list[dict[str, object]]], plan: Path) -> None:
    assert found["lint"]["error"] == 0  # type: ignore[call-overload]
    done = subprocess.run(
        [sys.executable, "-m", "jalon", "--json", "lint", str(plan)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, json.loads(done.stdout)["counts"]) == (0, found["lint"])
