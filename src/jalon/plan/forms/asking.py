"""What a form asks, as a page can show it: one question after another, each with the words it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from jalon.plan.document.writing import Data

Raw = Mapping[str, Sequence[str]]
"""What the inputs of a form hold, by name; an input left empty may be absent."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the word of the plan, what people call it (empty: a word of the format), whether it is chosen."""

    value: str
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a form. `form` says how it is shown; `inner` are the questions inside it; `called` is
    its name where the plan itself gives one.
    """

    name: str
    kind: str
    field: str
    form: str
    held: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    inner: tuple[Asked, ...] = ()
    required: bool = False
    default: str = ""
    unit: str = ""
    language: str = ""
    fault: str = ""
    called: str = ""

    @property
    def value(self) -> str:
        """What a single input holds."""
        return self.held[0] if self.held else ""

    @property
    def many(self) -> int:
        """How many choices are ticked."""
        return sum(1 for one in self.options if one.chosen)


class Unread(Exception):
    """An input whose meaning is not sure, with the code of why."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(name)
        self.name, self.code = name, code


class Numbers(Protocol):
    """How numbers are written on this page."""

    def read(self, text: str, unit: str) -> Decimal | None:
        """The number in the unit of the plan; None when it is none."""
        ...

    def shown(self, value: Decimal, unit: str) -> str:
        """The same as its field takes it back."""
        ...

    def mark(self, unit: str) -> str:
        """What stands behind the field."""
        ...


class Widget(Protocol):
    """One kind of question. `meant(said(v))` is `v`, as the document may say it."""

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        """What its inputs hold when the plan says that."""
        ...

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        """What its inputs say; None for nothing. Raises `Unread`."""
        ...

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        """The question with what its inputs hold."""
        ...


@dataclass(frozen=True, slots=True)
class About:
    """Which field a question is about, and what the format says of it."""

    kind: str
    field: str
    required: bool = False
    default: str = ""


def one_of(raw: Raw, name: str) -> str:
    """The single text that an input holds, without outer blanks."""
    held = raw.get(name) or ("",)
    return held[0].replace("\r\n", "\n").strip()


def kept(raw: Raw, name: str) -> tuple[str, ...]:
    """The texts that inputs of one name hold, empty ones left out."""
    return tuple(one.strip() for one in raw.get(name, ()) if one.strip())


def under(raw: Raw, name: str) -> dict[str, tuple[str, ...]]:
    """What the inputs of one question hold, in the one form that comparing needs."""
    own = (one for one in raw if one == name or one.startswith(f"{name}."))
    found = {one: tuple(text.replace("\r\n", "\n").strip() for text in raw[one] if text.strip()) for one in own}
    return {one: held for one, held in found.items() if held}


def rows_of(raw: Raw, name: str) -> list[int]:
    """The numbers of the rows that a question of many holds."""
    heads = {one[len(name) + 1 :].partition(".")[0] for one in raw if one.startswith(f"{name}.")}
    return sorted(int(head) for head in heads if head.isdecimal())


@dataclass(slots=True)
class Faults:
    """Inputs that could not be read, gathered so that all are said at once."""

    found: dict[str, str] = field(default_factory=dict)
