"""The weekly check-in: figures filled in, a confidence beside the odds, a link that lets one person do one act."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from tests.conftest import home_of_process

from jalon.records import audit, check_in_links, check_ins
from jalon.records.workspaces import Workspace

home_of_process()

from django.test import Client  # noqa: E402
from tests.web.steered import DAY, FORECAST, come_in, publish, steered  # noqa: E402

MONDAY = date(2027, 6, 14)
LIKELY = {"seo_leads": {"odds": "0.34", "value": "60", "standing": "watch", "forecast": FORECAST}}
SAID = {"confidence": "0.40", "sentence": "Deux guides sortent jeudi.", "next": "act"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return steered(folder, LIKELY)


@pytest.fixture
def signed_in(workspace: Workspace) -> Callable[..., Client]:
    return partial(come_in, workspace)


def _link(workspace: Workspace, person: str = "ana", kpi: str = "seo_leads") -> str:
    return f"/c/{check_in_links.issue(workspace, person, kpi, MONDAY, datetime.now(UTC))}"


def _rows() -> int:
    from jalon.records import models

    return sum(table.objects.count() for table in (models.CheckIn, models.AuditEntry)) + sum(
        models.CheckInLink.objects.values_list("uses", flat=True)
    )


def test_the_person_of_an_area_is_asked_about_its_least_likely_target(signed_in: Callable[..., Client]) -> None:
    answer = signed_in("holder", "ana").get("/check-in")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/check-in/seo_leads")


def test_the_figures_are_filled_in_and_a_gap_with_the_odds_is_said(signed_in: Callable[..., Client]) -> None:
    page = signed_in("holder", "ana").get("/check-in/seo_leads").content.decode()
    assert "34% odds of reaching 135" in page
    assert "You say 95%, the odds say 34%: 61 points more" in page
    assert "You say 40%" not in page, "six points are no disagreement"


def test_a_check_in_is_kept_and_shown_beside_the_odds_to_everybody(
    signed_in: Callable[..., Client], workspace: Workspace
) -> None:
    ana, deputy = signed_in("holder", "ana"), signed_in("holder", "ben")
    assert ana.post("/check-in/seo_leads", {**SAID, "confidence": "0.80"}).status_code == 302
    page = deputy.get("/kpi/seo_leads").content.decode()
    assert "Confidence of Ana" in page
    assert "Deux guides sortent jeudi." in page
    assert "Confidence 80%, odds 34% that day: 46 points more." in page
    assert "said on 15 Jun, apart from the odds" in page


def test_whoever_changes_her_mind_says_it_again_and_nothing_is_rewritten(
    signed_in: Callable[..., Client], workspace: Workspace
) -> None:
    from jalon.records import models

    ana = signed_in("holder", "ana")
    for share in ("0.40", "0.60"):
        ana.post("/check-in/seo_leads", {**SAID, "confidence": share})
    last = check_ins.latest(workspace, "seo_leads", DAY)
    assert last is not None
    assert str(last.confidence) == "0.600"
    assert models.CheckIn.objects.filter(workspace_id=workspace.id).count() == 2
    with pytest.raises(models.Immutable):
        models.CheckIn.objects.filter(workspace_id=workspace.id).first().delete()
    assert audit.verify() is None


def test_a_check_in_just_sent_is_undone_in_one_click_and_the_word_before_counts_again(
    signed_in: Callable[..., Client], workspace: Workspace
) -> None:
    ana = signed_in("holder", "ana")
    ana.post("/check-in/seo_leads", SAID)
    ana.post("/check-in/seo_leads", {**SAID, "sentence": "Trop vite."})
    assert "Undo it" in ana.get("/check-in/seo_leads?sent=1").content.decode()
    answer = ana.post("/check-in/seo_leads", {"take_back": "1"}, follow=True)
    assert "Taken back" in answer.content.decode()
    assert [one.sentence for one in check_ins.of_week(workspace, MONDAY)] == [SAID["sentence"]]
    ana.post("/check-in/seo_leads", {"take_back": "1"})
    ana.post("/check-in/seo_leads", {"take_back": "1"})
    assert check_ins.of_week(workspace, MONDAY) == []


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({**SAID, "confidence": "0.80", "sentence": ""}, "One sentence is due here"),
        ({**SAID, "sentence": " "}, "One sentence is due here"),
        ({**SAID, "confidence": "0.37"}, "Choose the chance you give it."),
        ({**SAID, "next": "blame"}, "Choose what comes next."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    answer: dict[str, str], told: str, signed_in: Callable[..., Client], workspace: Workspace
) -> None:
    refused = signed_in("holder", "ana").post("/check-in/seo_leads", answer)
    assert refused.status_code == 400
    assert told in refused.content.decode()
    assert check_ins.latest(workspace, "seo_leads", DAY) is None


def test_only_the_people_of_an_area_speak_for_it(signed_in: Callable[..., Client]) -> None:
    assert signed_in("holder", "ben").get("/check-in/seo_leads").status_code == 200, "he stands in"
    assert signed_in("contributor", "eve").get("/check-in/sea_leads").status_code == 200, "she contributes"
    assert signed_in("holder", "cleo").post("/check-in/seo_leads", SAID).status_code == 404
    assert signed_in("director", "dan").post("/check-in/seo_leads", SAID).status_code == 404
    for role in ("reader", "administrator"):
        assert signed_in(role, "ana").post("/check-in/seo_leads", SAID).status_code == 403


def test_a_link_opens_one_check_in_without_a_session(workspace: Workspace) -> None:
    link, visitor = _link(workspace), Client(headers={"accept-language": "en"})
    page = visitor.get(link)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    sent = visitor.post(link, SAID, follow=True)
    assert "Your check-in is kept." in sent.content.decode()
    last = check_ins.latest(workspace, "seo_leads", DAY)
    assert last is not None
    assert (last.person, last.way, last.week) == ("ana", "link", MONDAY)
    for elsewhere in ("/", "/kpi/seo_leads", "/check-in/seo_leads"):
        assert visitor.get(elsewhere).status_code == 302, "a link is no session"


def test_reading_a_link_writes_nothing(workspace: Workspace) -> None:
    link, before = _link(workspace), _rows()
    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert Client().get(f"{link}?sent=1").status_code == 200
    assert Client().head(link).status_code == 405
    assert _rows() == before


def test_a_link_needs_the_page_it_was_read_on(workspace: Workspace) -> None:
    link = _link(workspace)
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post(link, SAID).status_code == 403
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.get(link).content.decode())
    assert found is not None
    assert visitor.post(link, {**SAID, "csrfmiddlewaretoken": found[1]}).status_code == 302


def test_a_link_that_is_past_revoked_used_up_or_unknown_gets_one_answer(workspace: Workspace) -> None:
    now = datetime.now(UTC)
    past = check_in_links.issue(workspace, "ana", "seo_leads", MONDAY, now, timedelta(seconds=-1))
    revoked = check_in_links.issue(workspace, "ana", "seo_leads", MONDAY, now)
    assert check_in_links.revoke(workspace, "ana", now) == 1
    used = check_in_links.issue(workspace, "ana", "seo_leads", MONDAY, now)
    assert [check_in_links.spend(used, now) for _ in range(check_in_links.MOST_USES + 1)].count(True) == 10
    answers = [Client().get(f"/c/{token}") for token in (past, revoked, used, uuid4().hex)]
    assert [one.status_code for one in answers] == [404] * 4
    assert len({one.content for one in answers}) == 1


def test_a_link_ends_with_the_person_s_place_in_the_area(workspace: Workspace) -> None:
    for person, kpi in (("cleo", "seo_leads"), ("nobody", "seo_leads"), ("ana", "gone")):
        link = _link(workspace, person, kpi)
        assert Client().get(link).status_code == 404
        assert Client().post(link, SAID).status_code == 404


def test_only_the_hash_of_a_link_is_kept(workspace: Workspace) -> None:
    from jalon.records import models

    token = check_in_links.issue(workspace, "ana", "seo_leads", MONDAY, datetime.now(UTC))
    row = models.CheckInLink.objects.get(workspace_id=workspace.id)
    assert len(token) >= 32
    assert token not in {str(getattr(row, field.name)) for field in models.CheckInLink._meta.fields}


def test_somebody_who_tries_addresses_has_to_wait(workspace: Workspace) -> None:
    link = _link(workspace)
    answers = [Client().get(f"/c/{uuid4().hex}").status_code for _ in range(31)]
    assert answers == [404] * 30 + [429]
    assert Client().get(link).status_code == 429


def test_a_check_in_of_today_is_not_shown_on_a_day_before_it(
    signed_in: Callable[..., Client], workspace: Workspace, folder: Path
) -> None:
    publish(workspace, folder, LIKELY, day=date(2027, 6, 8))
    ana = signed_in("holder", "ana")
    ana.post("/check-in/seo_leads", SAID)
    assert "Confidence of Ana" not in ana.get("/kpi/seo_leads?day=2027-06-08").content.decode()
    assert ana.post("/check-in/seo_leads", SAID).status_code == 403, "the past can only be read"
