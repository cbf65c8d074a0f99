"""Questions made of other questions: an object, rows of them, names with values, a claim, a guardrail, a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jalon.plan.document.writing import Data
from jalon.plan.forms.asking import About, Asked, Option, Raw, Unread, Widget, one_of, rows_of, under
from jalon.plan.forms.single import Chosen, Lines, Spoken, Word
from jalon.plan.sheets.forms import same

GONE = "gone"
"""Name of the tick that takes a row away."""


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one object. What a form does not show, and what nobody touched, stays as it is written."""

    about: About
    parts: tuple[tuple[str, Widget], ...]
    form: str = "group"

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        fields = value if isinstance(value, dict) else {}
        found = [part.said(f"{name}.{field}", fields.get(field)) for field, part in self.parts]
        return {key: held for one in found for key, held in one.items()}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        said = dict(before) if isinstance(before, dict) else {}
        for field, part in self.parts:
            inner, was = f"{name}.{field}", said.get(field)
            if under(part.said(inner, was), inner) == under(raw, inner):
                continue
            value = part.meant(inner, raw, was)
            if value is None:
                said.pop(field, None)
            elif not same(value, was):
                said[field] = value
        return said or None

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        inner = tuple(part.asked(f"{name}.{field}", raw, faults) for field, part in self.parts)
        return Asked(name, self.about.kind, self.about.field, self.form, inner=inner, required=self.about.required)


@dataclass(frozen=True, slots=True)
class Rows:
    """Several of one question, and an empty one for the next. A row emptied or ticked away goes."""

    about: About
    part: Widget

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        items = value if isinstance(value, list) else [] if value is None else [value]
        found = [self.part.said(f"{name}.{number}", one) for number, one in enumerate(items)]
        return {key: held for one in found for key, held in one.items()}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        was = before if isinstance(before, list) else [] if before is None else [before]
        said: list[Data] = []
        for number in rows_of(raw, name):
            row = f"{name}.{number}"
            known = was[number] if number < len(was) else None
            written = {one: held for one, held in under(raw, row).items() if one != f"{row}.{GONE}"}
            if one_of(raw, f"{row}.{GONE}") or not written or written == _nothing(self.part, row):
                continue
            untouched = known is not None and under(self.part.said(row, known), row) == written
            value = known if untouched else self.part.meant(row, raw, known)
            if value is not None:
                said.append(value)
        return said or None

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        numbers = [
            n for n in rows_of(raw, name) if under(raw, f"{name}.{n}") not in ({}, _nothing(self.part, f"{name}.{n}"))
        ]
        shown = [*numbers, max(numbers, default=-1) + 1]
        inner = tuple(self.part.asked(f"{name}.{number}", raw, faults) for number in shown)
        inner = tuple(
            replace(one, default="new" if number == shown[-1] else "", held=(str(number),))
            for number, one in zip(shown, inner, strict=True)
        )
        return Asked(name, self.about.kind, self.about.field, "rows", inner=inner, required=self.about.required)


