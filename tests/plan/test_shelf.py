"""A plan is read once for everybody who asks, and few enough are kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from jalon.plan.document import shelf
from jalon.plan.document.reading import Reading

SOUND = Path(__file__).with_name("sound.yaml").read_text("utf-8")


def test_two_who_ask_at_once_get_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    read, both = [], Barrier(4)

    def reading(data: bytes, file: str) -> Reading:
        read.append(file)
        return real(data, file)

    real = shelf.read_plan
    monkeypatch.setattr(shelf, "read_plan", reading)
    one = shelf.Shelf()

    def ask(_: int) -> object:
        both.wait(10)
        return one.plan(SOUND)

    with ThreadPoolExecutor(4) as threads:
        plans = list(threads.map(ask, range(4)))
    assert len(read) == 1
    assert all(plan is plans[0] is not None for plan in plans)


def test_the_plan_asked_for_longest_ago_makes_room() -> None:
    one = shelf.Shelf(letters=30)
    first = one.plan("version: jalon/1\na: 1\n")
    assert one.plan("version: jalon/1\na: 1\n") is first
    one.plan("version: jalon/1\nb: 1\n")
    assert one.plan("version: jalon/1\na: 1\n") is not first


def test_a_document_that_cannot_be_read_is_no_plan() -> None:
    assert shelf.Shelf().plan("{") is None
