"""The reading child: one request on standard input, one answer on standard output, then it is gone."""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from jalon.sources.reading import mapping, proposing, wire
from jalon.sources.reading.confined import NotAllowed, confine
from jalon.sources.reading.container import opened
from jalon.sources.reading.described import Described
from jalon.sources.reading.format import Format
from jalon.sources.reading.long import LongWay
from jalon.sources.reading.noticed import Refused
from jalon.sources.reading.pages import cell_pages, pages_of
from jalon.sources.reading.recognising import fitting, read_files


def main() -> None:
    """Answer the one request. Formats are loaded before the doors close: they are ours, the files are not."""
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    request = wire.Request.of(json.loads(sys.stdin.readline()))
    formats, long = formats_of(request), _long_way(request)
    _tell(told, {"ready": True})  # its time by the clock is counted from here
    confine(request.cpu_seconds)
    gc.disable()  # one answer, then gone
    try:
        said = _answered(request, formats, told, long)
    except MemoryError:
        said = {"broke": "memory"}
    except (Exception, NotAllowed) as fault:
        said = {"broke": "fault", "reason": type(fault).__name__, "where": _where(fault)}
    _tell(told, said)
    _tell(told, {"used": used()})
    os._exit(0)


def formats_of(request: wire.Request) -> list[Format]:
    """The formats named in a request: installed readers, then the choices of a workspace."""
    found: list[Format] = [one for name in request.readers for one in _loaded(name).formats()]
    return found + [mapping.format_of(mapping.Choice.of(choice), version) for choice, version in request.own]


def _loaded(name: str) -> Any:
    module, _, inside = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in filter(None, inside.split(".")):
        found = getattr(found, part)
    return found


def _long_way(request: wire.Request) -> LongWay | None:
    """The caster of a request and what it needs, at hand before the doors close."""
    if not request.caster:
        return None
    importlib.import_module("numpy")
    return LongWay(_loaded(request.caster)(), Path(request.folder), request.longer_than)


def _answered(request: wire.Request, formats: Sequence[Format], told: IO[str], long: LongWay | None) -> dict[str, Any]:
    paths = [Path(path) for path in request.paths]
    if request.ask == "read":
        report = read_files(
            paths,
            formats,
            request.answers,
            lambda number: _tell(told, {"begun": number}),
            lambda path: long.read(path, formats, request.answers) if long else None,
        )
        return {"report": wire.report_said(report)}
    if request.ask == "cells":
        return _cells(paths)
    known = [one.said for one in formats if isinstance(one, Described)]
    try:
        pages = [page for path in paths for page in pages_of(opened(path))]
        shapes = [
            replace(shape, known_as=fitting(page, formats))
            for page in pages
            if (shape := proposing.shape_of(page, known, request.line))
        ]
    except Refused as refused:
        return {"refused": wire.finding_said(refused.finding)}
    return {"shapes": [wire.shape_said(shape) for shape in shapes]}


def used() -> tuple[float, int]:
    """Processor time of this process, and its memory at its highest since it began."""
    spent = sum(os.times()[:2])
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return spent, 0
    return spent, next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def _cells(paths: Sequence[Path]) -> dict[str, Any]:
    try:
        return {"cells": [wire.cells_said(page) for path in paths for page in cell_pages(opened(path))]}
    except Refused as refused:
        return {"refused": wire.finding_said(refused.finding)}


def _tell(told: IO[str], said: dict[str, Any]) -> None:
    told.write(json.dumps(said, separators=(",", ":")) + "\n")
    told.flush()


def _where(fault: BaseException) -> str:
    """The line of ours that met the fault: what a report of it needs, and nothing of the file."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if "jalon" in frame.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


if __name__ == "__main__":
    main()
