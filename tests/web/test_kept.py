"""What takes seconds is found once, however many pages ask for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from tests.conftest import home_of_process

home_of_process()

from jalon.web.kept import kept  # noqa: E402  # Django knows its settings only now


def test_four_who_ask_at_once_wait_for_one_finding() -> None:
    key, together, found = uuid4().hex, Barrier(4), []

    def find() -> list[str]:
        found.append("once")
        return ["the answer"]

    def ask(_: int) -> list[str]:
        together.wait(10)
        return kept(key, find)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == [["the answer"]] * 4
    assert found == ["once"]
    assert kept(key, lambda: ["another"]) == ["the answer"]


def test_what_could_not_be_found_is_looked_for_again() -> None:
    key = uuid4().hex
    with pytest.raises(ZeroDivisionError):
        kept(key, lambda: 1 // 0)
    assert kept(key, lambda: 2) == 2
