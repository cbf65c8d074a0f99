"""Values of a plan as a reader says them: names, amounts, days, delays, pieces of territory."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jalon.quantities import spoken
from jalon.wording import numbers
from jalon.wording.phrases import known, phrase, places

MOST = 6
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DELAY = re.compile(r"P(?:(\d+)([DWMY])|T(\d+)H)")
_MONEY = frozenset({"cost", "amount", "total"})
_SHARES = frozenset({"weight", "holdout_share", "level", "rel", "seasonality"})
_PEOPLE = ("person", "team")
_KINDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        "deputy reviewer owner escalate_to sponsor by decider author contributors who to shown_to sent_to".split(),
        _PEOPLE,
    ),
    **dict.fromkeys(("serves", "objective"), ("objective",)),
    **dict.fromkeys(("kpi", "rebase"), ("kpi",)),
    **dict.fromkeys(("kra", "kras", "held_by", "between", "priority"), ("kra",)),
    **dict.fromkeys(("needs", "needed_by"), ("milestone", "action", "kra")),
    **dict.fromkeys(("budget", "source", "to_line"), ("budget_line",)),
    "threatens": ("kpi", "objective"),
    "evidence": ("action", "kpi", "kri", "objective", "milestone", "event"),
    "answers_kri": ("kri",),
    "axis": ("axis",),
    "team": ("team",),
    "role": ("role",),
}
"""Field → the kinds of objects that its ids name."""
_OWN_WORDS = frozenset(
    {"grounds", "dimensions", "dimension_names", "dashboards", "reports", "filter", "options", "chosen"}
)
"""Where words are the company's own, whatever they mean elsewhere."""


