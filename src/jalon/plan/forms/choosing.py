"""What the lists of a form offer: people, areas, indicators of the plan, rows of the catalogue, by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jalon import catalogue
from jalon.plan.document.changing import inside
from jalon.plan.document.merging import name_of
from jalon.plan.document.writing import Data
from jalon.plan.forms.asking import Option
from jalon.plan.forms.offering import values_of
from jalon.plan.forms.standing import every
from jalon.plan.sheets.fields import GROUNDS
from jalon.quantities import spoken

PLACES = {"rule": "arbitration.rules", "event": "events.own"}
EVERYBODY = ("everyone", "owners", "board")


@dataclass(frozen=True, slots=True)
class Choices:
    """The names of one document, in the language of the page."""

    content: Data
    language: str

    def of(self, kinds: Sequence[str]) -> list[Option]:
        """Everything that a reference to these kinds may name."""
        return [one for kind in kinds for one in self._kind(kind)]

    def _kind(self, kind: str) -> Iterator[Option]:
        if kind == "role":
            yield from (Option(one.id, one.name.in_language(self.language)) for one in catalogue.roles().values())
        if kind in PLACES:
            listed = inside(self.content, PLACES[kind])
            rows = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
            yield from (Option(name_of(one), self._name(one)) for one in rows)
            return
        for one in every(self.content, kind):
            yield Option(one.id, self._named(kind, one.said))

    def _named(self, kind: str, said: Mapping[str, Data]) -> str:
        if said.get("name") is None and kind in ("kpi", "kri"):
            rows = catalogue.kpis() if kind == "kpi" else catalogue.kris()
            known = rows.get(str(said.get("use")))
            label = known.name.in_language(self.language) if known else name_of(dict(said))
        else:
            label = self._name(said)
        return label

    def _name(self, said: Mapping[str, Data]) -> str:
        return self.spoken(said.get("name") or said.get("question")) or name_of(dict(said))

    def spoken(self, text: Data) -> str:
        """A text in the language of the page, else in the one it was written in."""
        if isinstance(text, dict):
            return spoken({key: str(one) for key, one in text.items() if one}, self.language)
        return text if isinstance(text, str) else ""

    def catalogue(self, kind: str) -> list[Option]:
        """Rows of the catalogue of KPIs or KRIs, by name."""
        if kind == "kri":
            found = [Option(risk.id, risk.name.in_language(self.language)) for risk in catalogue.kris().values()]
        else:
            found = [Option(one.id, one.name.in_language(self.language)) for one in catalogue.kpis().values()]
        return sorted(found, key=lambda one: one.label.casefold())

    def roles(self) -> list[Option]:
        """Role templates."""
        return [Option(one.id, one.name.in_language(self.language)) for one in catalogue.roles().values()]

    def whom(self) -> list[Option]:
        """People, teams, and words for everybody."""
        return [*self.of(("person", "team")), *(Option(one) for one in EVERYBODY)]

    def grounds(self) -> dict[str, list[Option]]:
        """The values of each ground, then those that the field knows; budget lines are those of the budget."""
        found = {one: self._ground(one) for one in GROUNDS if one != "budget"}
        return found | {"budget": self.of(("budget_line",))}

    def _ground(self, ground: str) -> list[Option]:
        declared = self._words(inside(self.content, f"grounds.{ground}"))
        held = {one.value for one in declared}
        known = {value: names for value, names in values_of(ground).items() if value not in held}
        return [
            *declared,
            *(Option(value, spoken(names, self.language) if names else value) for value, names in known.items()),
        ]

    def dimensions(self) -> dict[str, list[Option]]:
        """The values of each dimension that qualifies a claim."""
        told = inside(self.content, "dimensions")
        every_one = told if isinstance(told, dict) else {}
        return {name: self._words(words) for name, words in every_one.items()}

    def dimension_names(self) -> dict[str, str]:
        """What the plan calls its dimensions."""
        told = inside(self.content, "dimensions")
        named = (
            {
                key: one["name"]
                for key, one in told.items()
                if isinstance(one, dict) and "values" in one and "name" in one
            }
            if isinstance(told, dict)
            else {}
        )
        return {key: self.spoken(text) for key, text in named.items()}

    def _words(self, words: Data) -> list[Option]:
        values = words.get("values") if isinstance(words, dict) and "values" in words else words
        if isinstance(values, dict):
            return [Option(one, self.spoken(text) or one) for one, text in values.items()]
        return [Option(str(one), str(one)) for one in values] if isinstance(values, list) else []
