"""The published JSON Schema of `jalon/1`, made from the same kinds that validate a plan."""

from __future__ import annotations

from jalon.plan.schema.kinds import KINDS
from jalon.plan.schema.types import Choice, Either, Kind, ListOf, MapOf, Object, Pair, Plain, Reference, Type

Schema = dict[str, object]
_ID = "^[A-Za-z][A-Za-z0-9_-]{0,63}$"
_TEXT: Schema = {
    "oneOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {"fr": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}
_WORDS: Schema = {"oneOf": [{"type": ["string", "number"]}, {"type": "array", "items": {"type": ["string", "number"]}}]}
_VALUES: Schema = {
    "oneOf": [
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"anyOf": [_TEXT]}},
    ]
}
_PLAIN: dict[str, Schema] = {
    "id": {"type": "string", "pattern": _ID},
    "text": _TEXT,
    "string": {"type": ["string", "number"]},
    "number": {"type": "number"},
    "amount": {"type": "number", "minimum": 0},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
    "integer": {"type": "integer", "minimum": 0},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "duration": {"type": "string", "pattern": r"^P"},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    "timezone": {"type": "string"},
    "clock": {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"},
    "channel": {"type": "string", "pattern": _ID},
    "who": {"type": "string", "pattern": _ID},
    "owner": {"type": "string", "pattern": _ID},
    "filter": {"type": "object", "additionalProperties": _WORDS},
    "gives": {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
    "claim": {"type": "object", "additionalProperties": _WORDS, "minProperties": 1},
    "guardrail": {"oneOf": [{"type": "string", "pattern": _ID}, {"$ref": "#/$defs/guardrail"}]},
    "limit": {"oneOf": [{"type": "string", "minLength": 1}, {"$ref": "#/$defs/limit"}, _TEXT]},
    "grounds": {"type": "object", "additionalProperties": _VALUES},
    "dimensions": {"type": "object", "additionalProperties": {"anyOf": [_VALUES, {"type": "object"}]}},
}


def json_schema() -> Schema:
    """The schema: what any editor can check before the lint proves the rest."""
    definitions = {name: _object(kind) for name, kind in KINDS.items() if name != "plan"}
    whole = _object(KINDS["plan"])
    properties = whole["properties"]
    if isinstance(properties, dict):
        properties["version"] = {"const": "jalon/1"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "jalon/1",
        **whole,
        "$defs": definitions,
    }


def _object(kind: Kind) -> Schema:
    found: Schema = {
        "type": "object",
        "properties": {field.name: _typed(field.type) for field in kind.fields},
        "required": [field.name for field in kind.fields if field.required is True],
        "additionalProperties": False,
    }
    return found


def _typed(type_: Type) -> Schema:
    if isinstance(type_, Plain):
        return _PLAIN[type_.name]
    if isinstance(type_, Choice):
        return {"enum": list(type_.words)}
    if isinstance(type_, Reference):
        return {"type": "string", "pattern": _ID}
    if isinstance(type_, ListOf):
        return {"type": "array", "items": _typed(type_.of), "minItems": type_.least}
    if isinstance(type_, MapOf):
        return {"type": "object", "additionalProperties": _typed(type_.of)}
    if isinstance(type_, Pair):
        return {
            "type": "array",
            "items": {"type": "integer" if type_.whole else "number"},
            "minItems": 2,
            "maxItems": 2,
        }
    if isinstance(type_, Either):
        return {"anyOf": [_typed(inner) for inner in type_.types]}
    assert isinstance(type_, Object)  # noqa: S101  # the last of the closed list of types
    return {"$ref": f"#/$defs/{type_.kind}"}
