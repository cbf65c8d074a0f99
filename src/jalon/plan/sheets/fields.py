"""A field of an object of the plan as one cell or several: a text by language, a range, a claim, an expectation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from jalon.plan.document.writing import Data
from jalon.plan.sheets.forms import (
    BETWEEN,
    LONGEST,
    Cell,
    Form,
    Hand,
    Misread,
    Named,
    Number,
    Word,
    Words,
    every_part,
    plain,
    quoted,
    same,
    unquoted,
    worded,
)

GROUNDS = ("channel", "asset", "budget", "stage", "decision")
Cells = Mapping[str, Cell]


class Field(Protocol):
    """What one path of an object says, in the columns of these headers."""

    @property
    def at(self) -> str:
        """Its path inside the object."""
        ...

    def headers(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Its columns."""
        ...

    def said(self, value: Data, languages: Sequence[str]) -> Cells:
        """Its cells, by header."""
        ...

    def meant(self, cells: Cells, before: Data, languages: Sequence[str], hand: Hand) -> Data:
        """What the cells say; `before` is what the plan says, for what they do not show. Raises `Misread`."""
        ...


class Blamed(Exception):
    """A cell that could not be understood, with its column."""

    def __init__(self, header: str, fault: Misread) -> None:
        super().__init__(header)
        self.header, self.fault = header, fault


def read(form: Form, header: str, cells: Cells, hand: Hand) -> Data:
    """What one cell says. Raises `Blamed`."""
    try:
        return form.meant(cells.get(header), hand)
    except Misread as fault:
        raise Blamed(header, fault) from fault


@dataclass(frozen=True, slots=True)
class One:
    """One cell."""

    header: str
    at: str
    form: Form
    choices: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    share: bool = False

    def headers(self, languages: Sequence[str]) -> tuple[str, ...]:
        return (self.header,)

    def said(self, value: Data, languages: Sequence[str]) -> Cells:
        return {self.header: self.form.said(value)}

    def meant(self, cells: Cells, before: Data, languages: Sequence[str], hand: Hand) -> Data:
        return read(self.form, self.header, cells, hand)


def spoken_header(header: str, language: str, languages: Sequence[str]) -> str:
    """The column of a text in a language: the plan's own language has the bare name."""
    return header if language == languages[0] else f"{header}.{language}"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text, a column a language of the plan."""

    header: str
    at: str

    def headers(self, languages: Sequence[str]) -> tuple[str, ...]:
        return tuple(spoken_header(self.header, one, languages) for one in languages)

    def said(self, value: Data, languages: Sequence[str]) -> Cells:
        known = value if isinstance(value, dict) else {languages[0]: value}
        return {spoken_header(self.header, one, languages): Word().said(known.get(one)) for one in languages}

    def meant(self, cells: Cells, before: Data, languages: Sequence[str], hand: Hand) -> Data:
        texts = {one: worded(cells.get(spoken_header(self.header, one, languages))) for one in languages}
        return _text(texts, before, languages)


def _text(texts: Mapping[str, str], before: Data, languages: Sequence[str]) -> Data:
    """A text of one language stays a plain string; languages that the sheet does not show stay."""
    said: dict[str, Data] = {one: text for one, text in texts.items() if text}
    if isinstance(before, dict):
        hidden = {one: inner for one, inner in before.items() if one not in texts}
        return {**said, **hidden} or None
    if set(said) <= {languages[0]}:
        return said.get(languages[0])
    return said


@dataclass(frozen=True, slots=True)
class Between:
    """Two numbers in two cells."""

    low: str
    high: str
    at: str

    def headers(self, languages: Sequence[str]) -> tuple[str, ...]:
        return (self.low, self.high)

    def said(self, value: Data, languages: Sequence[str]) -> Cells:
        pair = value if isinstance(value, list) and len(value) == 2 else [None, None]
        return {self.low: Number().said(pair[0]), self.high: Number().said(pair[1])}

    def meant(self, cells: Cells, before: Data, languages: Sequence[str], hand: Hand) -> Data:
        pair = [read(Number(), header, cells, hand) for header in (self.low, self.high)]
        if pair == [None, None]:
            return None
        if None in pair:
            raise Blamed(self.low if pair[0] is None else self.high, Misread("sheet.half", other=self.low))
        return pair


@dataclass(frozen=True, slots=True)
class Expected:
    """What an action should bring: `abs` or `rel`, the value, and its bounds."""

    at: str = "expect"

    def headers(self, languages: Sequence[str]) -> tuple[str, ...]:
        return ("expect_kind", "expect", "expect_low", "expect_high")

    def said(self, value: Data, languages: Sequence[str]) -> Cells:
        known = value if isinstance(value, dict) else {}
        kind = next((one for one in ("abs", "rel") if one in known), None)
        return {
            "expect_kind": kind,
            "expect": Number().said(known.get(kind)) if kind else None,
            "expect_low": Number().said(known.get("low")),
            "expect_high": Number().said(known.get("high")),
        }

    def meant(self, cells: Cells, before: Data, languages: Sequence[str], hand: Hand) -> Data:
        kind = worded(cells.get("expect_kind"))
        numbers = {name: read(Number(), f"expect{name}", cells, hand) for name in ("", "_low", "_high")}
        if kind not in ("abs", "rel", "") or (not kind and numbers[""] is not None):
            raise Blamed("expect_kind", Misread("sheet.choice", value=kind, choices="abs, rel"))
        found = {kind: numbers[""], "low": numbers["_low"], "high": numbers["_high"]}
        return {name: number for name, number in found.items() if number is not None} or None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim: its ground, the values of it, then its qualifiers, one cell or one column each."""

    at: str
    dimensions: tuple[str, ...] | None = None

    def headers(self, languages: Sequence[str]) -> tuple[str, ...]:
        return ("ground", "values", *(("dimensions",) if self.dimensions is None else self.dimensions))

    def said(self, value: Data, languages: Sequence[str]) -> Cells:
        claim = value if isinstance(value, dict) else {}
        ground = next((one for one in GROUNDS if one in claim), None)
        cells: dict[str, Cell] = {"ground": ground, "values": Words().said(claim.get(ground)) if ground else None}
        if self.dimensions is None:
            cells["dimensions"] = Named().said({name: one for name, one in claim.items() if name != ground})
        else:
            cells |= {name: Words().said(claim[name]) if name in claim else None for name in self.dimensions}
        return cells

    def meant(self, cells: Cells, before: Data, languages: Sequence[str], hand: Hand) -> Data:
        ground, values = worded(cells.get("ground")), read(Words(), "values", cells, hand)
        if ground not in (*GROUNDS, ""):
            raise Blamed("ground", Misread("sheet.choice", value=ground, choices=", ".join(GROUNDS)))
        if bool(ground) != bool(values):
            missing, other = ("values", "ground") if ground else ("ground", "values")
            raise Blamed(missing, Misread("sheet.half", other=other))
        found: dict[str, Data] = {ground: values} if ground else {}
        if self.dimensions is None:
            told = read(Named(), "dimensions", cells, hand)
            found |= told if isinstance(told, dict) else {}
        else:
            found |= {name: read(Words(), name, cells, hand) for name in self.dimensions}
            known = before if isinstance(before, dict) else {}
            hidden = {name: one for name, one in known.items() if name not in (*GROUNDS, *self.dimensions)}
            found |= hidden
        return {name: _single(one) for name, one in found.items() if one is not None} or None


