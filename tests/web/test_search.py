"""Search: one line leads to anything of the plan, and says who answers for what has no page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from tests.conftest import home_of_process

from jalon.records.workspaces import Workspace

home_of_process()

from django.db import connection  # noqa: E402  # Django knows its settings only now
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from tests.web.steered import come_in, steered  # noqa: E402

KERVOAL = files("jalon.demo").joinpath("plan.yaml").read_text("utf-8")


@pytest.fixture(autouse=True)
def hosts() -> Iterator[None]:
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        yield


@pytest.fixture(scope="module")
def kervoal(records_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return steered(tmp_path_factory.mktemp("facts"), {}, KERVOAL, date(2026, 10, 15))


def links(
    workspace: Workspace, asked: str, role: str = "holder", language: str = "fr", part: bool = False
) -> list[str]:
    """Where the results of a search lead, in order."""
    client = come_in(workspace, role, "sofiane", language)
    html = client.get("/search", {"q": asked, **({"part": "1"} if part else {})}).content.decode()
    body = html if part else html.partition('<main class="page"')[2].partition("</main>")[0]
    return re.findall(r'<a (?:role="option" [^>]*)?href="([^"]+)"', body)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("visib", "/kra/K_seo"),
        ("clics organiques", "/kpi/organic_clicks_nonbrand"),
        ("A06", "/action/A06"),
        ("black", "/milestone/M4"),
        ("sofiane", "/person/sofiane"),
        ("cartogr", "/map"),
        ("D05", "/decision/D05"),
        ("O2b", "/objective/O2b"),
        ("PODCAST", "/territories?q=podcast"),
    ],
)
def test_a_few_letters_lead_there(kervoal: Workspace, asked: str, first: str) -> None:
    assert first in links(kervoal, asked)[:3]
    assert first in links(kervoal, asked, part=True)[:3]


def test_a_channel_a_campaign_or_a_page_is_answered_by_one_name(kervoal: Workspace) -> None:
    client = come_in(kervoal, "reader", "", "en")
    for asked, name in (("Organic Search", "Sofiane"), ("/pro/devis", "Margaux"), ("SEARCH B2B marque", "Inès")):
        html = client.get("/search", {"q": asked}).content.decode()
        answer = html.partition("Whose is it?")[2].partition("</section>")[0]
        assert f"</i>{name}" in answer, asked


def test_pages_one_may_not_enter_are_not_offered(kervoal: Workspace) -> None:
    assert "/members" in links(kervoal, "membres", "director")
    assert "/members" not in links(kervoal, "membres", "reader")


@pytest.mark.parametrize("asked", ["zzzz", "de la", "<script>"])
def test_nothing_found_says_what_to_do(kervoal: Workspace, asked: str) -> None:
    client = come_in(kervoal, "reader", "", "en")
    html = client.get("/search", {"q": asked}).content.decode()
    assert "Fewer letters find more" in html
    assert "<script>”" not in html


def test_what_is_typed_asks_the_records_little(kervoal: Workspace) -> None:
    client = come_in(kervoal, "reader")
    with CaptureQueriesContext(connection) as asked:
        client.get("/search", {"q": "leads", "part": "1"})
    assert len(asked) <= 12
