"""A check-in typed in a terminal: kept as on the page, by the same rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import home_of_process

home_of_process()

from tests.web.steered import steered  # noqa: E402  # Django knows its settings only now

from jalon.cli.entry import main  # noqa: E402
from jalon.records import check_ins  # noqa: E402


def test_a_check_in_is_typed_kept_and_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    company = steered(tmp_path, {})

    def typed(*words: str) -> tuple[int, dict[str, Any]]:
        home = ("--home", str(home_of_process()), "--workspace", company.slug, "--lang", "en", "--json")
        with pytest.raises(SystemExit) as left:
            main([*home, "check-in", *words])
        said = capsys.readouterr().out
        return int(left.value.code or 0), json.loads(said) if said else {}

    hers = ("--person", "ana")
    status, lacking = typed("seo_leads", *hers, "--confidence", "0.6")
    assert (status, lacking["lacking"], lacking["check_ins"]) == (1, ["next_step"], [])
    status, kept = typed("seo_leads", *hers, "--confidence", "0.6", "--next", "hold")
    assert (status, [one["confidence"] for one in kept["check_ins"]]) == (0, ["0.6"])
    status, listed = typed(*hers)
    assert (status, [one["kpi"] for one in listed["check_ins"]]) == (0, ["seo_leads"])
    assert "seo_leads" in listed["may_speak_of"]
    assert typed("seo_leads", "--person", "nobody", "--confidence", "0.6", "--next", "hold")[0] == 2
    assert [one.way for one in check_ins.of_person(company, "ana")] == ["terminal"]
