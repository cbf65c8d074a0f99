"""Files of strangers are read by a child that has little and lives once: whatever it does, the house stands."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from jalon.assembly import House
from jalon.findings import Finding
from jalon.sources.reading import wire
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.door import Door
from jalon.sources.reading.recognising import read_files
from jalon.sources.reading.report import FileReport
from tests.sources.files import FORMATS, LOOK_ALIKES, TABLE, codes

DOOR = replace(House(Path()).door(), cpu_seconds=60)
ANSWERS = Answers(timezone="Europe/Paris", filters={"search_type": "Web"}, accepted=frozenset({"x"}))


def written(folder: Path) -> list[Path]:
    """Every look-alike, each in a folder of its own: none is part of another's unit."""
    paths = []
    for number, (name, content) in enumerate(LOOK_ALIKES.values()):
        path = folder / str(number) / name
        path.parent.mkdir()
        path.write_bytes(content)
        paths.append(path)
    return paths


def test_a_child_reads_what_is_read_here(tmp_path: Path) -> None:
    paths = written(tmp_path)
    apart, here = DOOR.read(paths, ANSWERS), read_files(paths, FORMATS, ANSWERS)
    assert apart.as_document() == here.as_document()
    for one, other in zip(apart.files, here.files, strict=True):
        for read, same in zip(one.tables, other.tables, strict=True):
            assert read.table.covers == same.table.covers
            assert {n: list(c) for n, c in read.table.columns.items()} == {
                n: list(c) for n, c in same.table.columns.items()
            }
            assert list(read.table.row_numbers) == list(same.table.row_numbers)


def test_loose_files_of_a_folder_are_one_unit_through_the_door_too(tmp_path: Path) -> None:
    from tests.sources.files import SEARCH

    paths = []
    for name, text in SEARCH.items():
        paths.append(tmp_path / name)
        paths[-1].write_text(text, "utf-8")
    report = DOOR.read(paths)
    assert {file.unit for file in report.files} == {tmp_path.name}
    assert report.as_document() == read_files(paths, FORMATS).as_document()


def test_a_request_and_a_report_travel_as_json_and_come_back_the_same(tmp_path: Path) -> None:
    request = wire.Request("read", ["a.csv"], ["jalon.sources.ga4"], [({"tool": "x"}, 2)], ANSWERS, 3, 20)
    assert wire.Request.of(json.loads(json.dumps(request.as_document()))) == request
    report = read_files(written(tmp_path), FORMATS)
    again = wire.report_of(json.loads(json.dumps(wire.report_said(report))))
    assert again.as_document() == report.as_document()


BREAKING = '''
import os, socket, subprocess, sys, time
from pathlib import Path
from jalon.sources.reading.format import Fit
from jalon.sources.table import formats as house

class Breaking:
    """Does what the first cell of its file says."""
    id, tool, report = "breaking@1", "breaking", "breaking"

    def fit(self, page, rows, answers):
        return Fit(1.0 if rows and rows[0].cells[0].startswith("do:") else 0.0)

    def read(self, page, rows, fit, answers, delimiter):
        said = rows[0].cells[0][3:]
        if said == "loop":
            while True: pass
        if said == "sleep":
            time.sleep(600)
        if said == "eat":
            eaten = bytearray(8_000_000_000)
        if said == "abort":
            os.abort()
        if said == "leave":
            os._exit(0)
        if said == "connect":
            socket.create_connection(("127.0.0.1", 9))
        if said == "start":
            subprocess.run(["true"])
        if said == "write":
            Path(FOLDER, "written").write_text("x")
        if said == "tell":
            return Path(FOLDER).joinpath("no such file").read_text()
        if said == "print":
            print("not an answer", flush=True)
        raise LookupError(said)

def formats():
    return [Breaking(), *house()]
'''


