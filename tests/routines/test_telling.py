"""Telling: noted before it leaves, sent once, tried again after a fault, never lost, never twice in silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.conftest import home_of_process

from jalon.alerts.channel import Message, NotDelivered

home_of_process()

from tests.web.steered import DAY, NOW, SOUND, publish, steered  # noqa: E402  # Django knows its tables only now

from jalon.records import accounts, alerts, workspaces  # noqa: E402
from jalon.records.workspaces import Workspace  # noqa: E402
from jalon.routines import telling  # noqa: E402
from jalon.routines.telling import Post  # noqa: E402

WELL: Mapping[str, object] = {"standing": "on_course", "odds": "0.8"}
BAD: Mapping[str, object] = {"standing": "off_course", "odds": "0.2", "value": "40", "target": "135"}
LATER = timedelta(hours=1)


class Outbox:
    """A channel that keeps what it takes; it can be told to fail, or to die after it took a message."""

    needs_address = True

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.fault: BaseException | None = None
        self.dies = False

    def deliver(self, message: Message) -> None:
        if self.fault is not None:
            raise self.fault
        self.taken.append(message)
        if self.dies:
            raise KeyboardInterrupt


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def post(outbox: Outbox) -> Post:
    return Post({"email": outbox}, "https://jalon.example")


@pytest.fixture
def company(tmp_path: Path) -> Workspace:
    """A company in which one KPI of Ana's fell since the day before."""
    made = steered(tmp_path, {"seo_leads": WELL}, SOUND, DAY - timedelta(days=1))
    ana = accounts.without_password(f"ana-{made.slug}@savons.example", "Ana", "en")
    workspaces.join(made, ana.id, "holder", "ana")
    publish(made, tmp_path, {"seo_leads": BAD})
    return made


def test_the_accountable_person_is_told_once_in_her_language_with_all_that_travels_with_a_number(
    company: Workspace, post: Post, outbox: Outbox
) -> None:
    assert telling.tell(company, post, NOW).sent == 1
    assert telling.tell(company, post, NOW + LATER) == telling.Telling()
    (message,) = outbox.taken
    assert (message.name, message.language) == ("Ana", "en")
    assert message.subject.endswith("at risk of missing")
    for said in (
        "20%",
        "135",
        "Ana",
        "No KRI watches it",
        "Main risk",
        "Next action",
        "https://jalon.example/kpi/seo_leads",
    ):
        assert said.lower() in message.text.lower(), said
    assert "style=" in message.html
    assert "135" in message.html


def test_a_passing_fault_is_tried_again_later_and_the_message_arrives_once(
    company: Workspace, post: Post, outbox: Outbox
) -> None:
    outbox.fault = NotDelivered("mail.unreachable", passing=True)
    assert telling.tell(company, post, NOW).failed == 1
    assert telling.tell(company, post, NOW + timedelta(seconds=10)) == telling.Telling()
    outbox.fault = None
    assert telling.tell(company, post, NOW + LATER).sent == 1
    (line,) = alerts.every(company)
    assert [step.kind for step in line.steps] == ["sending", "failed", "sending", "sent"]
    assert len(outbox.taken) == 1


def test_a_lasting_fault_is_said_on_the_page_and_not_tried_again(
    company: Workspace, post: Post, outbox: Outbox
) -> None:
    outbox.fault = NotDelivered("mail.recipient", passing=False)
    telling.tell(company, post, NOW)
    outbox.fault = None
    assert telling.tell(company, post, NOW + LATER) == telling.Telling()
    assert alerts.every(company)[0].state == "failed"