def _single(value: Data) -> Data:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


@dataclass(frozen=True, slots=True)
class Limited:
    """What an area does not do, `;` between, `[K_other]` behind what another area holds; a column a language."""

    header: str = "limits"
    at: str = "limits"

    def headers(self, languages: Sequence[str]) -> tuple[str, ...]:
        return Spoken(self.header, self.at).headers(languages)

    def said(self, value: Data, languages: Sequence[str]) -> Cells:
        items = value if isinstance(value, list) else []
        found: dict[str, Cell] = {}
        for language in languages:
            parts = [self._part(one, language, languages) for one in items]
            text = BETWEEN.join(parts) if any(parts) and len(BETWEEN.join(parts)) <= LONGEST else None
            found[spoken_header(self.header, language, languages)] = text
        return found

    def _part(self, one: Data, language: str, languages: Sequence[str]) -> str:
        texts, held = _limit(one, languages)
        text = texts.get(language, "")
        if not text or language != languages[0]:
            return quoted(text) if text else ""
        return f"{quoted(text)} [{held}]" if held else quoted(text)

    def meant(self, cells: Cells, before: Data, languages: Sequence[str], hand: Hand) -> Data:
        own = spoken_header(self.header, languages[0], languages)
        parts = every_part(worded(cells.get(own))) if worded(cells.get(own)) else []
        told: list[tuple[dict[str, str], str]] = []
        for part in parts:
            text, held = part, ""
            if part.endswith("]") and " [" in part:
                text, _, held = part[:-1].rpartition(" [")
            told.append(({languages[0]: unquoted(text.strip())}, held.strip()))
        for language in languages[1:]:
            header = spoken_header(self.header, language, languages)
            others = every_part(worded(cells.get(header))) if worded(cells.get(header)) else []
            if len(others) > len(told):
                raise Blamed(header, Misread("sheet.uneven", other=own, more=len(others), have=len(told)))
            for (texts, _), other in zip(told, others, strict=False):
                texts[language] = unquoted(other)
        known = before if isinstance(before, list) else []
        return [self._kept(texts, held, known, languages) for texts, held in told if any(texts.values())] or None

    def _kept(self, texts: Mapping[str, str], held: str, known: Sequence[Data], languages: Sequence[str]) -> Data:
        """A limit as the plan writes it already, else as a new one."""
        said = {one: text for one, text in texts.items() if text}
        for one in known:
            if _limit(one, languages) == (said, held):
                return one
        text: Data = said.get(languages[0]) if set(said) <= {languages[0]} else {**said}
        return {"text": text, "held_by": held} if held else {"text": text}


def _limit(one: Data, languages: Sequence[str]) -> tuple[dict[str, str], str]:
    """The texts of a limit by language and the area that holds it."""
    known = one if isinstance(one, dict) and "text" in one else {"text": one}
    text, held = known.get("text"), known.get("held_by")
    by_language = text if isinstance(text, dict) else {languages[0]: text}
    said = {name: plain(inner) for name, inner in by_language.items() if isinstance(inner, str) and name in languages}
    return {name: inner for name, inner in said.items() if inner}, held if isinstance(held, str) else ""


def cells_of(field: Field, value: Data, languages: Sequence[str]) -> Cells:
    """The cells of a field; nothing where they would not say again what the plan says."""
    cells = field.said(value, languages)
    try:
        again = field.meant(cells, value, languages, Hand("."))
    except Blamed:
        again = None
    return cells if same(again, value) else dict.fromkeys(cells)
