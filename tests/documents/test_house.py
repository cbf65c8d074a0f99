"""The house itself: names of rooms, opening sentences, sizes, nothing that does not belong."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jalon"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
FORBIDDEN_ROOMS = {"utils", "util", "helpers", "common", "core", "manager", "managers", "misc"}


def test_no_room_is_a_drawer() -> None:
    rooms = {part.removesuffix(".py") for path in MODULES for part in path.relative_to(SOURCE).parts}
    assert not rooms & FORBIDDEN_ROOMS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_opens_with_a_sentence(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert said, f"{path} says nothing of itself"
    assert said.split("\n")[0].rstrip().endswith((".", "?", "…", ":", ",", "`")) or "\n" in said


def test_nothing_in_the_tree_speaks_of_a_machine_or_a_registry() -> None:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    suspicious = re.compile(r"files\.pythonhosted|pypi\.org/simple|registry\.npmjs|/work/(main|shared)|\.pyenv")
    for name in listing.stdout.splitlines():
        path = ROOT / name
        if (
            name == "tests/documents/test_house.py"
            or path.suffix in (".png", ".woff2", ".zip", ".xlsx")
            or not path.is_file()
        ):
            continue
        found = suspicious.search(path.read_text("utf-8", "replace"))
        assert found is None, f"{name}: {found[0] if found else ''}"


def test_lock_files_hold_hashes_and_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "http" not in text
