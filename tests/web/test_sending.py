"""The page from which the board page leaves: to whom, what each reads, then one click; what left is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reports.conftest import GOAL, WELL
from tests.web.steered import come_in, steered

from jalon.records import alerts
from jalon.records.workspaces import Workspace


@pytest.fixture
def company(tmp_path: Path) -> Workspace:
    return steered(tmp_path, {"O1": GOAL, "O2": WELL, "O3": WELL})


def test_the_page_shows_who_gets_what_before_anything_leaves(
    company: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JALON_MAIL", "console")
    dan = come_in(company, "director", "dan")
    page = dan.get("/codir/send").content.decode()
    assert 'value="dan" checked' in page
    assert 'value="ben" checked' not in page
    shown = page.split('name="shown" value="')[1].split('"')[0]
    assert dan.post("/codir/send", {"do": "send", "to": ["dan"], "shown": "other"}).status_code == 409
    assert alerts.every(company) == [], "nothing leaves that was not shown"
    assert dan.post("/codir/send", {"do": "send", "to": ["dan", "ben"], "shown": shown}).status_code == 302
    assert {one.intent.person for one in alerts.every(company)} == {"dan", "ben"}
    assert "Lately sent" in dan.get("/codir").content.decode()
    assert "Board page of" in dan.get("/alerts").content.decode()
    assert come_in(company, "holder", "ana").get("/codir/send").status_code == 403