@dataclass(frozen=True, slots=True)
class Told:
    """One reader: a language, the names known, the currency."""

    language: str
    names: Mapping[str, Mapping[str, str]]
    currency: str = "EUR"

    def say(self, key: str, **values: str) -> str:
        """A phrase with its places filled."""
        return phrase(key, self.language, values)

    def name(self, word: str, kinds: Sequence[str]) -> str:
        """What an id is called, else the id."""
        for kind in kinds:
            said = self.names.get(f"{kind}:{word}")
            if said:
                return said.get("") or spoken(said, self.language)
        return word

    def named(self, word: str, kinds: Sequence[str]) -> str:
        """What an id is called, in quotation marks."""
        return self.quoted(self.name(word, kinds))

    def quoted(self, text: str) -> str:
        """A text somebody wrote."""
        return self.say("text.quoted", text=text)

    def listed(self, words: Sequence[str]) -> str:
        """Several things in one breath."""
        if len(words) > MOST:
            shown = ", ".join(words[: MOST - 1])
            return self.say("list.rest", shown=shown, count=str(len(words) - MOST + 1))
        if len(words) < 2:
            return words[0] if words else ""
        return self.say("list.and", first=", ".join(words[:-1]), last=words[-1])

    def field(self, path: str) -> str:
        """A field as people call it: by its whole path, else by its end; ids on the way are said in quotes."""
        steps = path.split(".")
        for start in range(len(steps)):
            key = f"field.{'.'.join(steps[start:])}"
            if known(key, self.language):
                around = [step for step in steps[1:start] if known(f"field.{step}", self.language)]
                inside = [step for step in steps[1:start] if step not in around]
                said = [*(phrase(f"field.{step}", self.language) for step in around), *map(self.quoted, inside)]
                return ", ".join([" ".join(said), phrase(key, self.language)] if said else [phrase(key, self.language)])
        for start in range(len(steps) - 1, 0, -1):
            key = f"field.{'.'.join(steps[:start])}"
            key = key if known(key, self.language) else f"field.{steps[start - 1]}"
            if known(key, self.language):
                rest = [self.quoted(self.name(step, ("dimension",))) for step in steps[start:]]
                return " ".join([phrase(key, self.language), *rest])
        return self.quoted(self.name(steps[-1], ("dimension",)))

    def amount(self, value: object, unit: str) -> str:
        """A value in its unit; a range is said from end to end."""
        if isinstance(value, Sequence) and not isinstance(value, str):
            return numbers.DASH.join(numbers.quantity(str(end), unit, self.language) for end in value)
        return "" if value is None else numbers.quantity(str(value), unit, self.language)

    def value(self, value: object, path: str = "") -> str:
        """Any value of a plan; `path` says what its words and numbers mean."""
        leaf = path.rpartition(".")[2]
        if value is None or value == "":
            return self.say("text.nothing")
        if isinstance(value, bool):
            return phrase("yes" if value else "no", self.language)
        if isinstance(value, Mapping):
            return self._object(value, path)
        if isinstance(value, Sequence) and not isinstance(value, str):
            if len(value) == 2 and all(numbers.is_day(end) for end in value):
                return self.say("cell.days", first=self.value(value[0]), last=self.value(value[1]))
            return self.listed([self.value(item, path) for item in value])
        return self._word(str(value), leaf, path)

    def translated(self, value: object) -> str:
        """A text whose other language alone has changed: shown in that one."""
        other = "en" if self.language == "fr" else "fr"
        said = value.get(other) if isinstance(value, Mapping) else value
        return self.quoted(str(said)) if said else self.say("text.nothing")

    def is_figure(self, value: object) -> bool:
        """Whether it goes up and down: a number, an amount, a delay."""
        whole = isinstance(value, int | float) and not isinstance(value, bool)
        return whole or (isinstance(value, str) and bool(_NUMBER.fullmatch(value) or _DELAY.fullmatch(value)))

    def cell(self, cell: Mapping[str, object]) -> str:
        """A piece of territory: « canal seo », then only what narrows it."""
        ground, given = str(cell["ground"]), cell["value"]
        values = [str(value) for value in given] if isinstance(given, list | tuple) else [str(given)]
        form = ".all" if values == ["*"] else ".many" if len(values) > 1 else ""
        kind = "budget_line" if ground == "budget" else ground
        said = self.say(f"cell.{ground}{form}", value=self.listed([self.name(v, (kind, ground)) for v in values]))
        narrowed = [self._qualifier(name, inner) for name, inner in cell.items() if name not in ("ground", "value")]
        return self.say("cell.qualified", cell=said, qualifiers=" ; ".join(narrowed)) if narrowed else said

    def _qualifier(self, name: str, given: object) -> str:
        values = [str(value) for value in given] if isinstance(given, list | tuple) else [str(given)]
        if name == "days":
            ends = [value.split("..") for value in values]
            return self.listed([self.say("cell.days", first=self.value(a), last=self.value(b)) for a, b in ends])
        title = self.name(name, ("dimension",))
        title = title[:1].lower() + title[1:]
        return self.say("cell.qualifier", name=title, value=self.listed([self.name(v, (name,)) for v in values]))

    def _object(self, value: Mapping[str, object], path: str) -> str:
        if value and set(value) <= {"fr", "en"}:
            return self.quoted(spoken({key: str(one) for key, one in value.items()}, self.language))
        if "ground" in value and "value" in value:
            return self.cell(value)
        if isinstance(value.get("text"), Mapping):
            return self.value(value["text"])
        item = f"item.{path.rpartition('.')[2]}"
        shown = {n: self.value(inner, f"{path}.{n}") for n, inner in value.items() if inner not in (None, [], {})}
        if known(item, self.language) and set(places(item, self.language)) <= shown.keys():
            return self.say(item, **shown)
        return ", ".join(shown.values())

    def _word(self, word: str, leaf: str, path: str) -> str:
        if numbers.is_day(word):
            return numbers.day(word, self.language)
        delay = _DELAY.fullmatch(word)
        if delay:
            count, unit = (delay[1], delay[2]) if delay[1] else (delay[3], "H")
            return self.say(f"duration.{unit}{'' if count in ('0', '1') else '.many'}", n=count)
        if _NUMBER.fullmatch(word):
            return self._figure(word, leaf, path)
        kinds = _KINDS.get(leaf, (leaf,)) if not path.startswith("effect.to") else ("budget_line",)
        name = self.name(word, kinds)
        own_word = path.partition(".")[0] in _OWN_WORDS or leaf in _OWN_WORDS
        said = name == word and not own_word and known(f"word.{word}", self.language)
        if said and leaf in _KINDS:
            return phrase(f"word.{word}", self.language)
        if name != word or leaf in _KINDS:
            return name if set(kinds) & set(_PEOPLE) else self.quoted(name)
        if said:
            return self.quoted(phrase(f"word.{word}", self.language))
        return self.quoted(word)

    def _figure(self, word: str, leaf: str, path: str) -> str:
        if leaf in _MONEY:
            return numbers.money(word, self.currency, self.language)
        if leaf in _SHARES or "seasonality." in path:
            return numbers.percent(word, self.language, 1, signed=leaf == "rel")
        return numbers.number(word, self.language)
