"""The door every file of a stranger comes through: read by a disposable child with limits, its answer taken as data."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jalon.findings import Finding
from jalon.sources.reading import wire
from jalon.sources.reading.answers import NOTHING, Answers
from jalon.sources.reading.limits import BYTES_A_SECOND, CHILD_DATA, CPU_SECONDS, MAX_FILE, MAX_TOLD, TOGETHER, WALL
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.refusing import refused_file
from jalon.sources.reading.report import FileReport, ReadReport, named_units
from jalon.sources.reading.shape import Shape

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
class Door:
    """Reads files with the readers of these entry points and the choices that a workspace saved."""

    readers: tuple[str, ...]
    own: tuple[tuple[Mapping[str, Any], int], ...] = ()
    cpu_seconds: int = CPU_SECONDS
    """Processor time of a child beside what the bytes of its files allow."""
    program: tuple[str, ...] = PROGRAM

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

    def only(self, choice: Choice) -> Door:
        """The same door, for files that are what a person says they are."""
        return replace(self, readers=(), own=((choice.as_document(), 1),))

    def _asked(self, ask: str, paths: Sequence[Path], answers: Answers, line: int | None = None) -> _Said:
        allowed = self.cpu_seconds + sum(_size(path) for path in paths) // BYTES_A_SECOND
        names = [str(path) for path in paths]
        request = wire.Request(ask, names, self.readers, self.own, answers, line, allowed)
        return _answer(self.program, json.dumps(request.as_document()), allowed)


@dataclass(slots=True)
class _Said:
    """What a child said: its answer, or what became of it and the place of the file it was at."""

    report: ReadReport | None = None
    shapes: list[Shape] | None = None
    finding: Finding = field(default_factory=lambda: noticed(BROKEN, reason="ended"))
    at: int | None = None


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


def _answer(program: Sequence[str], request: str, allowed: int) -> _Said:
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
    return _understood(told, stopped or _died(child.returncode), allowed)


def _heard(child: subprocess.Popen[bytes], request: str, wall: float) -> tuple[bytes, str | None]:
    """All that a child says until it ends, or until it has had its time or said too much."""
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018  # both are pipes of ours
    try:
        child.stdin.write(request.encode() + b"\n")
        child.stdin.close()
    except BrokenPipeError:
        return b"", None
    told = bytearray()
    until = time.monotonic() + wall
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while True:
            if not waiting.select(max(0.0, until - time.monotonic())):
                return bytes(told), SLOW
            block = os.read(child.stdout.fileno(), 1 << 20)
            if not block:
                child.wait(max(1.0, until - time.monotonic()))
                return bytes(told), None
            told += block
            if len(told) > MAX_TOLD:
                return bytes(told[-1000:]), HEAVY


def _died(status: int) -> str | None:
    """What a way to end says: its processor time was over, the system took it, or it broke."""
    if status == -signal.SIGXCPU:
        return SLOW
    if status == -signal.SIGKILL:
        return HEAVY
    return None if status == 0 else BROKEN


def _understood(told: bytes, stopped: str | None, allowed: int) -> _Said:
    """An answer is taken only whole and of the form agreed."""
    at: int | None = None
    for line in told.splitlines():
        try:
            said = json.loads(line)
            at = said.get("begun", at)
            if "broke" in said:
                memory = said["broke"] == "memory"
                why = noticed(BROKEN, reason=str(said.get("reason", "")), where=str(said.get("where", "")))
                return _Said(finding=noticed(HEAVY, most=CHILD_DATA) if memory else why, at=at)
            if "refused" in said:
                return _Said(finding=wire.finding_of(said["refused"]))
            if "shapes" in said:
                return _Said(shapes=[wire.shape_of(one) for one in said["shapes"]])
            if "report" in said:
                return _Said(report=wire.report_of(said["report"]))
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
            break
    if stopped == SLOW:
        return _Said(finding=noticed(SLOW, seconds=allowed), at=at)
    return _Said(finding=noticed(HEAVY, most=CHILD_DATA) if stopped == HEAVY else _Said().finding, at=at)
