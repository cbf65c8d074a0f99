"""What the page says, block by block, in words and with the few numbers that its charts draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """One objective: nothing of it travels without the rest. `odds_share` and the bounds are for charts."""

    id: str
    name: str
    owner: str
    standing: str
    word: str
    target: str
    due: str
    value: str
    forecast: str
    between: str
    odds: str
    risk: str
    action: str
    guardrails: str
    link: str
    odds_share: float | None
    attained: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a block: a sign, a bold name, a sentence, a figure at the right, and where it leads."""

    sign: str
    name: str
    text: str
    figure: str
    link: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One decision asked for."""

    question: str
    amount: str
    options: str
    recommendation: str
    decider: str
    before: str
    otherwise: str
    link: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page in one language, ready for any form; frozen as its JSON."""

    language: str
    company: str
    room: str
    day: str
    day_iso: str
    sender: str
    title: str
    moved_title: str
    goals: tuple[Goal, ...]
    moved: tuple[Row, ...]
    risks: tuple[Row, ...]
    proofs: tuple[Row, ...]
    asks: tuple[Ask, ...]
    freshness: str
    foot: str
    link: str

    def as_document(self) -> dict[str, object]:
        """The form in which it is frozen, contract 1."""
        return {"contract": 1, **asdict(self)}

    @classmethod
    def of(cls, document: Mapping[str, object]) -> Page:
        """A frozen page as it was."""
        blocks = {"goals": Goal, "moved": Row, "risks": Row, "proofs": Row, "asks": Ask}
        plain = {name: value for name, value in document.items() if name != "contract" and name not in blocks}
        built = {name: tuple(kind(**row) for row in _rows(document[name])) for name, kind in blocks.items()}
        return cls(**plain, **built)  # type: ignore[arg-type]  # written by `as_document`


def _rows(listed: object) -> Sequence[dict[str, object]]:
    return listed if isinstance(listed, list | tuple) else ()
