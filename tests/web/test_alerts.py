"""The page of alerts: its reader answers, others only read, nothing is rewritten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import home_of_process

home_of_process()

from tests.web.steered import DAY, NOW, come_in, publish, steered  # noqa: E402

from jalon.records import alerts, models  # noqa: E402
from jalon.records.workspaces import Workspace  # noqa: E402
from jalon.routines import telling  # noqa: E402
from jalon.web.jobs import timetable  # noqa: E402


@pytest.fixture
def company(tmp_path: Path) -> Workspace:
    made = steered(tmp_path, {"seo_leads": {"standing": "on_course"}}, day=DAY - timedelta(days=1))
    publish(made, tmp_path, {"seo_leads": {"standing": "off_course", "odds": "0.2", "value": "40", "target": "135"}})
    telling.note(made, NOW)
    return made


def test_its_reader_acknowledges_puts_off_and_says_what_it_was(company: Workspace) -> None:
    ana = come_in(company, "holder", "ana")
    (line,) = alerts.every(company)
    for said in ("acknowledged", "snooze", "false_alarm"):
        assert ana.post(f"/alerts/{line.id}", {"answer": said}).status_code == 302
    (line,) = alerts.every(company)
    assert [step.kind for step in line.steps] == ["acknowledged", "snoozed", "verdict"]
    assert (line.verdict, line.snoozed_until) == ("false_alarm", DAY + timedelta(days=7))
    page = ana.get("/alerts").content.decode()
    assert "false alarm" in page
    assert "Re-arm" in page


def test_an_answer_is_taken_back_in_one_click_and_stays_written(company: Workspace) -> None:
    ana, (line,) = come_in(company, "holder", "ana"), alerts.every(company)
    page = ana.post(f"/alerts/{line.id}", {"answer": "false_alarm"}, follow=True).content.decode()
    assert f'action="/alerts/{line.id}/undo/1"' in page
    assert come_in(company, "holder", "ben").post(f"/alerts/{line.id}/undo/1").status_code == 403
    assert ana.post(f"/alerts/{line.id}/undo/1").status_code == 302
    (line,) = alerts.every(company)
    assert (line.verdict, [one.kind for one in line.steps]) == ("", ["verdict", "undone"])
    assert ana.post(f"/alerts/{line.id}/undo/1").status_code == 404, "taken back once"
    ana.post(f"/alerts/{line.id}", {"answer": "hit"})
    assert alerts.every(company)[0].verdict == "hit"


def test_nobody_answers_for_somebody_else_but_the_director(company: Workspace) -> None:
    (line,) = alerts.every(company)
    refused = [come_in(company, role, person) for role, person in (("holder", "ben"), ("reader", ""))]
    assert [one.post(f"/alerts/{line.id}", {"answer": "acknowledged"}).status_code for one in refused] == [403, 403]
    assert all("Acknowledge</button>" not in one.get("/alerts").content.decode() for one in refused)
    assert come_in(company, "director", "dan").post(f"/alerts/{line.id}", {"answer": "hit"}).status_code == 302


def test_an_alert_of_another_company_does_not_exist(company: Workspace, tmp_path: Path) -> None:
    (line,) = alerts.every(company)
    elsewhere = come_in(steered(tmp_path, {}), "director", "dan")
    assert elsewhere.post(f"/alerts/{line.id}", {"answer": "hit"}).status_code == 404
    assert "Nobody was told of anything yet" in elsewhere.get("/alerts").content.decode()


def test_a_line_of_the_ledger_is_never_rewritten(company: Workspace) -> None:
    row = models.Alert.objects.get(workspace_id=company.id)
    with pytest.raises(models.Immutable):
        row.save()
    with pytest.raises(models.Immutable):
        row.delete()


def test_one_s_own_mail_is_seen_and_nobody_else_s_but_by_the_director(company: Workspace) -> None:
    ana = come_in(company, "holder", "ana")
    assert ana.get("/digest").status_code == 200
    assert ana.get("/digest?person=ben").status_code == 404
    assert come_in(company, "director", "dan").get("/digest?person=ben").status_code == 200


def test_hours_of_mails_are_looked_at_every_half_hour(company: Workspace) -> None:
    friday = datetime(2027, 6, 18, 12, 7, 31, tzinfo=UTC)
    assert timetable.due_next("digest", company, friday) == datetime(2027, 6, 18, 12, 30, tzinfo=UTC)
    assert timetable.due_next("digest", company, datetime(2027, 6, 18, 12, 30, tzinfo=UTC)).hour == 13


def test_the_weekly_mail_leaves_on_monday_at_half_past_seven_unless_its_reader_chose_or_paused(
    company: Workspace,
) -> None:
    monday = datetime(2027, 6, 21, 5, 31, tzinfo=UTC)
    assert telling.due_digests(company, monday - timedelta(minutes=2)) == frozenset()
    assert {"ana", "ben"} <= telling.due_digests(company, monday), "half past seven in Paris"
    ana = come_in(company, "holder", "ana")
    assert ana.post("/digest/when", {"weekday": "thursday", "at": "18:30"}).status_code == 302
    assert "ana" not in telling.due_digests(company, monday)
    assert telling.due_digests(company, monday + timedelta(days=3, hours=11)) == {"ana"}
    assert 'value="thursday" selected' in ana.get("/digest").content.decode()
    ana.post("/digest/when", {"weekday": "thursday", "at": "18:30", "paused": "1"})
    assert telling.due_digests(company, monday + timedelta(days=3, hours=11)) == frozenset()
    assert ana.post("/digest/when", {"weekday": "x", "at": "18:30"}).status_code == 404


def test_what_must_come_back_is_put_on_the_list_once(company: Workspace) -> None:
    timetable.keep(NOW)
    timetable.keep(NOW)
    kinds = models.Job.objects.filter(workspace_id=company.id).values_list("kind", flat=True)
    assert sorted(kinds) == ["curves", "digest", "refresh", "tell"]
