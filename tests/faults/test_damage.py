"""Damage is a refusal that names the table, never another number."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jalon.facts.engine import Aggregate, Fault, Lasting, Scan
from jalon.facts.engines.duckdb import DuckdbEngine

sys.path.insert(0, str(Path(__file__).parent))
from importer import CUT, delivery, told

HERE = Path(__file__).parent


def kept(folder: Path, *numbers: int) -> DuckdbEngine:
    engine = DuckdbEngine(folder)
    for number in numbers:
        engine.replace(*delivery(number))
    return engine


def data_file(engine: DuckdbEngine) -> Path:
    (file,) = engine.files(CUT)
    return Path(file.path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    engine = kept(tmp_path, 1)
    data_file(engine).unlink()
    with pytest.raises(Lasting) as refused:
        told(engine)
    assert (refused.value.code, refused.value.details["cut"]) == ("facts.unreadable", CUT.text)


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    engine = kept(tmp_path, 1)
    file = data_file(engine)
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(Lasting) as refused:
        told(engine)
    assert refused.value.details["folder"].endswith(CUT.key)


def test_a_flipped_bit_shows_in_the_digest(tmp_path: Path) -> None:
    engine = DuckdbEngine(tmp_path)
    (recorded,) = engine.replace(*delivery(1)).files
    file = Path(recorded.path)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    (found,) = engine.files(CUT)
    assert (found.bytes, found.sha256 != recorded.sha256) == (recorded.bytes, True)


def test_a_torn_log_entry_gives_a_refusal_or_the_version_before(tmp_path: Path) -> None:
    kept(tmp_path, 1, 2)
    newest = sorted((tmp_path / CUT.key / "_delta_log").glob("*.json"))[-1]
    whole = newest.read_bytes()
    outcomes = set()
    for length in range(0, len(whole), max(1, len(whole) // 12)):
        newest.write_bytes(whole[:length])
        try:
            outcomes.add(told(DuckdbEngine(tmp_path)))
        except Fault as fault:
            outcomes.add(fault.code)
    assert outcomes <= {1, "facts.unreadable"}
    newest.write_bytes(whole)
    assert told(DuckdbEngine(tmp_path)) == 2


def test_a_reader_survives_a_vacuum(tmp_path: Path) -> None:
    """The old files go while the reader lives on: it looks the newest ones up."""
    engine = kept(tmp_path, 1)
    old = data_file(engine)
    DuckdbEngine(tmp_path).replace(*delivery(2))
    old.unlink()
    assert told(engine) == 2


def test_an_old_version_that_was_vacuumed_is_refused(tmp_path: Path) -> None:
    engine = kept(tmp_path, 1)
    old, version = data_file(engine), engine.cuts()[0].version
    engine.replace(*delivery(2))
    old.unlink()
    with pytest.raises(Lasting):
        engine.scan(Scan(CUT, (Aggregate("cost", "media_cost"),), version=version))
    with pytest.raises(Lasting):
        engine.undo(delivery(2)[0].import_id, CUT)
    assert told(engine) == 2


def test_a_full_disk_is_said_and_the_slice_stays(tmp_path: Path) -> None:
    """No file may pass 20 kB in the child: the delivery does not fit, what was kept is read on."""
    engine = kept(tmp_path, 1)
    program = (
        "import sys; from pathlib import Path; from jalon.facts.engines.duckdb import DuckdbEngine\n"
        "from jalon.facts.engine import Lasting; from importer import delivery\n"
        "load, table = delivery(2, 20000)\n"
        "try: DuckdbEngine(Path(sys.argv[1])).replace(load, table)\n"
        "except Lasting as fault: print(fault.code, fault.details['folder'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=HERE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["facts.disk_full", str(tmp_path / CUT.key)], done.stderr
    assert told(engine) == 1
    assert engine.replace(*delivery(2)).written


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace makes the disk fail: it is not installed")
def test_nothing_is_acknowledged_that_the_disk_did_not_take(tmp_path: Path) -> None:
    failing = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO"]
    program = [sys.executable, str(HERE / "importer.py"), str(tmp_path), "1", "2", "1"]
    done = subprocess.run([*failing, *program], capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr:
        pytest.skip("strace may not look into processes here")
    assert done.stdout.splitlines() == ["facts.not_written 1", "facts.not_written 2"]
    assert told(DuckdbEngine(tmp_path)) == 2
