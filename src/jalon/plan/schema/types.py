"""The kinds of values a plan may hold, as data: what validation, the JSON Schema and the docs are made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plain:
    """A scalar: id, text, string, number, integer, boolean, date, duration, share, measure or catalogue name."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a closed list."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of another object, of one of these kinds."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list."""

    of: Type
    least: int = 0


@dataclass(frozen=True, slots=True)
class MapOf:
    """Free names → values; `keys` closes the list of names."""

    of: Type
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """[low, high], two numbers in order; `whole` for integers."""

    whole: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """One type or another, tried in order by the shape of what is written."""

    types: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Object:
    """An object with named fields."""

    kind: str


Type = Plain | Choice | Reference | ListOf | MapOf | Pair | Either | Object


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object. `required` is True, or the code of the rule that reports its absence instead of F101."""

    name: str
    type: Type
    required: bool | str = False
    default: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """An object: its fields, the kind of its findings' subject, and which of its fields exclude each other."""

    name: str
    fields: tuple[Field, ...]
    subject: str | None = None
    exclusive: tuple[tuple[str, ...], ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    id_space: str | None = None
