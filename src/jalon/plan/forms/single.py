"""Questions of one input, or of one value: a word, a text by language, a number, a day, a delay, a choice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from jalon.plan.document.writing import Data
from jalon.plan.forms.asking import About, Asked, Numbers, Option, Raw, Unread, kept, one_of

_DELAY = re.compile(r"P(\d+)([DWM])|PT(\d+)(H)")
_PARTS = re.compile(r"[\n;]")


def _of_one_input(about: About, form: str, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
    return Asked(
        name,
        about.kind,
        about.field,
        form,
        (one_of(raw, name),),
        required=about.required,
        default=about.default,
        fault=faults.get(name, ""),
    )


@dataclass(frozen=True, slots=True)
class Word:
    """An id, a formula, an address: one line."""

    about: About
    form: str = "line"
    suggested: Sequence[Option] = ()

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        if isinstance(value, Decimal):
            return {name: [format(value, "f")]}
        return {name: [value]} if isinstance(value, str) else {}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        return one_of(raw, name) or None

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        return replace(_of_one_input(self.about, self.form, name, raw, faults), options=tuple(self.suggested))


@dataclass(frozen=True, slots=True)
class Lines:
    """Several words, one a line."""

    about: About

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        words = value if isinstance(value, list) else [] if value is None else [value]
        return {name: ["\n".join(str(one) for one in words)]} if words else {}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        return [part.strip() for part in _PARTS.split(one_of(raw, name)) if part.strip()] or None

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        return Asked(name, self.about.kind, self.about.field, "lines", (one_of(raw, name),), default=self.about.default)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text, an input a language of the plan; a text of the plan's language alone stays a plain string."""

    about: About
    languages: tuple[str, ...]
    long: bool

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        texts = value if isinstance(value, dict) else {self.languages[0]: value}
        return {f"{name}.{one}": [str(texts[one])] for one in self.languages if texts.get(one) is not None}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        texts: dict[str, Data] = {one: one_of(raw, f"{name}.{one}") for one in self.languages}
        said: dict[str, Data] = {one: text for one, text in texts.items() if text}
        if isinstance(before, dict):
            return {**{one: text for one, text in before.items() if one not in texts}, **said} or None
        return said.get(self.languages[0]) if set(said) <= {self.languages[0]} else said

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        about, form = self.about, "area" if self.long else "line"
        inner = tuple(
            Asked(
                f"{name}.{one}",
                about.kind,
                about.field,
                form,
                (one_of(raw, f"{name}.{one}"),),
                required=about.required and one == self.languages[0],
                language=one if len(self.languages) > 1 else "",
            )
            for one in self.languages
        )
        return Asked(name, about.kind, about.field, "spoken", inner=inner, required=about.required)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in its unit, with the decimal mark of the page; a share is typed in percent."""

    about: About
    numbers: Numbers
    unit: str = "count"
    whole: bool = False

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        return {name: [self.numbers.shown(value, self.unit)]} if isinstance(value, Decimal) else {}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        text = one_of(raw, name)
        value = self.numbers.read(text, self.unit) if text else None
        if text and (value is None or (self.whole and value != value.to_integral_value())):
            raise Unread(name, "form.not_a_number")
        return value

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        about = self.about
        return Asked(
            name,
            about.kind,
            about.field,
            "number",
            (one_of(raw, name),),
            required=about.required,
            default=about.default,
            unit=self.numbers.mark(self.unit),
            fault=faults.get(name, ""),
        )


@dataclass(frozen=True, slots=True)
class Between:
    """Two numbers; with `alone`, the first may stand by itself."""

    about: About
    numbers: Numbers
    unit: str = "count"
    alone: bool = False

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        ends = value if isinstance(value, list) else [value]
        figure = Figure(self.about, self.numbers, self.unit)
        found = [figure.said(f"{name}.{end}", one) for end, one in zip(("low", "high"), ends, strict=False)]
        return {key: held for one in found for key, held in one.items()}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        figure = Figure(self.about, self.numbers, self.unit)
        low, high = (figure.meant(f"{name}.{end}", raw, None) for end in ("low", "high"))
        if low is None and high is None:
            return None
        if high is None and self.alone:
            return low
        if low is None or high is None:
            raise Unread(f"{name}.{'low' if low is None else 'high'}", "form.two_numbers")
        return [low, high]

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        about = self.about
        inner = tuple(
            Figure(About(about.kind, end), self.numbers, self.unit).asked(f"{name}.{end}", raw, faults)
            for end in ("low", "high")
        )
        return Asked(name, about.kind, about.field, "between", inner=inner, required=about.required)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, chosen in a calendar."""

    about: About

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        return {name: [value]} if isinstance(value, str) else {}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        text = one_of(raw, name)
        try:
            return date.fromisoformat(text).isoformat() if text else None
        except ValueError as fault:
            raise Unread(name, "form.not_a_day") from fault

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        return _of_one_input(self.about, "day", name, raw, faults)


