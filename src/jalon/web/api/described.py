"""The contract laid out for people: groups of operations, what each takes and gives, and the forms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BASE = "/api/v1/"
HEADERS = ("Idempotency-Key", "If-Match")
"""What every act may send: told once, not at each."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field: its type in a word, and its meaning."""

    name: str
    kind: str
    needed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One verb on one address."""

    id: str
    verb: str
    path: str
    summary: str
    asks: Sequence[Field]
    sends: Sequence[Field]
    media: Sequence[str]
    example: str
    gives: str
    many: bool
    statuses: Sequence[str]


@dataclass(frozen=True, slots=True)
class Form:
    """An object that is sent or given."""

    name: str
    text: str
    fields: Sequence[Field]


def groups(contract: Mapping[str, Any]) -> list[tuple[str, list[Operation]]]:
    """Operations by the first word of their address, in its order."""
    found: dict[str, list[Operation]] = {}
    for path, by_verb in contract["paths"].items():
        short = path.removeprefix(BASE)
        for verb, said in by_verb.items():
            found.setdefault(short.partition("/")[0], []).append(_operation(contract, verb, short, said))
    return sorted(found.items())


def _operation(contract: Mapping[str, Any], verb: str, path: str, said: Mapping[str, Any]) -> Operation:
    shape, many = _given(said)
    body = said.get("requestBody", {}).get("content", {})
    sent: Mapping[str, Any] = next((one["schema"] for one in body.values()), {})
    example = next((one["example"] for one in body.values() if "example" in one), None)
    resolved = contract["components"]["schemas"].get(_named(sent), sent)
    return Operation(
        id=said["operationId"],
        verb=verb.upper(),
        path=path,
        summary=said["summary"],
        asks=[
            Field(one["name"], kind_of(one["schema"]), bool(one.get("required")), one["description"])
            for one in said["parameters"]
            if one["name"] not in HEADERS
        ],
        sends=list(_fields(resolved)),
        media=list(body),
        example=json.dumps(example, ensure_ascii=False) if example is not None and not isinstance(example, str) else "",
        gives=_named(shape),
        many=many,
        statuses=[one for one in said["responses"] if one not in ("default", "401", "429")],
    )


def _given(said: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """The form that is given, and whether a page of it."""
    for status, answer in said["responses"].items():
        shape: Mapping[str, Any] = answer.get("content", {}).get("application/json", {}).get("schema", {})
        if status.startswith("2") and shape:
            many = "items" in shape.get("properties", {})
            return (shape["properties"]["items"]["items"], True) if many else (shape, False)
    return {}, False


def forms(contract: Mapping[str, Any]) -> list[Form]:
    """Every form, by name."""
    schemas: Mapping[str, Any] = contract["components"]["schemas"]
    return [Form(name, shape.get("description", ""), list(_fields(shape))) for name, shape in sorted(schemas.items())]


def _fields(shape: Mapping[str, Any]) -> Iterator[Field]:
    needed = shape.get("required", ())
    for name, inner in shape.get("properties", {}).items():
        yield Field(name, kind_of(inner), name in needed, inner.get("description", ""))


def kind_of(shape: Mapping[str, Any]) -> str:
    """The type of a field in a word or two."""
    if "$ref" in shape:
        return _named(shape)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in shape:
            return " | ".join(dict.fromkeys(kind_of(one) for one in shape[choice]))
    if "const" in shape:
        return json.dumps(shape["const"])
    if "enum" in shape:
        return " | ".join(json.dumps(one, ensure_ascii=False) for one in shape["enum"])
    kind = shape.get("type", "any")
    if kind == "array":
        return f"[{kind_of(shape.get('items', {}))}]" if "items" in shape else "[any]"
    return str(shape.get("format") or (" | ".join(kind) if isinstance(kind, list) else kind))


def _named(shape: Mapping[str, Any]) -> str:
    return str(shape.get("$ref", "")).rpartition("/")[2]
