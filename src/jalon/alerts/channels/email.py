"""E-mail over SMTP, by the standard library."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formataddr
from urllib.parse import parse_qs, unquote, urlparse

from jalon.alerts.channel import EMAIL, Channel, Message, NotDelivered

PATIENCE = 20.0
"""Seconds before a server that says nothing is given up."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over. `encryption`: `starttls` (default), `tls` from the first byte, or `none`."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    encryption: str = "starttls"


class Email:
    """One message, one conversation with the server."""

    needs_address = True

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def deliver(self, message: Message) -> None:
        """Hand over; a refusal for good (5xx) is lasting, everything else may pass."""
        try:
            with self._open() as server:
                server.send_message(_written(message, self._server.sender))
        except smtplib.SMTPAuthenticationError as fault:
            raise NotDelivered("mail.login", passing=False) from fault
        except smtplib.SMTPRecipientsRefused as fault:
            lasting = all(code >= 500 for code, _ in fault.recipients.values())
            raise NotDelivered("mail.recipient", passing=not lasting) from fault
        except smtplib.SMTPResponseException as fault:
            raise NotDelivered("mail.refused", passing=fault.smtp_code < 500) from fault
        except smtplib.SMTPNotSupportedError as fault:
            raise NotDelivered("mail.encryption", passing=False) from fault
        except (OSError, smtplib.SMTPException) as fault:
            raise NotDelivered("mail.unreachable", passing=True) from fault

    def _open(self) -> smtplib.SMTP:
        said, safe = self._server, ssl.create_default_context()
        if said.encryption == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(said.host, said.port, timeout=PATIENCE, context=safe)
        else:
            server = smtplib.SMTP(said.host, said.port, timeout=PATIENCE)
        try:
            if said.encryption == "starttls":
                server.starttls(context=safe)
            if said.user:
                server.login(said.user, said.password)
        except BaseException:
            server.close()
            raise
        return server


def _written(message: Message, sender: str) -> EmailMessage:
    """The same key gives the same Message-ID: a mailbox that saw the first one recognises the second."""
    made = EmailMessage()
    made["From"] = formataddr(("Jalon", sender))
    made["To"] = formataddr((_one_line(message.name), message.to))
    made["Subject"] = _one_line(message.subject)
    made["Message-ID"] = f"<{message.key}@{sender.partition('@')[2] or 'jalon'}>"
    made["Content-Language"] = message.language
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(message.text)
    made.add_alternative(message.html, subtype="html")
    for file in message.files:
        main, _, sub = file.mime.partition(";")[0].partition("/")
        made.add_attachment(file.content, maintype=main, subtype=sub, filename=_one_line(file.name))
    return made


def _one_line(text: str) -> str:
    """Headers are one line: a name of the plan never adds another."""
    return " ".join(text.split())


def channels(settings: Mapping[str, str]) -> Mapping[str, Channel]:
    """E-mail, when `JALON_MAIL` names a server: `smtp://user:password@host:587?tls=starttls` (or `tls`, `none`)."""
    given = urlparse(settings.get("JALON_MAIL", ""))
    if given.scheme not in ("smtp", "smtps") or not given.hostname:
        return {}
    asked = parse_qs(given.query).get("tls", ["tls" if given.scheme == "smtps" else "starttls"])[0]
    encryption = asked if asked in ("tls", "none") else "starttls"
    port = given.port or {"tls": 465, "none": 25}.get(encryption, 587)
    sender = settings.get("JALON_SENDER") or f"jalon@{given.hostname}"
    user, password = unquote(given.username or ""), unquote(given.password or "")
    return {EMAIL: Email(MailServer(given.hostname, port, sender, user, password, encryption))}
