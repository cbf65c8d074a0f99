"""What a way of telling promises: a message delivered, or a fault that says whether another try can help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a message, under a name of ours."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is told. `key` is the same for every try: by it a channel may drop a repetition."""

    key: str
    to: str
    name: str
    language: str
    subject: str
    text: str
    html: str
    files: tuple[Attachment, ...] = ()
    link: str = ""
    """The one address that the message is about, where it is about one: all that a console needs."""


class NotDelivered(Exception):
    """A message did not leave. `passing`: another try may cure it; `code` names the phrase `channel.CODE`."""

    def __init__(self, code: str, *, passing: bool) -> None:
        super().__init__(code)
        self.code, self.passing = code, passing


class Channel(Protocol):
    """One way of telling."""

    @property
    def needs_address(self) -> bool:
        """Whether a message needs the e-mail address of its reader."""
        ...

    def deliver(self, message: Message) -> None:
        """Hand a message over; raise `NotDelivered` when it was not taken."""
        ...


Factory = Callable[[Mapping[str, str]], Mapping[str, Channel]]
"""What an entry point of `jalon.channels` names: from the settings, the channels that are set up, by name."""
EMAIL = "email"
"""The channel of whoever names no other."""
