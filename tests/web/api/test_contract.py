"""The API describes itself: valid OpenAPI 3.1, every operation and field in words, and every answer as it is said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from tests.web.api.programs import Program
from tests.web.api.test_reading import READ

VERBS = {"get", "post", "put", "patch", "delete"}


def contract(language: str = "en") -> dict[str, Any]:
    answer = Client(headers={"accept-language": language}).get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, verb, said) for path, inner in document["paths"].items() for verb, said in inner.items() if verb in VERBS
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_operation_parameter_and_field_is_told_in_words(language: str) -> None:
    document = contract(language)
    assert document["openapi"].startswith("3.1")
    for path, verb, said in operations(document):
        texts = [said["summary"], *(one["description"] for one in said["parameters"])]
        texts += [one["description"] for one in said["responses"].values()]
        assert [text for text in texts if not text or text.startswith("api.")] == [], (path, verb)
    for name, shape in document["components"]["schemas"].items():
        told = [shape.get("description", ""), *(one.get("description", "") for one in shape["properties"].values())]
        assert [text for text in told if not text or re.fullmatch(r"\w+(\.\w+)+", text)] == [], name


def test_it_is_valid_openapi_3_1_and_its_examples_are_of_their_forms() -> None:
    import schemathesis

    document = contract()
    schemathesis.openapi.from_dict(document).validate()
    for path, verb, said in operations(document):
        bodies = [*said["responses"].values(), *([said["requestBody"]] if "requestBody" in said else [])]
        media = [one for body in bodies for one in body.get("content", {}).values() if "example" in one]
        assert media, (path, verb)
        for one in media:
            whole = {**one["schema"], "components": document["components"]}
            errors = [f.message[:200] for f in Draft202012Validator(whole).iter_errors(one["example"])]
            assert errors == [], (path, verb)


def test_every_reference_leads_somewhere_and_every_schema_is_sound() -> None:
    document = contract()
    names = set(document["components"]["schemas"])
    assert set(re.findall(r"#/components/schemas/([\w.]+)", str(document))) <= names
    for shape in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(shape)
    assert document["components"]["securitySchemes"]
    assert [path for path, _, said in operations(document) if not said["security"]] == []


@pytest.mark.parametrize("path", READ)
def test_an_answer_is_of_the_form_that_the_contract_says(reading: Program, path: str) -> None:
    document = contract()
    template = next(
        one for one in document["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), f"/api/v1/{path}")
    )
    said = document["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**said, "components": document["components"]}
    errors = [error.message[:200] for error in Draft202012Validator(whole).iter_errors(reading.get(path).json())]
    assert errors == []
