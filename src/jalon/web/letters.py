"""Letters that a page sends: at once where the page says what became of them, else after the answer has left."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connections
from django.http import HttpRequest

from jalon.alerts.channel import EMAIL, Message, NotDelivered
from jalon.alerts.door_letters import Addressee, changed_letter
from jalon.assembly import House

_log = logging.getLogger(__name__)


def mailed() -> bool:
    """Whether this deployment sends mail."""
    return EMAIL in House(settings.HOME).post().channels


def address(path: str) -> str:
    """A whole address for a letter: of the setting, never of the request, whose host a stranger may write."""
    return f"{House(settings.HOME).post().address}{path}"


def send(message: Message) -> str:
    """Hand a letter over; empty when it left, else the code of why not."""
    channel = House(settings.HOME).post().channels.get(EMAIL)
    if channel is None:
        return "mail.none"
    try:
        channel.deliver(message)
    except NotDelivered as fault:
        return fault.code
    return ""


def later(work: Callable[[], None]) -> None:
    """Do it beside, so that the time of the answer tells nothing of it."""
    threading.Thread(target=_alone, args=(work,), name="letters", daemon=True).start()


def tell_changed(request: HttpRequest, email: str, name: str, language: str, what: str) -> None:
    """Tell somebody what changed about her account, in case it was not she."""
    if not mailed():
        return
    place, link = str(request.META.get("REMOTE_ADDR", "")), address("/account")
    made = changed_letter(new_key(), Addressee(email, name, language), what, link, place)
    later(lambda: _note(send(made)))


def new_key() -> str:
    """The key of a letter that is written once."""
    return secrets.token_hex(16)


def _note(code: str) -> None:
    if code:
        _log.warning("a letter of the door did not leave: %s", code)


def _alone(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:  # nobody waits for it
        _log.exception("a letter of the door could not be written")
    finally:
        connections.close_all()
