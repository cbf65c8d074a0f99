"""One board page for every test of its forms: three objectives, two of them in danger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from tests.conftest import home_of_process

home_of_process()

from tests.web.steered import DAY, FORECAST, SOUND, publish, steered  # noqa: E402  # Django knows its tables only now

from jalon.records.workspaces import Workspace  # noqa: E402
from jalon.reports.codir.page import Page  # noqa: E402
from jalon.routines import reporting  # noqa: E402

GOAL: Mapping[str, object] = {
    "standing": "off_course", "odds": "0.2", "value": "500", "forecast": FORECAST, "due": "2027-12-31",
}  # fmt: skip
WELL: Mapping[str, object] = {"standing": "on_course", "odds": "0.8"}


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A company whose board page says something, against four weeks before."""
    folder = tmp_path_factory.mktemp("facts")
    made = steered(folder, {"O2": WELL, "seo_leads": WELL}, SOUND, DAY - timedelta(days=28))
    publish(made, folder, {"O1": GOAL, "O2": GOAL, "O3": WELL, "seo_leads": {**GOAL, "target": "135"}})
    return made


@pytest.fixture(scope="session")
def page(reported: Workspace) -> Page:
    found = reporting.codir_page(reported, "https://jalon.example", "en")
    assert found is not None
    return found
