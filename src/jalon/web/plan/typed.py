"""Numbers as people type them, in the language of the page: what could be read two ways is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jalon import wording
from jalon.plan.document.rendering import Writable
from jalon.plan.model import Measurement, Plan

_BLANKS = re.compile("[\u00a0\u202f\u2009 ]")
_FORMS = {
    "fr": re.compile(r"-?\d+(,\d+)?"),
    "en": re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?"),
}
_MOST_DIGITS = 15


def typed(text: str, unit: str, language: str) -> Decimal | None:
    """The number, in the unit of the plan; None when it is none. A share is typed in percent."""
    bare = _BLANKS.sub("", text).replace("\u2212", "-")
    for mark in (unit, wording.mark(unit)):
        bare = bare.removesuffix(mark).removeprefix(mark)
    if len(bare) > _MOST_DIGITS or not _FORMS[language].fullmatch(bare):
        return None
    number = Decimal(bare.replace(",", ".") if language == "fr" else bare.replace(",", ""))
    return number / 100 if unit == "ratio" else number


def shown(value: Decimal, unit: str, language: str) -> str:
    """A number as its field takes it back: the same form, without its mark."""
    return wording.number(value * 100 if unit == "ratio" else value, language)


@dataclass(frozen=True, slots=True)
class ReadFields:
    """A form as it was understood: path of the plan → value; what could not be read, as it was typed."""

    answers: Mapping[str, Writable] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)


NOTHING = ReadFields()


def read_fields(fields: Mapping[str, str], plan: Plan, language: str) -> ReadFields:
    """The fields of the page that change something; an empty one leaves the plan as it is."""
    answers: dict[str, Writable] = {}
    wrong: dict[str, str] = {}
    for path, measured in _measured(plan):
        unit, last = measured.unit or "count", measured.last_target
        for what, now in (("target", last.target if last else None), ("baseline", measured.baseline)):
            text = fields.get(f"{what}:{path}", "").strip()
            value = typed(text, unit, language) if text else None
            if text and value is None:
                wrong[f"{what}:{path}"] = text
            elif value is not None and value != now:
                answers[f"{path}.{what}"] = value
    for objective in plan.objectives:
        name = fields.get(f"name:{objective.path}", "").strip()
        if name and objective.name is not None and name != objective.name.in_language(plan.languages[0]):
            answers[f"{objective.path}.name"] = name
    return ReadFields(answers, frozenset(wrong), wrong)


def _measured(plan: Plan) -> Iterator[tuple[str, Measurement]]:
    for objective in plan.objectives:
        yield f"{objective.path}.result", objective.result
    for _, kpi in plan.kpis():
        yield kpi.path, kpi.measured


@dataclass(frozen=True, slots=True)
class Typing:
    """Numbers of a form as one language writes them."""

    language: str

    def read(self, text: str, unit: str) -> Decimal | None:
        """The number in the unit of the plan; a share is typed in percent."""
        return typed(text, unit, self.language)

    def shown(self, value: Decimal, unit: str) -> str:
        """All of its digits: what a form shows, it takes back."""
        held = value * 100 if unit == "ratio" else value
        whole, point, parts = format(held.normalize(), ",f").partition(".")
        grouped = whole.replace(",", "\u202f") if self.language == "fr" else whole
        return grouped + (("," if self.language == "fr" else ".") + parts if point else "")

    def mark(self, unit: str) -> str:
        """What stands behind the field."""
        return wording.mark(unit)
