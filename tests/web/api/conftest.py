"""A company with a published day, its rival, and a program of each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import home_of_process

from jalon.records.workspaces import Workspace

home_of_process()

from tests.web.api.programs import Program, program  # noqa: E402
from tests.web.steered import FORECAST, SOUND, steered  # noqa: E402

SAID = {**FORECAST, "raw_odds": None, "believed": None, "measured_actions": 0}
LIKELY = {"seo_leads": {"odds": "0.34", "value": "60", "standing": "watch", "forecast": SAID}}
SECRET = "Zanzibar"
"""A word that only the other company says."""


@pytest.fixture(scope="session")
def api_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


@pytest.fixture(scope="session")
def company(api_folder: Path) -> Workspace:
    return steered(api_folder, LIKELY)


@pytest.fixture(scope="session")
def other(api_folder: Path) -> Workspace:
    """Another company, whose things bear other names."""
    text = SOUND
    for own in ("K_seo", "O1", "aov", "panne", "A1", "M1", "D1", "ana"):
        text = re.sub(rf"\b{own}\b", f"{own}_zz", text)
    text = text.replace("use: aov_zz", "id: aov_zz, use: aov").replace("Vendre davantage", f"{SECRET} davantage")
    return steered(api_folder, {}, text)


@pytest.fixture(scope="session")
def reading(company: Workspace) -> Program:
    return program(company)
