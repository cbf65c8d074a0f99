"""The API described by itself (OpenAPI 3.1): made from the routes, the forms and the phrases of the house."""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from ninja import NinjaAPI

from jalon import wording
from jalon.findings import Place
from jalon.plan.schema import json_schema
from jalon.quantities import Period, Refusal, Text
from jalon.scorecard.results import Scorecard
from jalon.web.api.answers import ANSWERS
from jalon.web.api.examples import PLAN, SENT, example_of, problem_of
from jalon.web.api.forms import GIVES, OWN, Given
from jalon.web.api.problems import CODES, MEDIA_TYPE

Schema = dict[str, object]
_ID: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date"}
_DECIMAL: Schema = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
SCALARS: Mapping[object, Schema] = {
    str: {"type": "string"},
    UUID: {"type": "string", "format": "uuid"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Decimal: _DECIMAL,
    date: _DAY,
    datetime: {"type": "string", "format": "date-time"},
    Text: {"type": "object", "additionalProperties": {"type": "string"}},
    Period: {"type": "array", "items": _DAY, "minItems": 2, "maxItems": 2},
    Refusal: {"type": "object", "required": ["refused"], "properties": {"refused": {"type": "string"}}},
    Place: {"type": "object", "properties": {name: {} for name in ("file", "line", "path")}},
    object: {},
    types.NoneType: {"type": "null"},
}
BORROWED: Mapping[str, str] = {
    "Exploration": "json.exploration.",
    "Group": "json.exploration.groups.",
    "Bucket": "json.exploration.groups.series.",
    "SaidFinding": "json.any.findings.",
    "FindingPlace": "json.any.findings.place.",
    "Why": "json.why.",
    "Trust": "json.backtest.",
    "CurveFit": "json.curves.curves.",
    "BudgetMove": "json.budget.",
    "Signal": "json.signals.signals.",
    "SignalStep": "json.signals.signals.steps.",
    "ImportDone": "json.import.",
    "ImportUndone": "json.undo.",
}
"""Forms that a command prints too: their fields have their phrases there."""
ERRORS = (400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428, 429)
ONLY_ACTS = frozenset({409, 412, 413, 415, 428})
SENT_ALONG: Mapping[str, Schema] = {
    name: {"name": header, "in": "header", "required": False, "schema": {"type": "string", "maxLength": 200}}
    for name, header in (("key", "Idempotency-Key"), ("match", "If-Match"))
}
"""What every act may send beside its body."""


def contract(api: NinjaAPI, language: str) -> dict[str, object]:
    """The whole document, its texts in a language. Rebuilt on each call: it is asked for rarely."""
    made: dict[str, typing.Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=_kept))
    for by_verb in made["paths"].values():
        for verb, operation in by_verb.items():
            _describe(operation, verb, language)
    made["info"]["description"] = wording.phrase("api.about", language)
    made["info"]["summary"] = wording.phrase("api.summary", language)
    made["components"]["schemas"] = {**schemas(language), **_sent(made, language)}
    _exemplify(made)
    made["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    made["servers"] = [{"url": "/", "description": wording.phrase("api.server", language)}]
    return made


def _exemplify(made: dict[str, typing.Any]) -> None:
    """An example beside every body and every answer."""
    schemas_known = made["components"]["schemas"]
    for by_verb in made["paths"].values():
        for operation in by_verb.values():
            for media, one in operation.get("requestBody", {}).get("content", {}).items():
                if operation["operationId"] in SENT:
                    one["example"] = SENT[operation["operationId"]]
                elif media == "application/yaml":
                    one["example"] = PLAN
            for status, said in operation["responses"].items():
                for media, one in said.get("content", {}).items():
                    if media == "application/json":
                        one["example"] = example_of(one["schema"], schemas_known)
                    elif status.isdecimal():
                        one["example"] = problem_of(int(status), said["description"])


def _sent(made: dict[str, typing.Any], language: str) -> dict[str, Schema]:
    """What is sent, as the routes read it."""
    asked = set(re.findall(r"#/components/schemas/(\w+)", json.dumps([
        by_verb[verb].get("requestBody") for by_verb in made["paths"].values() for verb in by_verb
    ])))  # fmt: skip
    known: dict[str, typing.Any] = made["components"]["schemas"]
    asked |= {one for name in asked for one in re.findall(r"#/components/schemas/(\w+)", json.dumps(known.get(name)))}
    shapes = {name: shape for name, shape in known.items() if name in asked}
    for name, shape in shapes.items():
        shape["description"] = wording.phrase(f"api.sent.{name}", language)
        for field, inner in shape["properties"].items():
            own = f"api.sent.{name}.{field}"
            inner["description"] = wording.phrase(own if wording.known(own, "fr") else f"api.sent.{field}", language)
            inner.pop("title", None)
        shape.pop("title", None)
    return shapes


def _kept(value: object) -> object:
    assert isinstance(value, Given)  # noqa: S101  # the only thing beside JSON that a route says
    return {"form": value.form, "many": value.many, "status": value.status}


def _describe(operation: dict[str, typing.Any], verb: str, language: str) -> None:
    name, given = operation["operationId"], operation.pop(GIVES)
    operation["summary"] = wording.phrase(f"api.op.{name}", language)
    operation.pop("description", None)
    for parameter in operation["parameters"]:
        parameter["description"] = wording.phrase(f"api.param.{parameter['name']}", language)
        parameter["schema"].pop("title", None)
    reference: Schema = {"$ref": f"#/components/schemas/{given['form']}"}
    answer: dict[str, object] = {
        "description": wording.phrase("api.answer", language),
        "headers": {"ETag": {"schema": _ID, "description": wording.phrase("api.header.etag", language)}},
        "content": {"application/json": {"schema": _page_of(reference, language) if given["many"] else reference}},
    }
    if given["many"]:
        headers = answer["headers"]
        assert isinstance(headers, dict)  # noqa: S101  # written above
        headers["Link"] = {"schema": _ID, "description": wording.phrase("api.header.link", language)}
    no: dict[str, typing.Any] = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    reads = verb == "get"
    if not reads:
        operation["parameters"] += [{**one, "description": wording.phrase(f"api.header.{key}", language)}
                                    for key, one in SENT_ALONG.items()]  # fmt: skip
    operation["responses"] = {
        str(given["status"]): answer,
        **({"304": {"description": wording.phrase("api.status.304", language)}} if reads else {}),
        **{
            str(one): {"description": wording.phrase(f"api.status.{one}", language), **no}
            for one in ERRORS
            if not (reads and one in ONLY_ACTS)
        },
        "default": {"description": wording.phrase("api.status.default", language), **no},
    }


def _page_of(items: Schema, language: str) -> Schema:
    counts: dict[str, Schema] = {
        name: {"type": kind, "description": wording.phrase(f"api.page.{name}", language)}
        for name, kind in (("total", "integer"), ("limit", "integer"), ("next", ["string", "null"]))
    }
    told = wording.phrase("api.page.items", language)
    return {
        "type": "object",
        "required": ["items", *counts],
        "properties": {"items": {"type": "array", "items": items, "description": told}, **counts},
    }


def schemas(language: str) -> dict[str, Schema]:
    """Every form by name: the scorecard's, the API's own, the plan's, and the problem."""
    found = {form.__name__: _object(form, _of_card(form), language) for form in _parts(Scorecard)}
    found |= {form.__name__: _object(form, _of_api(form), language) for form in OWN}
    found |= {form.__name__: _object(form, _of_api(form), language) for form in ANSWERS}
    found |= _of_plan(language)
    found["Problem"] = _problem(language)
    return found


def _parts(form: type) -> dict[type, None]:
    """A form of the scorecard and every form that it is made of."""
    found = {form: None}
    waiting: list[object] = [*typing.get_type_hints(form).values()]
    while waiting:
        hint = waiting.pop()
        if isinstance(hint, type) and is_dataclass(hint) and hint not in SCALARS and hint not in found:
            found[hint] = None
            waiting += typing.get_type_hints(hint).values()
        waiting += [one for one in typing.get_args(hint) if one is not Ellipsis]
    return found


def _problem(language: str) -> Schema:
    said: dict[str, Schema] = {
        "type": _ID, "title": _ID, "status": {"type": "integer"}, "code": {"type": "string", "enum": sorted(CODES)},
        "detail": _ID, "errors": {"type": "array", "items": {"type": "object"}},
    }  # fmt: skip
    for name, shape in said.items():
        said[name] = {**shape, "description": wording.phrase(f"api.form.Problem.{name}", language)}
    told = wording.phrase("api.form.Problem", language)
    return {"type": "object", "description": told, "required": list(said)[:5], "properties": said}


Key = Callable[[str], str]


def _of_card(form: type) -> Key:
    def key(name: str) -> str:
        if not name:
            return f"card.kind.{form.__name__}"
        own = f"card.{form.__name__}.{name}"
        return own if wording.known(own, "fr") else f"card.any.{name}"

    return key


def _of_api(form: type) -> Key:
    def key(name: str) -> str:
        if not name:
            return f"api.form.{form.__name__}"
        own = f"{BORROWED.get(form.__name__, f'api.form.{form.__name__}.')}{name}"
        candidates = (
            f"api.form.{form.__name__}.{name}", own, f"api.any.{name}", f"card.any.{name}", f"json.any.{name}"
        )  # fmt: skip
        return next((one for one in candidates if wording.known(one, "fr")), candidates[0])

    return key


def _object(form: type, key: Key, language: str) -> Schema:
    hints = typing.get_type_hints(form)
    names = [one.name for one in fields(form)] if is_dataclass(form) else list(hints)
    shapes = {name: _shape(hints[name]) for name in names}
    if form.__name__ == "Scorecard":
        shapes = {"contract": {"type": "integer"}, **shapes}
    properties = {name: {**shape, "description": wording.phrase(key(name), language)} for name, shape in shapes.items()}
    told = wording.phrase(key(""), language)
    return {"type": "object", "description": told, "required": list(shapes), "properties": properties}


def _shape(hint: object) -> Schema:
    """A type of the code as JSON Schema."""
    if hint in SCALARS:
        return dict(SCALARS[hint])
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_shape(one) for one in inside]}
    if origin is tuple and inside[-1] is Ellipsis:
        return {"type": "array", "items": _shape(inside[0])}
    if origin is tuple:
        return {"type": "array", "prefixItems": [_shape(one) for one in inside], "minItems": len(inside)}
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _shape(inside[1])}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [str(word) for word in hint]}
    assert isinstance(hint, type), hint  # noqa: S101  # another form
    return {"$ref": f"#/components/schemas/{hint.__name__}"}


def _of_plan(language: str) -> dict[str, Schema]:
    """The kinds of the plan format, under `plan.`, with the meaning of each field."""
    kinds = json.loads(json.dumps(json_schema()["$defs"]).replace("#/$defs/", "#/components/schemas/plan."))
    for kind, shape in kinds.items():
        shape["description"] = wording.phrase(f"format.kind.{kind}", language)
        for name, inner in shape["properties"].items():
            own = f"format.{kind}.{name}"
            inner["description"] = wording.phrase(own if wording.known(own, "fr") else f"format.any.{name}", language)
    return {f"plan.{kind}": shape for kind, shape in kinds.items()}
