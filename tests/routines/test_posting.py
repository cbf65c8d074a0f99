"""The board page by mail: frozen, sent once to each in her language, by hand or when the plan says so."""

from __future__ import annotations

import email.policy
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from tests.conftest import home_of_process

home_of_process()

from tests.reports.conftest import GOAL, WELL  # noqa: E402  # Django knows its tables only now
from tests.routines.test_telling import Outbox  # noqa: E402
from tests.web.steered import DAY, SOUND, publish, steered  # noqa: E402

from jalon.alerts.channel import EMAIL, Attachment, Message  # noqa: E402
from jalon.alerts.channels.email import _written  # noqa: E402
from jalon.records import accounts, alerts, open_links, snapshots, workspaces  # noqa: E402
from jalon.records.workspaces import Workspace  # noqa: E402
from jalon.routines import posting, telling  # noqa: E402
from jalon.routines.telling import Post  # noqa: E402

NOON = datetime(2027, 6, 15, 10, tzinfo=UTC)
FIRST_MONDAY = datetime(2027, 7, 5, 6, 0, tzinfo=UTC)
"""Eight o'clock in Paris."""
PLAN = (
    SOUND
    + """sharing:
  reports:
    - {id: board, report: codir, format: xlsx, every: month, day: monday, at: "08:00", for: [dan, ana]}
"""
)


@pytest.fixture
def company(tmp_path: Path) -> Workspace:
    """A company whose director reads French and one of whose people, Ana, reads English; Ben has no account."""
    made = steered(tmp_path, {"O1": GOAL, "O2": WELL, "O3": WELL}, PLAN)
    for person, role, language in (("dan", "director", "fr"), ("ana", "holder", "en")):
        account = accounts.without_password(f"{person}-{made.slug}@savons.example", person.title(), language)
        workspaces.join(made, account.id, role, person)
    return made


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def post(outbox: Outbox) -> Post:
    return Post({EMAIL: outbox}, "https://jalon.example")


def test_each_gets_the_frozen_page_once_in_her_language_with_its_figures_its_file_and_its_link(
    company: Workspace, post: Post, outbox: Outbox
) -> None:
    assert posting.send_now(company, ["dan", "ana", "nobody"], post.address, "Dan", NOON) == 2
    assert posting.send_now(company, ["dan", "ana"], post.address, "Dan", NOON) == 0, "the same page is sent once"
    assert telling.send(company, post, NOON).sent == 2
    assert telling.send(company, post, NOON + timedelta(hours=1)).sent == 0
    by = {one.name: one for one in outbox.taken}
    assert (by["Dan"].language, by["Ana"].language) == ("fr", "en")
    kept = {one.language: one for one in snapshots.every(company, "codir")}
    assert set(kept) == {"fr", "en"}
    for mail in by.values():
        assert f"https://jalon.example/shared/{kept[mail.language].id}" in mail.text
        assert "O1 · " in mail.text
        assert "120" in mail.text, "the band of the forecast travels with it"
        (file,) = mail.files
        assert file.name.startswith("codir-")
        assert file.content
    assert "chances" in by["Dan"].text
    assert "odds" in by["Ana"].html


def test_whoever_has_no_account_gets_a_link_that_opens_that_page_alone(
    company: Workspace, post: Post, outbox: Outbox
) -> None:
    posting.send_now(company, ["ben"], "https://jalon.example", "Dan", NOON)
    telling.send(company, Post({EMAIL: _Anywhere(outbox)}, post.address), NOON)
    (mail,) = outbox.taken
    token = mail.text.split("https://jalon.example/s/")[1].split()[0]
    opened = open_links.opened("report", token, NOON)
    assert opened is not None
    assert opened.subject == str(snapshots.every(company, "codir")[0].id)


class _Anywhere:
    """A way that needs no address."""

    needs_address = False

    def __init__(self, outbox: Outbox) -> None:
        self.deliver = outbox.deliver


def test_the_plan_s_timetable_sends_on_the_first_monday_at_its_hour_and_once_though_the_worker_dies(
    company: Workspace, post: Post, outbox: Outbox, tmp_path: Path
) -> None:
    assert posting.note_due(company, post.address, FIRST_MONDAY - timedelta(minutes=1)) == 0, "not before its hour"
    assert posting.note_due(company, post.address, FIRST_MONDAY) == 2
    publish(company, tmp_path, {"O1": WELL}, PLAN, DAY + timedelta(days=1))
    assert posting.note_due(company, post.address, FIRST_MONDAY + timedelta(minutes=30)) == 0, "new figures or not"
    outbox.dies = True
    with pytest.raises(KeyboardInterrupt):
        telling.send(company, post, FIRST_MONDAY)
    outbox.dies = False
    telling.send(company, post, FIRST_MONDAY + timedelta(minutes=10))
    assert sorted(one.name for one in outbox.taken) in (["Ana", "Ana", "Dan"], ["Ana", "Dan", "Dan"])
    again = [one for one in outbox.taken if "interrompu" in one.text or "interrupted" in one.text]
    assert len(again) == 1, "what may have left twice says so"
    assert len({one.key for one in outbox.taken}) == 2
    assert all(one.files[0].name.endswith(".xlsx") for one in outbox.taken)
    assert posting.note_due(company, post.address, FIRST_MONDAY + timedelta(days=3)) == 0
    assert posting.note_due(company, post.address, FIRST_MONDAY + timedelta(days=28, hours=1)) == 2, "a month later"


def test_a_page_that_may_not_leave_is_held_and_says_so(company: Workspace, post: Post, tmp_path: Path) -> None:
    publish(company, tmp_path, {"O1": {**GOAL, "owner": None}}, PLAN, DAY + timedelta(days=1))
    posting.note_due(company, post.address, FIRST_MONDAY)
    assert telling.send(company, post, FIRST_MONDAY).held == 0
    last = alerts.every(company)[0].last("held")
    assert last is not None
    assert last.said == "lacking"


def test_a_file_travels_in_the_mail_under_a_name_of_one_line() -> None:
    file = Attachment("codir\r\nBcc: x.pdf", "application/pdf", b"%PDF-1.7")
    sent = _written(Message("k", "a@b.example", "A", "fr", "S", "texte", "<p>x</p>", (file,)), "j@b.example")
    read = message_from_bytes(sent.as_bytes(), policy=email.policy.default)
    (part,) = read.iter_attachments()
    assert (part.get_content_type(), part.get_content()) == ("application/pdf", b"%PDF-1.7")
    assert read["Bcc"] is None
