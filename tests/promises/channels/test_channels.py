"""What every channel promises: a message whole, a fault that says whether another try helps, no secret shown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec

import pytest

from jalon.alerts.channel import Channel, Message, NotDelivered
from jalon.alerts.channels.email import MailServer

from .servers import Taken, mail_server, post_server

# Apprise still looks for a module that Python 3.13 dropped, and does without it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
SECRET = "s3cr3t-w0rd"
MESSAGE = Message(
    "k" * 40, "sofiane@kervoal.example", "Sofiane\r\nBcc: all@kervoal.example", "fr", "Clics\r\n: compromis",
    "Était « à surveiller ».", "<p>Était « à surveiller ».</p>",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One channel, the server it talks to, and what that server answers to fail for a while and for good."""

    server: Callable[[], AbstractContextManager[Taken]]
    name: str
    settings: Callable[[int], dict[str, str]]
    passing: tuple[int, ...]
    lasting: tuple[int, ...]


KINDS = {
    "email": Kind(
        mail_server, "email", lambda port: {"JALON_MAIL": f"smtp://127.0.0.1:{port}?tls=none"}, (451, 0), (550,)
    ),
    "others": Kind(
        post_server, "webhook", lambda port: {"JALON_CHANNEL_WEBHOOK": f"json://user:{SECRET}@127.0.0.1:{port}/"},
        (503, 0), (),
    ),
}  # fmt: skip


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    if request.param == "others" and find_spec("apprise") is None:
        pytest.skip("no Apprise: `pip install jalon[channels]`")
    return KINDS[request.param]


@pytest.fixture
def told(kind: Kind) -> Iterator[tuple[Channel, Taken]]:
    (point,) = entry_points(group="jalon.channels", name=next(k for k, v in KINDS.items() if v is kind))
    with kind.server() as taken:
        yield point.load()(kind.settings(taken.port))[kind.name], taken


def test_a_message_arrives_whole_and_once(told: tuple[Channel, Taken]) -> None:
    channel, taken = told
    channel.deliver(MESSAGE)
    (said,) = taken.messages
    assert MESSAGE.key[:12] in said
    assert "compromis" in said


def test_a_passing_fault_says_that_another_try_may_help(told: tuple[Channel, Taken], kind: Kind) -> None:
    channel, taken = told
    for answer in kind.passing:
        taken.answers.append(answer)
        with pytest.raises(NotDelivered) as fault:
            channel.deliver(MESSAGE)
        assert fault.value.passing
    taken.answers.clear()
    taken.messages.clear()
    channel.deliver(MESSAGE)
    assert len(taken.messages) == 1


def test_a_lasting_fault_says_that_no_other_try_helps(told: tuple[Channel, Taken], kind: Kind) -> None:
    channel, taken = told
    for answer in kind.lasting:
        taken.answers.append(answer)
        with pytest.raises(NotDelivered) as fault:
            channel.deliver(MESSAGE)
        assert not fault.value.passing


def test_no_secret_is_ever_shown(
    told: tuple[Channel, Taken], kind: Kind, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    channel, taken = told
    caplog.set_level(logging.DEBUG)
    taken.answers.append(kind.passing[0])
    with pytest.raises(NotDelivered) as fault:
        channel.deliver(MESSAGE)
    shown = [repr(channel), str(fault.value), caplog.text, *capfd.readouterr()]
    assert [text for text in shown if SECRET in text] == []


def test_a_channel_that_no_setting_sets_up_is_not_there() -> None:
    assert [name for point in entry_points(group="jalon.channels") for name in point.load()({})] == []


def test_a_header_of_a_mail_is_one_line_whatever_the_plan_says() -> None:
    with mail_server() as taken:
        (point,) = entry_points(group="jalon.channels", name="email")
        point.load()(KINDS["email"].settings(taken.port))["email"].deliver(MESSAGE)
    head = taken.messages[0].partition("\r\n\r\n")[0]
    assert not [line for line in head.splitlines() if line.startswith("Bcc:")]
    assert f"Message-ID: <{MESSAGE.key}@127.0.0.1>" in head


def test_a_password_of_a_mail_server_is_not_in_its_name() -> None:
    assert SECRET not in repr(MailServer("mail.example", 587, "a@mail.example", "a", SECRET))


def test_the_console_writes_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    (point,) = entry_points(group="jalon.channels", name="console")
    point.load()({"JALON_MAIL": "console"})["email"].deliver(MESSAGE)
    written = capsys.readouterr()
    assert (written.out, written.err.count("compromis")) == ("", 1)
