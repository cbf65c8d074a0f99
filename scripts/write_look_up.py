"""Write the look-up pages from the code: commands, settings, findings, exports, plan, catalogue, JSON forms, API.

`python scripts/write_look_up.py` writes them; with `--check` it only says which are not what the code says.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from look_up.api import api
from look_up.commands import commands, settings
from look_up.documents import commands_json, read_json
from look_up.exports import exports
from look_up.findings import findings
from look_up.forms import scorecard_json
from look_up.page import ROOT
from look_up.plans import catalogue_page, plan_format, schema

from jalon import wording

PAGES: dict[str, Callable[[str], list[str]]] = {
    "commands": commands,
    "settings": settings,
    "findings": findings,
    "exports": exports,
    "plan-format": plan_format,
    "catalogue": catalogue_page,
    "scorecard-json": scorecard_json,
    "read-json": read_json,
    "commands-json": commands_json,
    "api": api,
}


def written(language: str) -> dict[Path, str]:
    """Every page of a language: path → content."""
    folder = ROOT / "docs" / language / "look-up"
    return {folder / f"{name}.md": "\n".join(page(language)).rstrip() + "\n" for name, page in PAGES.items()}


def main() -> int:
    """Write the pages, or say which are behind the code."""
    behind = []
    pages = schema() | {path: text for language in wording.LANGUAGES for path, text in written(language).items()}
    for path, content in pages.items():
        if "--check" in sys.argv:
            if not path.exists() or path.read_text("utf-8") != content:
                behind.append(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
    for path in behind:
        print(f"{path.relative_to(ROOT)} is not what the code says")
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main())