def test_a_crash_after_the_message_left_is_repaired_aloud_under_the_same_key(
    company: Workspace, post: Post, outbox: Outbox
) -> None:
    outbox.dies = True
    with pytest.raises(KeyboardInterrupt):
        telling.tell(company, post, NOW)
    outbox.dies = False
    assert telling.tell(company, post, NOW + timedelta(minutes=1)).sent == 0, "it may still be on its way"
    assert telling.tell(company, post, NOW + LATER).sent == 1
    first, second = outbox.taken
    assert first.key == second.key
    assert "may have had this message already" in second.text
    assert "may have had this message already" not in first.text


def test_a_crash_before_the_message_left_loses_nothing(company: Workspace, post: Post, outbox: Outbox) -> None:
    assert telling.note(company, NOW) == 1
    assert telling.note(company, NOW) == 0
    assert telling.tell(company, post, NOW).sent == 1


def test_without_a_channel_the_message_waits_and_leaves_when_there_is_one(
    company: Workspace, post: Post, outbox: Outbox
) -> None:
    assert telling.tell(company, Post({}, ""), NOW).waiting == 1
    assert telling.tell(company, post, NOW + LATER).sent == 1


def test_what_could_not_leave_for_a_week_is_no_longer_news(company: Workspace, post: Post) -> None:
    telling.note(company, NOW)
    assert telling.tell(company, post, NOW + timedelta(days=8)).held == 1
    last = alerts.every(company)[0].last("held")
    assert last is not None
    assert last.said == "too_old"


def test_a_standing_that_came_back_before_anybody_looked_is_not_told(
    company: Workspace, post: Post, tmp_path: Path
) -> None:
    publish(company, tmp_path, {"seo_leads": WELL}, SOUND, DAY)
    assert telling.tell(company, post, NOW) == telling.Telling()


def test_two_workers_never_take_the_same_step(company: Workspace) -> None:
    telling.note(company, NOW)
    (line,) = alerts.every(company)
    assert alerts.step(line, "sending", NOW) is not None
    assert alerts.step(line, "sending", NOW) is None


def test_the_monday_mail_leaves_once_a_week_with_a_link_for_one_check_in(
    company: Workspace, post: Post, outbox: Outbox
) -> None:
    assert telling.note_digests(company, NOW, ("ana",)) == 1
    assert telling.note_digests(company, NOW + LATER, ("ana",)) == 0
    assert telling.send(company, post, NOW).sent == 1
    mail = outbox.taken[-1]
    assert mail.subject.startswith("Your week: ")
    assert "https://jalon.example/c/" in mail.text
    assert telling.send(company, post, NOW + LATER).sent == 0


def test_a_mail_of_the_week_holds_five_things_at_most_and_what_weighs_most_comes_first(tmp_path: Path) -> None:
    bad = {**BAD, "due": date(2027, 12, 31).isoformat()}
    names = ("sessions_all", "seo_leads", "cvr_order", "aov", "csat", "ticket_sla")
    made = steered(tmp_path, dict.fromkeys(names, bad), SOUND.replace("owner: cleo", "owner: ana"))
    letters = telling.weekly_letters(made, "", "ana")
    assert letters is not None
    said = letters[0].text
    assert [f"\n{n}. " in said for n in (1, 5, 6)] == [True, True, False]


def test_a_late_milestone_is_told_once_whatever_is_published_after(tmp_path: Path, post: Post, outbox: Outbox) -> None:
    asked = "sharing: {alerts: [{when: milestone_late, to: [owner]}]}"
    late = SOUND.replace("date: 2027-09-01", "date: 2027-06-01") + f"\n{asked}\n"
    made = steered(tmp_path, {}, late)
    cleo = accounts.without_password(f"cleo-{made.slug}@savons.example", "Cleo", "en")
    workspaces.join(made, cleo.id, "holder", "cleo")
    assert telling.tell(made, post, NOW).sent == 1
    publish(made, tmp_path, {}, late, DAY + timedelta(days=1))
    assert telling.tell(made, post, NOW + LATER) == telling.Telling()
    (message,) = outbox.taken
    assert message.subject.endswith(": late")
    assert "1 Jun 2027" in message.text
