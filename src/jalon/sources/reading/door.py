"""The door every file of a stranger comes through: read by a disposable child with limits, its answer taken as data."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jalon.findings import Finding
from jalon.sources.reading import wire
from jalon.sources.reading.answers import NOTHING, Answers
from jalon.sources.reading.limits import (
    BYTES_A_SECOND,
    CHILD_DATA,
    CPU_SECONDS,
    MAX_FILE,
    MAX_TOLD,
    PACKED,
    START,
    TOGETHER,
    WALL,
)
from jalon.sources.reading.long import SHEET
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.refusing import refused_file
from jalon.sources.reading.report import FileReport, ReadReport, named_units
from jalon.sources.reading.shape import CellPage, Shape

if TYPE_CHECKING:
    from jalon.sources.reading.mapping import Choice

PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "OMP_NUM_THREADS", "SYSTEMROOT", "TMPDIR")
"""All that a child learns of this process's environment: nothing secret."""
PROGRAM = (sys.executable, "-I", "-X", "utf8", "-m", "jalon.sources.reading.apart")
SLOW, HEAVY, BROKEN = "file.too_slow", "file.too_heavy", "file.breaks_reader"


class Reading(Protocol):
    """Files in, what they are and hold out; nothing stored."""

    def __call__(self, paths: Sequence[Path], answers: Answers = NOTHING) -> ReadReport:
        """Files in the order given."""
        ...


@dataclass(frozen=True, slots=True)
class Used:
    """What a child took: seconds of processor time, bytes of memory at its highest."""

    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Door:
    """Reads files with the readers of these entry points and the choices that a workspace saved."""

    readers: tuple[str, ...]
    own: tuple[tuple[Mapping[str, Any], int], ...] = ()
    cpu_seconds: int = CPU_SECONDS
    """Processor time of a child beside what the bytes of its files allow."""
    program: tuple[str, ...] = PROGRAM
    watched: Callable[[Used], None] = lambda used: None
    """Told what each child used that came to its end."""
    caster: str = ""
    """Who casts long files, by name: `module:class`. Nobody: every file is read row by row."""
    longer_than: int = TOGETHER
    """Bytes above which a file is long."""

    def read(self, paths: Sequence[Path], answers: Answers = NOTHING) -> ReadReport:
        """Recognise and read files. One that its child does not outlive is refused; the others are read without it."""
        found: dict[int, FileReport] = {}
        for batch in _batches(paths):
            while batch:
                said = self._asked("read", [paths[number] for number in batch], answers)
                if said.report is not None:
                    found.update(zip(batch, said.report.files, strict=True))
                    break
                # Between two files nobody is to blame: then none of them is read.
                guilty = batch if said.at is None else [batch[said.at]]
                found |= {number: refused_file(paths[number], said.finding) for number in guilty}
                batch = [number for number in batch if number not in guilty]
        return ReadReport(tuple(named_units([found[number] for number in range(len(paths))])))

    def shapes(self, path: Path, line: int | None = None) -> list[Shape] | Finding:
        """The tables that the pages of a file seem to hold, or why there are none."""
        said = self._asked("shape", [path], NOTHING, line)
        return said.finding if said.shapes is None else said.shapes

    def cells(self, path: Path) -> list[CellPage] | Finding:
        """The bare cells of a file's pages, or why there are none."""
        said = replace(self, readers=(), own=())._asked("cells", [path], NOTHING)
        return said.finding if said.cells is None else said.cells

    def only(self, choice: Choice) -> Door:
        """The same door, for files that are what a person says they are."""
        return replace(self, readers=(), own=((choice.as_document(), 1),))

    def _asked(self, ask: str, paths: Sequence[Path], answers: Answers, line: int | None = None) -> _Said:
        allowed = self.cpu_seconds + sum(_seconds(path) for path in paths)
        names = [str(path) for path in paths]
        request = wire.Request(ask, names, self.readers, self.own, answers, line, allowed)
        if ask != "read" or not self.caster or len(paths) != 1 or _size(paths[0]) <= self.longer_than:
            return self._told(request, None)
        # Removed with the last report that speaks of it.
        folder = tempfile.TemporaryDirectory(prefix="jalon-sheet-")
        cast = replace(request, caster=self.caster, folder=folder.name, longer_than=self.longer_than)
        return self._told(cast, folder)

    def _told(self, request: wire.Request, folder: tempfile.TemporaryDirectory[str] | None) -> _Said:
        allowed = request.cpu_seconds
        said = _answer(self.program, json.dumps(request.as_document()), allowed, folder)
        if said.used is not None:
            self.watched(said.used)
        return said