def _nothing(part: Widget, name: str) -> dict[str, tuple[str, ...]]:
    """What an empty row holds: the unit of a delay, a tick that is on by default."""
    return under(part.said(name, None), name)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with values; `many` where a value may be a list of words."""

    about: About
    names: Sequence[Option]
    part: Widget
    many: bool = False
    key: str = "name"

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number, (key, inner) in enumerate(value.items() if isinstance(value, dict) else ()):
            found[f"{name}.{number}.name"] = [key]
            held = ", ".join(map(str, inner)) if self.many and isinstance(inner, list) else inner
            found |= self.part.said(f"{name}.{number}.value", held)
        return found

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        said: dict[str, Data] = {}
        for number in rows_of(raw, name):
            row = f"{name}.{number}"
            key, value = one_of(raw, f"{row}.name"), self.part.meant(f"{row}.value", raw, None)
            if not key or value is None:
                if key or value is not None:
                    raise Unread(f"{row}.{'value' if key else 'name'}", "form.half")
                continue
            said[key] = _listed(value) if self.many and isinstance(value, str) else value
        return said or None

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        numbers = [n for n in rows_of(raw, name) if under(raw, f"{name}.{n}")]
        key: Widget = (
            Chosen(About(self.about.kind, self.key), self.names)
            if self.names
            else Word(About(self.about.kind, self.key))
        )
        inner = []
        for number in (*numbers, max(numbers, default=-1) + 1):
            row = f"{name}.{number}"
            parts = (key.asked(f"{row}.name", raw, faults), self.part.asked(f"{row}.value", raw, faults))
            inner.append(Asked(row, self.about.kind, self.about.field, "pair", inner=parts))
        return Asked(name, self.about.kind, self.about.field, "pairs", inner=tuple(inner))


def _listed(text: str) -> Data:
    words: list[Data] = [part.strip() for part in text.split(",") if part.strip()]
    return words[0] if len(words) == 1 else words


@dataclass(frozen=True, slots=True)
class Guard:
    """A guardrail: a KPI of the plan or of the catalogue, alone or with its bounds."""

    about: About
    kpis: Sequence[Option]
    bounds: Group
    planned: frozenset[str]

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        if isinstance(value, str):
            return {f"{name}.kpi": [value]}
        known = value if isinstance(value, dict) else {}
        kpi = known.get("kpi") or known.get("use")
        return ({f"{name}.kpi": [str(kpi)]} if kpi else {}) | self.bounds.said(name, known)

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        kpi, known = one_of(raw, f"{name}.kpi"), before if isinstance(before, dict) else {}
        bounds = self.bounds.meant(name, raw, {one: inner for one, inner in known.items() if one not in ("kpi", "use")})
        if not kpi:
            if bounds:
                raise Unread(f"{name}.kpi", "form.half")
            return None
        own = kpi in self.planned and known.get("use") != kpi
        if not isinstance(bounds, dict) and own:
            return kpi
        return {"kpi" if own else "use": kpi, **(bounds if isinstance(bounds, dict) else {})}

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        chosen = Chosen(About("guardrail", "kpi"), self.kpis).asked(f"{name}.kpi", raw, faults)
        chosen = replace(chosen, fault=faults.get(f"{name}.kpi", ""))
        inner = (chosen, *self.bounds.asked(name, raw, faults).inner)
        return Asked(name, self.about.kind, self.about.field, "group", inner=inner)


@dataclass(frozen=True, slots=True)
class Limit:
    """What an area does not do, and who does."""

    about: About
    text: Spoken
    kras: Sequence[Option]

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        known = value if isinstance(value, dict) and "text" in value else {"text": value}
        held = known.get("held_by")
        return self.text.said(f"{name}.text", known["text"]) | (
            {f"{name}.held_by": [held]} if isinstance(held, str) else {}
        )

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        known = before if isinstance(before, dict) and "text" in before else {"text": before}
        text, held = self.text.meant(f"{name}.text", raw, known["text"]), one_of(raw, f"{name}.held_by")
        if text is None and held:
            raise Unread(f"{name}.text.{self.text.languages[0]}", "form.half")
        return ({"text": text, "held_by": held} if held else {"text": text}) if text is not None else None

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        text = self.text.asked(f"{name}.text", raw, faults)
        fault = next((faults[one.name] for one in text.inner if one.name in faults), "")
        held = Chosen(About("limit", "held_by"), self.kras).asked(f"{name}.held_by", raw, faults)
        return Asked(name, self.about.kind, self.about.field, "group", inner=(replace(text, fault=fault), held))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of the company's own with their names, `seo = Référencement`, one a line, by ground or dimension."""

    about: About
    language: str
    fixed: tuple[str, ...] = ()

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number, (key, words) in enumerate(value.items() if isinstance(value, dict) else ()):
            found |= {f"{name}.{number}.name": [key], f"{name}.{number}.words": ["\n".join(self._lines(words))]}
        return found

    def _lines(self, words: Data) -> list[str]:
        values = words.get("values") if isinstance(words, dict) and "values" in words else words
        if isinstance(values, dict):
            return [f"{one} = {_spoken(text, self.language)}" for one, text in values.items()]
        return [str(one) for one in values] if isinstance(values, list) else []

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        known, said = before if isinstance(before, dict) else {}, dict[str, Data]()
        for number in rows_of(raw, name):
            key, lines = one_of(raw, f"{name}.{number}.name"), one_of(raw, f"{name}.{number}.words")
            if not key and not lines:
                continue
            if not key or not lines:
                raise Unread(f"{name}.{number}.{'words' if key else 'name'}", "form.half")
            was = known.get(key)
            same_words = was is not None and "\n".join(self._lines(was)) == lines
            said[key] = was if same_words else self._words(lines, was)
        return said or None

    def _words(self, lines: str, was: Data) -> Data:
        """New lines keep the other language's names, and the name of the dimension itself."""
        held = was.get("values") if isinstance(was, dict) and "values" in was else was
        names = held if isinstance(held, dict) else {}
        told = [
            (key.strip(), text.strip())
            for key, _, text in (line.partition("=") for line in lines.splitlines() if line.strip())
        ]
        values: Data = [key for key, _ in told]
        if any(text for _, text in told):
            values = {key: _renamed(names.get(key), text or key, self.language) for key, text in told}
        return {**was, "values": values} if isinstance(was, dict) and "values" in was else values

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        numbers = [n for n in rows_of(raw, name) if under(raw, f"{name}.{n}")]
        kind = self.about.kind
        options = [Option(one) for one in self.fixed]
        key: Widget = Chosen(About(kind, "ground"), options) if options else Word(About(kind, "name"))
        inner = []
        for number in (*numbers, max(numbers, default=-1) + 1):
            row = f"{name}.{number}"
            parts = (
                key.asked(f"{row}.name", raw, faults),
                Lines(About(kind, "words")).asked(f"{row}.words", raw, faults),
            )
            inner.append(Asked(row, kind, self.about.field, "pair", inner=parts))
        return Asked(name, kind, self.about.field, "pairs", inner=tuple(inner))


def _spoken(text: Data, language: str) -> str:
    return str(text.get(language) or next(iter(text.values()), "")) if isinstance(text, dict) else str(text or "")


def _renamed(was: Data, text: str, language: str) -> Data:
    if _spoken(was, language) == text:
        return was
    return {**was, language: text} if isinstance(was, dict) else text