@dataclass(frozen=True, slots=True)
class Delay:
    """A delay: how many, of what."""

    about: About

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        part = _DELAY.fullmatch(value) if isinstance(value, str) else None
        return {f"{name}.n": [part[1] or part[3]], f"{name}.of": [part[2] or part[4]]} if part else {}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        count, unit = one_of(raw, f"{name}.n"), one_of(raw, f"{name}.of") or "D"
        if not count:
            return None
        if not count.isdecimal() or len(count) > 4 or unit not in "HDWM":
            raise Unread(f"{name}.n", "form.not_a_number")
        return f"PT{count}H" if unit == "H" else f"P{count}{unit}"

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        about, chosen = self.about, one_of(raw, f"{name}.of") or "D"
        inner = (
            Asked(f"{name}.n", about.kind, about.field, "number", (one_of(raw, f"{name}.n"),)),
            Asked(
                f"{name}.of",
                about.kind,
                "delay",
                "choice",
                options=tuple(Option(one, "", one == chosen) for one in "HDWM"),
                required=True,
            ),
        )
        return Asked(
            name,
            about.kind,
            about.field,
            "delay",
            inner=inner,
            default=about.default,
            fault=faults.get(f"{name}.n", ""),
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of a list. A word of the plan that the list does not know is kept among the choices."""

    about: About
    options: Sequence[Option]

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        return {name: [value]} if isinstance(value, str) else {}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        return one_of(raw, name) or None

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        about = self.about
        return Asked(
            name,
            about.kind,
            about.field,
            "choice",
            options=_offered(self.options, (one_of(raw, name),)),
            required=about.required,
            default=about.default,
        )


@dataclass(frozen=True, slots=True)
class Several:
    """Some of a list."""

    about: About
    options: Sequence[Option]

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        words = value if isinstance(value, list) else [] if value is None else [value]
        return {name: [str(one) for one in words]}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        ticked = kept(raw, name)
        was = [one for one in before if isinstance(one, str)] if isinstance(before, list) else []
        return [*(one for one in was if one in ticked), *(one for one in ticked if one not in was)] or None

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        about, offered = self.about, _offered(self.options, kept(raw, name))
        return Asked(
            name, about.kind, about.field, "several", options=offered, required=about.required, default=about.default
        )


def _offered(options: Sequence[Option], chosen: Sequence[str]) -> tuple[Option, ...]:
    known = {one.value for one in options}
    more = [Option(one, one) for one in chosen if one and one not in known]
    return tuple(Option(one.value, one.label, one.value in chosen) for one in (*options, *more))


@dataclass(frozen=True, slots=True)
class Tick:
    """Yes or no."""

    about: About

    def said(self, name: str, value: Data) -> dict[str, list[str]]:
        yes = value is True or (value is None and self.about.default == "true")
        return {name: ["yes"]} if yes else {}

    def meant(self, name: str, raw: Raw, before: Data) -> Data:
        yes, usual = bool(one_of(raw, name)), self.about.default == "true"
        return None if before is None and yes == usual else yes

    def asked(self, name: str, raw: Raw, faults: Mapping[str, str]) -> Asked:
        return Asked(name, self.about.kind, self.about.field, "tick", (one_of(raw, name),))