@dataclass(slots=True)
class _Said:
    """What a child said: its answer, or what became of it and the place of the file it was at."""

    report: ReadReport | None = None
    shapes: list[Shape] | None = None
    cells: list[CellPage] | None = None
    finding: Finding = field(default_factory=lambda: noticed(BROKEN, reason="ended"))
    at: int | None = None
    used: Used | None = None


def _batches(paths: Sequence[Path]) -> Iterator[list[int]]:
    """Small files together, as they may be one unit; a large one alone."""
    small = [number for number, path in enumerate(paths) if _size(path) <= TOGETHER]
    if small:
        yield small
    yield from ([number] for number in range(len(paths)) if number not in set(small))


def _size(path: Path) -> int:
    try:
        return min(path.stat().st_size, MAX_FILE)
    except OSError:
        return 0


def _seconds(path: Path) -> int:
    """Time for the bytes of a file: those of an archive hold several times as many."""
    return _size(path) * (PACKED if path.suffix.lower() in (".zip", ".xlsx") else 1) // BYTES_A_SECOND


def _answer(
    program: Sequence[str], request: str, allowed: int, folder: tempfile.TemporaryDirectory[str] | None
) -> _Said:
    """Start a child, ask it once, and see it gone."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    child = subprocess.Popen(
        program,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    with child:
        try:
            told, stopped = _heard(child, request, allowed * WALL)
        finally:
            child.kill()
    return _understood(told, stopped or _died(child.returncode), allowed, folder)


def _heard(child: subprocess.Popen[bytes], request: str, wall: float) -> tuple[bytes, str | None]:
    """All that a child says until it ends, or until it has had its time since it began or said too much."""
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018  # both are pipes of ours
    try:
        child.stdin.write(request.encode() + b"\n")
        child.stdin.close()
    except BrokenPipeError:
        return b"", None
    told = bytearray()
    until = time.monotonic() + START + wall
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while True:
            if not waiting.select(max(0.0, until - time.monotonic())):
                return bytes(told), SLOW
            block = os.read(child.stdout.fileno(), 1 << 20)
            if not block:
                return bytes(told), _left(child, max(1.0, until - time.monotonic()))
            if not told:
                until = time.monotonic() + wall
            told += block
            if len(told) > MAX_TOLD:
                return bytes(told[-1000:]), HEAVY


def _left(child: subprocess.Popen[bytes], wall: float) -> str | None:
    """Nothing when it ends as it should, having said all."""
    try:
        child.wait(wall)
    except subprocess.TimeoutExpired:
        return SLOW
    return None


def _died(status: int) -> str | None:
    """What a way to end says: its processor time was over, the system took it, or it broke."""
    if status == -signal.SIGXCPU:
        return SLOW
    if status == -signal.SIGKILL:
        return HEAVY
    return None if status == 0 else BROKEN


def _understood(
    told: bytes, stopped: str | None, allowed: int, folder: tempfile.TemporaryDirectory[str] | None
) -> _Said:
    """An answer is taken only whole and of the form agreed."""
    if stopped == SLOW:
        heard = _Said(finding=noticed(SLOW, seconds=allowed))
    else:
        heard = _Said(finding=noticed(HEAVY, most=CHILD_DATA)) if stopped == HEAVY else _Said()
    try:
        for line in told.splitlines():
            _hear(heard, json.loads(line), folder)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        heard.report = heard.shapes = heard.cells = None
    return heard


def _hear(heard: _Said, said: dict[str, Any], folder: tempfile.TemporaryDirectory[str] | None) -> None:
    """One line of an answer."""
    heard.at = said.get("begun", heard.at)
    if "used" in said:
        heard.used = Used(float(said["used"][0]), int(said["used"][1]))
    elif said.get("broke") == "memory":
        heard.finding = noticed(HEAVY, most=CHILD_DATA)
    elif "broke" in said:
        heard.finding = noticed(BROKEN, reason=str(said.get("reason", "")), where=str(said.get("where", "")))
    elif "refused" in said:
        heard.finding = wire.finding_of(said["refused"])
    elif "shapes" in said:
        heard.shapes = [wire.shape_of(one) for one in said["shapes"]]
    elif "cells" in said:
        heard.cells = [wire.cells_of(one) for one in said["cells"]]
    elif "report" in said:
        heard.report = wire.report_of(said["report"], Path(folder.name) / SHEET if folder else None, folder)
