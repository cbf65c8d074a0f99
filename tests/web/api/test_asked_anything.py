"""Whatever the contract lets a program ask, the API answers as the contract says, and never by a fault of its own."""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.web.api.programs import program
from tests.web.steered import steered

SEED = 20270615
FILES = ("bring",)
"""Each of its cases reads a file in a process apart: a tenth of the others' cases is enough."""


def asked(folder: Path, cases: int, caplog: pytest.LogCaptureFixture) -> tuple[Counter[int], list[str]]:
    """So many cases over all operations, and what was wrong with their answers."""
    import schemathesis

    from jalon.web.wsgi import application

    caplog.set_level(logging.CRITICAL)
    company = steered(folder, {})
    document: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    contract = schemathesis.openapi.from_dict(document)
    contract.app = application
    found = [one.ok() for one in contract.get_all_operations()]
    tokens = [program(company, "director", "act", "dan").token, program(company, "administrator", "admin").token]
    answered, faults = Counter[int](), list[str]()
    for number, operation in enumerate(found):
        many = max(cases // len(found) // (10 if operation.definition.raw["operationId"] in FILES else 1), 1)
        _ask(operation, many, f"Bearer {tokens[number % 2]}", answered, faults)
    return answered, faults


def _ask(operation: Any, many: int, bearer: str, answered: Counter[int], faults: list[str]) -> None:
    @seed(SEED)
    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        answer = case.call(headers={**(case.headers or {}), "Authorization": bearer, "Host": "testserver"})
        answered[answer.status_code] += 1
        faults.extend(wrong(case, answer))

    ask()


def wrong(case: Any, answer: Any) -> list[str]:
    """What an answer says that the contract does not: a fault, a status or a form that is not there."""
    from schemathesis.core.failures import FailureGroup

    said = f"{case.method} {case.formatted_path} {case.query} {case.body!r:.200}"
    if answer.status_code >= 500:
        return [f"{answer.status_code} {said}"]
    try:
        case.operation.validate_response(answer, case=case)
    except (FailureGroup, AssertionError) as fault:
        return [f"{fault!s:.300} {said}"]
    return []


def test_a_few_hundred_requests_of_the_contract_are_answered_as_it_says(
    api_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answered, faults = asked(api_folder, 160, caplog)
    assert faults == []
    assert answered[200] > 30


@pytest.mark.slow
def test_two_thousand_requests_of_the_contract_are_answered_as_it_says(
    api_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answered, faults = asked(api_folder, 2_000, caplog)
    assert faults == []
    assert answered.total() >= 1_900


@pytest.mark.nightly
def test_twenty_thousand_requests_of_the_contract_are_answered_as_it_says(
    api_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answered, faults = asked(api_folder, 20_000, caplog)
    assert faults == []
    assert answered.total() >= 19_000
