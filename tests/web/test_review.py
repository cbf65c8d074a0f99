"""The weekly review: built from what went wrong, its minutes written as it goes, closed with a summary."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import home_of_process

home_of_process()

from tests.web.steered import DAY, SOUND, come_in, publish, steered  # noqa: E402

from jalon.records import check_ins, minutes, models  # noqa: E402
from jalon.records.workspaces import Workspace  # noqa: E402
from jalon.routines import reporting  # noqa: E402

BAD = {"standing": "off_course", "odds": "0.04", "value": "40"}
WEEK = check_ins.week_of(DAY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


@pytest.fixture
def company(folder: Path) -> Workspace:
    well = {"standing": "on_course", "odds": "0.3"}
    made = steered(folder, {"seo_leads": well}, SOUND, DAY - timedelta(days=7))
    publish(made, folder, {"seo_leads": BAD})
    return made


def test_the_agenda_holds_what_goes_wrong_with_its_reason_and_passes_the_rest(company: Workspace) -> None:
    document = reporting.review_document(company, "en")
    assert document is not None
    points = {one["subject"]: one for one in document["points"]}  # type: ignore[attr-defined]
    assert "Out of reach" in points["kra:K_seo"]["text"]
    assert "Leads" in points["kra:K_seo"]["text"]


def test_minutes_are_written_point_by_point_and_the_next_point_opens(company: Workspace) -> None:
    ana = come_in(company, "holder", "ana")
    first = ana.get("/review").content.decode()
    assert "Out of reach" in first
    said = {
        "point": "kra:K_seo", "text": "Two guides left page one.", "promise": "List the pages", "who": "ana",
        "due": "2027-06-18",
    }  # fmt: skip
    assert ana.post("/review/line", said).status_code == 302
    kinds = [(one.kind, one.text, one.person) for one in minutes.of_week(company, WEEK)]
    assert kinds == [("note", "Two guides left page one.", ""), ("promise", "List the pages", "ana")]
    assert "<h1>Visibilité organique</h1>" not in ana.get("/review").content.decode()


def test_a_point_passed_without_a_word_is_passed(company: Workspace) -> None:
    come_in(company, "holder", "ana").post("/review/line", {"point": "kra:K_seo"})
    assert [one.kind for one in minutes.of_week(company, WEEK)] == ["passed"]


def test_the_week_is_closed_once_with_its_summary(company: Workspace) -> None:
    dan = come_in(company, "director", "dan")
    dan.post("/review/line", {"point": "kra:K_seo", "text": "Two guides left page one."})
    dan.post("/review/close", {"text": "A calm week."})
    dan.post("/review/close", {"text": "Again."})
    page = dan.get("/review").content.decode()
    assert "The review of the week is closed" in page
    assert "Two guides left page one." in page
    assert "A calm week." in page
    assert sum(one.kind == "closed" for one in minutes.of_week(company, WEEK)) == 1


def test_a_promise_comes_back_the_week_after_until_it_is_kept(company: Workspace, folder: Path) -> None:
    ana = come_in(company, "holder", "ana")
    ana.post("/review/line", {"point": "kra:K_seo", "promise": "List the pages", "who": "ana", "due": "2027-06-18"})
    publish(company, folder, {"seo_leads": BAD}, SOUND, DAY + timedelta(days=7))
    assert "List the pages" in ana.get("/review").content.decode()
    (line, done) = minutes.promises(company, WEEK + timedelta(days=7))[0]
    assert not done
    assert ana.post(f"/review/kept/{line.id}").status_code == 302
    assert ana.post(f"/review/kept/{line.id}").status_code == 404
    assert minutes.promises(company, WEEK + timedelta(days=7))[0][1]


def test_a_reader_reads_and_writes_nothing(company: Workspace) -> None:
    reader = come_in(company, "reader")
    assert reader.get("/review").status_code == 200
    assert reader.post("/review/line", {"point": "kra:K_seo", "text": "x"}).status_code == 403
    assert "Save and next" not in reader.get("/review").content.decode()


def test_a_line_of_the_minutes_is_never_rewritten(company: Workspace) -> None:
    come_in(company, "holder", "ana").post("/review/line", {"point": "kra:K_seo", "text": "x"})
    row = models.MinuteLine.objects.get(workspace_id=company.id)
    with pytest.raises(models.Immutable):
        row.save()
