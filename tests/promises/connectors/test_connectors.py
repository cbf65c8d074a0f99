"""What every connector promises, whatever its tool."""

from __future__ import annotations

import logging
from datetime import date
from importlib.metadata import entry_points

import pytest

from jalon.facts.table import Table
from jalon.quantities import Period
from jalon.sources.asking.line import TRIES
from jalon.sources.asking.unanswered import Unanswered
from tests.promises.connectors.cases import CASES, playing
from tests.stand_ins import server
from tests.stand_ins.server import Fault, StillClock

DAYS = Period(date(2026, 10, 1), date(2026, 10, 9))
PASSING: dict[str, Fault] = {
    "too often": server.too_often,
    "too often for 20 seconds": server.too_often_until(20),
    "not ready": server.not_ready,
    "out of order": server.out_of_order,
    "cut off": server.truncated,
}
tools = pytest.mark.parametrize("tool", CASES)


def everything(tool: str, *faults: Fault) -> tuple[dict[str, list[Table]], StillClock]:
    """Every report of a tool over the days, with faults on the way, and the clock that waited."""
    with playing(tool) as (case, stand_in, line):
        given = case.given()
        known = case.connector.known(line, given)
        stand_in.unwell.extend(faults)
        brought = {
            report.id: list(case.connector.bring(line, given, known, report.id, DAYS).tables)
            for report in case.connector.reports(given)
        }
        clock = line.clock
        assert isinstance(clock, StillClock)
        return brought, clock


def plain(brought: dict[str, list[Table]]) -> dict[str, list[object]]:
    return {
        report: [
            (table.cut.text, table.covers, {name: list(held) for name, held in table.columns.items()})
            for table in tables
        ]
        for report, tables in brought.items()
    }


def test_every_installed_connector_is_put_to_these_promises() -> None:
    assert {point.name for point in entry_points(group="jalon.connectors")} == set(CASES)


@tools
def test_it_knows_whose_figures_it_opens(tool: str) -> None:
    with playing(tool) as (case, _, line):
        known = case.connector.known(line, case.given())
    assert known.about
    assert known.timezone


@tools
def test_each_report_speaks_for_the_days_asked_and_for_no_other(tool: str) -> None:
    brought, _ = everything(tool)
    for tables in brought.values():
        assert tables
        for table in tables:
            assert table.covers == (DAYS,)
            assert table.rows > 0
            assert set(table.columns["period_start"]) <= set(DAYS.days())
            assert {len(held) for held in table.columns.values()} == {table.rows}


@tools
@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_changes_nothing_in_the_figures(tool: str, fault: str) -> None:
    well, _ = everything(tool)
    unwell, clock = everything(tool, PASSING[fault], server.well, PASSING[fault])
    assert plain(unwell) == plain(well)
    assert clock.waited
    if "20" in fault:
        assert max(clock.waited) >= 20


@tools
def test_an_expired_token_is_renewed_once_and_the_question_put_again(tool: str) -> None:
    well, _ = everything(tool)
    assert plain(everything(tool, server.expired)[0]) == plain(well)


@tools
def test_a_tool_that_stays_out_of_order_is_given_up_and_nothing_is_half_brought(tool: str) -> None:
    with playing(tool) as (case, stand_in, line):
        given = case.given()
        known = case.connector.known(line, given)
        stand_in.unwell.extend([server.out_of_order] * 50)
        report = case.connector.reports(given)[-1]
        with pytest.raises(Unanswered) as stopped:
            case.connector.bring(line, given, known, report.id, DAYS)
        assert stopped.value.code == "fetch.out_of_order"
        assert stopped.value.passing
        assert len(stand_in.data()) <= 2 * TRIES + 2


@tools
def test_half_a_document_with_200_is_no_answer(tool: str) -> None:
    with playing(tool) as (case, stand_in, line):
        given = case.given()
        known = case.connector.known(line, given)
        stand_in.unwell.append(server.half_a_document)
        with pytest.raises(Unanswered) as stopped:
            case.connector.bring(line, given, known, case.connector.reports(given)[0].id, DAYS)
        assert (stopped.value.code, stopped.value.passing) == ("fetch.unreadable", True)


@tools
def test_an_answer_that_leads_elsewhere_is_not_followed(tool: str) -> None:
    with playing(tool) as (case, stand_in, line):
        given = case.given()
        stand_in.unwell.append(server.led_elsewhere)
        with pytest.raises(Unanswered) as stopped:
            case.connector.known(line, given)
        assert stopped.value.code == "fetch.led_elsewhere"


@tools
def test_no_secret_is_in_what_it_says_logs_or_shows(tool: str, caplog: pytest.LogCaptureFixture) -> None:
    """Canaries: the key's own lines, the token that it is worth, every other secret."""
    with caplog.at_level(logging.DEBUG), playing(tool) as (case, stand_in, line):
        given = case.given()
        secrets = [secret.opened() for secret in given.secrets.values()]
        echo = server.Reply({"error": {"message": f"bad credentials: {secrets[0]} {secrets[-1]}"}}, 403)
        known = case.connector.known(line, given)
        stand_in.unwell.append(lambda asked, app: echo)
        with pytest.raises(Unanswered) as stopped:
            case.connector.bring(line, given, known, case.connector.reports(given)[0].id, DAYS)
        shown = " ".join(
            (caplog.text, repr(stopped.value), str(stopped.value.details), repr(given), repr(line.secrets))
        )
    for secret in secrets:
        for part in {secret, *(one for one in secret.splitlines() if len(one) > 12)}:
            assert part not in shown
    assert "canary-token" not in shown


@tools
def test_the_settings_it_asks_for_have_their_words(tool: str) -> None:
    from jalon.wording import LANGUAGES, known

    connector = CASES[tool].connector
    for language in LANGUAGES:
        assert known(connector.needs, language)
        for setting in connector.settings:
            assert known(f"connector.{tool}.{setting.id}", language)
            assert known(f"connector.{tool}.{setting.id}.why", language)
