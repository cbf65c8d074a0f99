"""Messages written where Jalon runs: the demo's way, and that of whoever tries without a mail server."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from jalon.alerts.channel import EMAIL, Channel, Message


class Console:
    """One line a message and its files, on standard error: standard output belongs to the command."""

    needs_address = False

    def deliver(self, message: Message) -> None:
        """Write its subject; nothing can refuse it."""
        files = "".join(f" [{one.name}, {len(one.content)}]" for one in message.files)
        link = f" {message.link}" if message.link else ""
        sys.stderr.write(f"@ {message.name}: {message.subject}{files}{link}\n")


def channels(settings: Mapping[str, str]) -> Mapping[str, Channel]:
    """In place of e-mail when `JALON_MAIL` is `console`."""
    return {EMAIL: Console()} if settings.get("JALON_MAIL") == "console" else {}
