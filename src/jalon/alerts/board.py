"""The board page as a mail: its title, each objective with what travels with it, what is asked, and the file."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.alerts.channel import Attachment, Message
from jalon.alerts.digest import mark, tone
from jalon.alerts.letters import Reader, inlined, rendered
from jalon.wording import phrase


@dataclass(frozen=True, slots=True)
class BoardGoal:
    """One objective: figures in one sentence, what is carried with them in another."""

    standing: str
    name: str
    word: str
    figures: str
    carried: str
    link: str


@dataclass(frozen=True, slots=True)
class BoardAsk:
    """One decision asked for."""

    question: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class BoardMail:
    """What the mail says, in the language of the page."""

    language: str
    company: str
    room: str
    day: str
    title: str
    goals: tuple[BoardGoal, ...]
    asks: tuple[BoardAsk, ...]
    freshness: str
    foot: str
    link: str


def board_letter(
    told: BoardMail, reader: Reader, key: str, files: tuple[Attachment, ...] = (), *, again: bool = False
) -> Message:
    """The mail itself; it says which file comes with it, and none when none does."""
    language = told.language
    names = {"company": told.company, "room": told.room, "day": told.day}
    context: dict[str, object] = {
        "company": told.company,
        "title": told.title,
        "lead": phrase("letter.board.lead.file" if files else "letter.board.lead", language, names),
        "again": phrase("letter.again", language) if again else "",
        "button": (phrase("letter.board.open", language), told.link),
        "goals": [(mark(one.standing), tone(one.standing), one) for one in told.goals],
        "asks": told.asks,
        "freshness": told.freshness,
        "foot": told.foot,
    }
    subject = phrase("letter.board.subject", language, names)
    return Message(
        key, reader.address, reader.name, language, subject, rendered("board", "txt", context, language),
        inlined(rendered("board", "html", context, language)), files,
    )  # fmt: skip
