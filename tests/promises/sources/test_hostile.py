"""Hundreds of hostile files through the door: none is kept, none breaks it, each reason is said in both languages."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jalon.assembly import House
from jalon.facts.engines.duckdb import DuckdbEngine
from jalon.routines import importing
from jalon.sources.reading.answers import NOTHING
from jalon.sources.reading.door import BROKEN, HEAVY, SLOW, Used
from jalon.sources.reading.report import FileReport, ReadReport, finding_document
from jalon.wording import LANGUAGES, known, say
from tests.sources.hostile import FAMILIES, SEED, Hostile, corpus

pytestmark = pytest.mark.hostile
DOOR = House(Path()).door()
COUNT, MANY = 4 * len(FAMILIES), 2_000
Read = list[tuple[Hostile, FileReport]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Every file of the corpus, each in a folder of its own, given to the door at once."""
    folder = tmp_path_factory.mktemp("hostile")
    made = list(corpus(COUNT))
    paths = [written(folder, one) for one in made]
    return list(zip(made, DOOR.read(paths).files, strict=True))


def written(folder: Path, one: Hostile) -> Path:
    path = folder / one.name
    path.parent.mkdir()
    path.write_bytes(one.content)
    return path


def kept(file: FileReport) -> bool:
    return file.importable and any(read.table.rows_kept() for read in file.tables)


def fault_of(one: Hostile, file: FileReport) -> str | None:
    """What is wrong with how the door took a file; None when it refused it for its own reason, in its own place."""
    found = {finding.code for finding in file.findings}
    if kept(file):
        return "kept"
    if not found & one.codes or found & {BROKEN, HEAVY, SLOW}:
        return f"said {sorted(found)}"
    lines = {finding.place.line for finding in file.findings if finding.code in one.codes}
    return f"said line {lines}, not {one.line}" if one.line and one.line not in lines else None


def test_there_are_at_least_three_hundred_and_the_seed_says_which() -> None:
    assert COUNT >= 300
    assert [one.content for one in corpus(len(FAMILIES))] == [one.content for one in corpus(len(FAMILIES), SEED)]


def test_none_is_kept_and_each_is_refused_for_its_own_reason(read: Read) -> None:
    wrong = [(one.name, one.kind, fault) for one, file in read if (fault := fault_of(one, file))]
    assert wrong == []
    assert Counter(one.kind for one, _ in read) == {family.__name__: 4 for family in FAMILIES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_is_a_sentence(read: Read, language: str) -> None:
    for _, file in read:
        for finding in file.findings:
            assert known(f"finding.{finding.code}", language), finding.code
            sentence = say(finding_document(finding), language)
            assert not re.search(r"[{}]", re.sub(r"« .*? »|“.*?”|\(.*?\)|: .*", "", sentence)), sentence


def test_nothing_of_them_is_kept(read: Read, tmp_path: Path) -> None:
    engine = DuckdbEngine(tmp_path / "facts")
    report = ReadReport(tuple(file for _, file in read))
    shown = importing.preview(
        [], lambda paths, answers: report, NOTHING, engine, datetime(2026, 12, 1, tzinfo=UTC), "x"
    )
    assert not any(part.table.rows_kept() for part in shown.parts)
    assert not shown.ready
    assert engine.cuts() == []


def test_their_document_is_of_the_contract(read: Read) -> None:
    for _, file in read:
        document = file.as_document()
        assert json.loads(json.dumps(document)) == document


@pytest.fixture
def each_alone(tmp_path: Path) -> Iterator[tuple[Hostile, FileReport, list[Used]]]:
    """A longer corpus, a child a file, with what each child used."""

    def taken() -> Iterator[tuple[Hostile, FileReport, list[Used]]]:
        for one in corpus(MANY, SEED + 1):
            path, used = written(tmp_path, one), list[Used]()
            (file,) = replace(DOOR, watched=used.append).read([path]).files
            path.unlink()
            yield one, file, used

    return taken()


@pytest.mark.nightly
def test_thousands_are_refused_each_within_two_seconds_and_a_gigabyte(
    each_alone: Iterator[tuple[Hostile, FileReport, list[Used]]],
) -> None:
    wrong: list[tuple[str, str, object]] = []
    for one, file, used in each_alone:
        fault: object = fault_of(one, file)
        if fault is None and (not used or max(u.seconds for u in used) > 2 or max(u.bytes for u in used) > 10**9):
            fault = used
        if fault is not None:
            wrong.append((one.name, one.kind, fault))
    assert wrong == []
