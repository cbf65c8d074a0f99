"""Whatever the contract lets a program ask, the API answers, and never by a fault of its own."""

from __future__ import annotations

import logging
from collections import Counter

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from tests.web.api.programs import program

from jalon.records.workspaces import Workspace

CASES = 30
"""Cases an operation: enough for every parameter to be odd once."""


@pytest.mark.nightly
def test_no_request_of_the_contract_is_answered_by_a_fault(
    company: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    import schemathesis

    from jalon.web.wsgi import application

    caplog.set_level(logging.CRITICAL)
    asking, answered, faults = program(company, "director", "act"), Counter[int](), []
    document = schemathesis.openapi.from_dict(Client().get("/api/v1/openapi.json").json())
    document.app = application
    bearer = {"Authorization": f"Bearer {asking.token}", "Host": "testserver"}
    for found in document.get_all_operations():

        @settings(
            max_examples=CASES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(case=found.ok().as_strategy())
        def ask(case) -> None:  # type: ignore[no-untyped-def]  # schemathesis' own
            answer = case.call(headers=bearer)
            answered[answer.status_code] += 1
            if answer.status_code >= 500:
                faults.append((case.method, case.formatted_path, case.query, case.body))

        ask()
    assert faults == []
    assert answered[200] > 50
