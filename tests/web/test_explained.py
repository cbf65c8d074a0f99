"""A number explains itself: its definition's version, its measures and files, and its target on any day."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import home_of_process

home_of_process()

from django.test import Client  # noqa: E402
from tests.web.steered import come_in, steered  # noqa: E402


@pytest.fixture(scope="module")
def reader(records_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Client:
    return come_in(steered(tmp_path_factory.mktemp("facts"), {}), "reader")


def asked(reader: Client, day: str) -> str:
    html = reader.get(f"/kpi/ticket_sla?target_on={day}").content.decode()
    return html.partition('role="status">')[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2027-01-04", ("78%", "Dan", "Plan annuel")),
        ("2027-02-28", ("78%", "Plan annuel")),
        ("2027-03-01", ("80%", "Dan", "Équipe renforcée")),
        ("2030-01-01", ("80%",)),
        ("2026-12-31", ("No target value was decided by then.",)),
    ],
)
def test_the_target_of_any_day_with_who_decided_it_and_why(reader: Client, day: str, told: tuple[str, ...]) -> None:
    assert all(words in asked(reader, day) for words in told)


@pytest.mark.parametrize("day", ["", "hier", "2027-13-01", "<script>"])
def test_a_day_that_is_none_is_no_question(reader: Client, day: str) -> None:
    assert asked(reader, day) == ""


def test_a_definition_says_its_version_and_its_formula(reader: Client) -> None:
    html = reader.get("/kpi/ticket_sla").content.decode()
    panel = html.partition("<h2>Definition</h2>")[2].partition("</section>")[0]
    assert "Version" in panel
    assert "<code>" in panel
    assert 'name="target_on"' in panel
