"""Which areas the map shows: one's own, those to look at, those of an axis, or several of these at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from jalon.web.here import Here

Row = dict[str, object]
LOOK_AT, FIRED = ("watch", "off_course"), ("amber", "red")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that can be put on or taken off: where it leads, and whether it is on."""

    key: str
    name: str
    link: str
    on: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of an area; each that is on has to hold. `looks` is the rest of the address: how it is shown."""

    mine: bool = False
    attention: bool = False
    axis: str = ""
    looks: tuple[tuple[str, str], ...] = ()

    @property
    def any(self) -> bool:
        """Whether some area may be left out."""
        return self.mine or self.attention or bool(self.axis)

    def address(self, **looks: str) -> str:
        """The query of these filters, with how it is shown changed."""
        only = [("only", name) for name, on in (("mine", self.mine), ("attention", self.attention)) if on]
        axis = [("axis", self.axis)] if self.axis else []
        return "?" + urlencode([*{**dict(self.looks), **looks}.items(), *only, *axis])

    def kept(self, place: Here) -> list[Row]:
        """The areas that answer to all of it, in the order of the plan."""
        fired = {row["kra"] for row in place.rows("kris") if row["standing"] in FIRED}
        return [
            row for row in place.rows("kras")
            if (not self.mine or row["owner"] == place.member.person)
            and (not self.attention or row["standing"] in LOOK_AT or row["id"] in fired)
            and (not self.axis or row["axis"] == self.axis)
        ]  # fmt: skip

    def chips(self, place: Here) -> Iterator[Chip]:
        """Each filter with the address that puts it on, or takes it off again; one axis at a time."""
        yield Chip("all", _("All"), Filters(looks=self.looks).address(), not self.any)
        if place.member.person:
            yield Chip("mine", _("My area"), replace(self, mine=not self.mine).address(), self.mine)
        attention = replace(self, attention=not self.attention).address()
        yield Chip("attention", _("To look at"), attention, self.attention)
        for axis in place.plan.axes if place.plan else ():
            on = axis.id == self.axis
            link = replace(self, axis="" if on else axis.id).address()
            yield Chip(f"axis-{axis.id}", axis.name.in_language(place.language), link, on)

    def wider(self, place: Here) -> list[Chip]:
        """Where nothing answers: each filter taken off alone, if that shows something."""
        return [one for one in self.chips(place) if one.on and one.key != "all" and self._without(one.key).kept(place)]

    def _without(self, key: str) -> Filters:
        changed = {"mine": {"mine": False}, "attention": {"attention": False}}.get(key, {"axis": ""})
        return replace(self, **changed)


def asked(query: QueryDict) -> Filters:
    """The filters of an address; what it does not know leaves nothing out."""
    only: Sequence[str] = query.getlist("only")
    looks: Mapping[str, str] = {name: str(query[name]) for name in ("as", "zoom") if query.get(name)}
    return Filters("mine" in only, "attention" in only, str(query.get("axis", "")), tuple(looks.items()))