@pytest.fixture
def breaking(tmp_path: Path, request: pytest.FixtureRequest) -> Door:
    """A door whose only reader does what its file says; little time for what would take all of it."""
    folder = tmp_path / "readers"
    folder.mkdir()
    (folder / "breaking.py").write_text(BREAKING.replace("FOLDER", repr(str(tmp_path))), "utf-8")
    start = f"import sys; sys.path.insert(0, {str(folder)!r}); from jalon.sources.reading.apart import main; main()"
    said = getattr(request.node, "callspec", None)
    endless = said is not None and said.params.get("said") in ("loop", "sleep")
    # What never ends is given little; the rest, more than the busiest machine may need.
    return replace(
        DOOR,
        readers=("breaking",),
        cpu_seconds=1 if endless else 60,
        program=(sys.executable, "-X", "utf8", "-c", start),
    )


def through(door: Door, folder: Path, *said: str) -> list[FileReport]:
    paths = []
    for number, one in enumerate(said):
        paths.append(folder / f"{number}-{one}.csv" if one != "good" else folder / "csv_orders-october.csv")
        paths[-1].write_text(TABLE if one == "good" else f"do:{one},x\n", "utf-8")
    return list(door.read(paths).files)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("loop", "file.too_slow"),
        ("sleep", "file.too_slow"),
        ("eat", "file.too_heavy"),
        ("abort", "file.breaks_reader"),
        ("leave", "file.breaks_reader"),
        ("connect", "file.breaks_reader"),
        ("start", "file.breaks_reader"),
        ("write", "file.breaks_reader"),
        ("tell", "file.breaks_reader"),
        ("print", "file.breaks_reader"),
        ("fail", "file.breaks_reader"),
    ],
)
def test_whatever_a_reader_does_its_file_is_refused_and_the_next_one_read(
    said: str, code: str, breaking: Door, tmp_path: Path
) -> None:
    refused, good = through(breaking, tmp_path, said, "good")
    assert (refused.status, codes(refused), refused.tables) == ("refused", [code], ())
    assert (good.status, good.format) == ("recognised", "jalon.table@1")
    assert not (tmp_path / "written").exists()


def test_a_fault_of_ours_is_told_by_its_kind_and_never_by_the_file(breaking: Door, tmp_path: Path) -> None:
    (refused,) = through(breaking, tmp_path, "secret-cell")
    (finding,) = refused.findings
    assert (finding.code, finding.details["reason"]) == ("file.breaks_reader", "LookupError")
    assert "secret-cell" not in str(finding.details)


def test_a_child_knows_no_secret_of_the_house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JALON_SECRET", "do not tell")
    look = 'import os, sys; sys.stdin.readline(); print(\'{"broke": "fault", "reason": "%s"}\' % sorted(os.environ))'
    (file,) = through(replace(DOOR, program=(sys.executable, "-c", look)), tmp_path, "anything")
    assert file.findings[0].code == "file.breaks_reader"
    assert "PATH" in str(file.findings[0].details["reason"])
    assert "JALON" not in str(file.findings[0].details["reason"])


@pytest.mark.parametrize("answer", ["", "no json", "[]", '{"report": [{}]}', '{"report": 3}', "[[[[" * 20_000])
def test_an_answer_that_is_none_is_not_believed(answer: str, tmp_path: Path) -> None:
    program = (sys.executable, "-c", f"import sys; sys.stdin.readline(); print({answer!r})")
    (file,) = through(replace(DOOR, program=program), tmp_path, "anything")
    assert (file.status, codes(file), file.tables) == ("refused", ["file.breaks_reader"], ())


def test_the_shape_of_an_unknown_file_is_asked_through_the_door(tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    path.write_text("Jour;Commandes\n01/10/2026;3\n", "utf-8")
    found = DOOR.shapes(path)
    assert not isinstance(found, Finding)
    assert [column.header for column in found[0].columns] == ["Jour", "Commandes"]
    missing = DOOR.shapes(tmp_path / "absent.csv")
    assert isinstance(missing, Finding)
    assert missing.code == "file.missing"
