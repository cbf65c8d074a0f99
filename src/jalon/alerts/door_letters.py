"""Letters of the door: an invitation, a link to choose a password, and what changed about an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jalon.alerts.channel import Message
from jalon.alerts.letters import inlined, rendered
from jalon.wording import phrase


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter of the door goes."""

    address: str
    name: str
    language: str


def invitation_letter(key: str, to: Addressee, link: str, values: Mapping[str, str]) -> Message:
    """An invitation; `values`: `company`, `by`, `role` and `until`, as they are said in the reader's language."""
    return _letter("invitation", key, to, link, values, company=values["company"])


def password_letter(key: str, to: Addressee, link: str, minutes: int) -> Message:
    """A link to choose a password, for whoever asked, or for whom somebody else did."""
    return _letter("password", key, to, link, {"name": to.name, "minutes": str(minutes)})


def changed_letter(key: str, to: Addressee, what: str, link: str, place: str) -> Message:
    """What changed about an account (`password`, `factor_added`, `factor_removed`, `factor_reset`), and from where."""
    said = phrase(f"letter.changed.{what}", to.language)
    return _letter("changed", key, to, link, {"name": to.name, "said": said, "place": place or "–"})


def _letter(kind: str, key: str, to: Addressee, link: str, values: Mapping[str, str], company: str = "") -> Message:
    language = to.language
    subject = phrase(f"letter.{kind}.subject", language, values)
    context: dict[str, object] = {
        "company": company or phrase("letter.door.account", language),
        "title": subject,
        "lead": phrase(f"letter.{kind}.lead", language, values),
        "again": "",
        "button": (phrase(f"letter.{kind}.button", language), link),
        "note": phrase(f"letter.{kind}.note", language, values),
        "foot": phrase("letter.door.foot", language),
        "foot_link": None,
    }
    text, page = (rendered("door", form, context, language) for form in ("txt", "html"))
    return Message(key, to.address, to.name, language, subject, text, inlined(page), link=link)
