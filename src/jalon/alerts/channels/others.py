"""Every other way of telling (Slack, Teams, a webhook…), through Apprise: an optional extra."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jalon.alerts.channel import Channel, Message, NotDelivered

PREFIX = "JALON_CHANNEL_"


class Apprised:
    """One address of Apprise. It may hold a secret, so it is never shown."""

    needs_address = False

    def __init__(self, address: str) -> None:
        self._address = address

    def __repr__(self) -> str:
        return "Apprised(…)"

    def deliver(self, message: Message) -> None:
        """Hand over; what Apprise does not take may pass, an address it cannot read will not."""
        teller = _teller()
        if not teller.add(self._address):
            raise NotDelivered("other.address", passing=False)
        if not teller.notify(title=message.subject, body=f"{message.text}\n[{message.key[:12]}]"):
            raise NotDelivered("other.refused", passing=True)


def _teller() -> Any:
    try:
        import apprise  # type: ignore[import-not-found, unused-ignore]  # an optional extra
    except ImportError as fault:
        raise NotDelivered("other.missing", passing=False) from fault
    import logging

    # Apprise writes the address it failed to reach, secret included.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    return apprise.Apprise()


def channels(settings: Mapping[str, str]) -> Mapping[str, Channel]:
    """One channel a setting: `JALON_CHANNEL_SLACK=slack://…` is the channel `slack` of the plan."""
    named = {name.removeprefix(PREFIX).lower(): value for name, value in settings.items() if name.startswith(PREFIX)}
    return {name: Apprised(value) for name, value in named.items() if name and value}
