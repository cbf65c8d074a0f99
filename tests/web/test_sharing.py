"""What leaves the house: frozen pages, links that open one thing and end, one person's dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import home_of_process

home_of_process()

from django.test import Client  # noqa: E402
from tests.web.steered import DAY, FORECAST, come_in, publish, steered  # noqa: E402

from jalon.records import models, open_links, snapshots  # noqa: E402
from jalon.records.workspaces import Workspace  # noqa: E402
from jalon.web.sharing.public import MOST_MISSES  # noqa: E402

GOAL = {"standing": "off_course", "odds": "0.2", "value": "500", "forecast": FORECAST, "due": "2027-12-31"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


@pytest.fixture
def company(folder: Path) -> Workspace:
    return steered(folder, {"O1": GOAL, "O2": GOAL})


def shared(company: Workspace) -> tuple[Client, str]:
    """A director who froze the page and made a link; the path of its address."""
    dan = come_in(company, "director", "dan")
    assert dan.post("/shared/freeze").status_code == 302
    kept = snapshots.every(company, "codir")[0]
    said = dan.post(f"/shared/{kept.id}/link").content.decode()
    found = re.search(r"http://testserver(/s/[\w-]+)", said)
    assert found is not None
    return dan, found[1]


def test_a_link_opens_the_frozen_page_to_whoever_holds_it_without_cookie_or_index(company: Workspace) -> None:
    _, path = shared(company)
    answer = Client().get(path)
    assert answer.status_code == 200
    assert "at risk of missing" in answer.content.decode()
    assert not answer.cookies
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert open_links.of(company, "report")[0].reads == 1


def test_a_frozen_page_does_not_follow_the_figures(company: Workspace, folder: Path) -> None:
    _, path = shared(company)
    before = Client().get(path).content.decode()
    publish(company, str(folder), {"O1": {**GOAL, "value": "999999"}})  # type: ignore[arg-type]
    assert Client().get(path).content.decode() == before


def test_the_same_page_is_frozen_once_and_never_changed(company: Workspace) -> None:
    dan, _ = shared(company)
    dan.post("/shared/freeze")
    assert len(snapshots.every(company, "codir")) == 1
    row = models.ReportSnapshot.objects.get(workspace_id=company.id)
    with pytest.raises(models.Immutable):
        row.save()


def test_a_page_that_was_tampered_with_is_not_shared(company: Workspace) -> None:
    _, path = shared(company)
    rows = models.ReportSnapshot.objects.filter(workspace_id=company.id)
    rows.update(document={**rows.get().document, "title": "All is well"})
    assert Client().get(path).status_code == 404


def test_only_the_hash_of_a_link_is_kept(company: Workspace) -> None:
    _, path = shared(company)
    token = path.rpartition("/")[2]
    row = models.OpenLink.objects.get(workspace_id=company.id)
    assert token not in str(row.__dict__)


def test_a_link_ends_when_it_is_ended_or_after_thirty_days(company: Workspace) -> None:
    dan, path = shared(company)
    token, now = path.rpartition("/")[2], datetime.now(UTC)
    assert open_links.opened("report", token, now + timedelta(days=29)) is not None
    assert open_links.opened("report", token, now + timedelta(days=31)) is None
    link = open_links.of(company, "report")[0]
    assert dan.post(f"/shared/links/{link.id}/end").status_code == 302
    assert Client().get(path).status_code == 404


def test_whoever_guesses_is_stopped(company: Workspace) -> None:
    _, path = shared(company)
    visitor = Client()
    for number in range(MOST_MISSES):
        assert visitor.get(f"/s/guess-{number}").status_code == 404
    assert visitor.get(path).status_code == 404, "this place tried too often"


def test_a_link_of_one_kind_opens_nothing_of_another(company: Workspace) -> None:
    _, path = shared(company)
    assert Client().get(f"/calendar/{path.rpartition('/')[2]}.ics").status_code == 404


def test_freezing_sharing_and_ending_are_for_whoever_publishes(company: Workspace) -> None:
    shared(company)
    kept, link = snapshots.every(company, "codir")[0], open_links.of(company, "report")[0]
    for role in ("holder", "contributor", "reader"):
        someone = come_in(company, role, "ana" if role == "holder" else "")
        tried = [someone.post(p).status_code for p in (
            "/shared/freeze", f"/shared/{kept.id}/link", f"/shared/links/{link.id}/end"
        )]  # fmt: skip
        assert tried == [403, 403, 403]
        assert someone.get(f"/shared/{kept.id}").status_code == 200


def test_another_company_s_page_does_not_exist(company: Workspace, folder: Path) -> None:
    shared(company)
    kept = snapshots.every(company, "codir")[0]
    elsewhere = come_in(steered(folder, {}), "director", "dan")
    assert elsewhere.get(f"/shared/{kept.id}").status_code == 404
    assert elsewhere.post(f"/shared/{kept.id}/link").status_code == 404


def test_one_s_dates_are_read_by_an_agenda_and_a_new_address_ends_the_earlier(company: Workspace) -> None:
    cleo = come_in(company, "holder", "cleo", "fr")

    def address() -> str:
        found = re.search(r"http://testserver(/calendar/[\w-]+\.ics)", cleo.post("/shared/calendar").content.decode())
        assert found is not None
        return found[1]

    first = address()
    answer = Client().get(first)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert not answer.cookies
    said = answer.content.decode()
    assert "SUMMARY:Jalon commun\u00a0: Retour d’expérience" in said.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20270901" in said
    second = address()
    assert Client().get(first).status_code == 404
    assert Client().get(second).content == answer.content, "the same dates are the same bytes"


def test_a_calendar_is_whole_lines_of_at_most_75_octets_and_no_text_ends_a_value(company: Workspace) -> None:
    from datetime import date

    from jalon.reports.agenda import Dated, ics

    hostile = Dated("x", date(2027, 1, 1), "é" * 90 + ";,\\\r\nBEGIN:VEVENT", "", "/")
    lines = ics([hostile], "N", "h", "https://jalon.example", datetime(2027, 1, 1, tzinfo=UTC)).split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert sum(line == b"BEGIN:VEVENT" for line in lines) == 1
    assert DAY.year == 2027
