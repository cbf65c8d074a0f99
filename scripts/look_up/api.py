"""The page of the API: every address, what it takes and gives, the forms of its own, every problem."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from typing import Any

from jalon import wording
from jalon.web.api import described
from look_up.page import MADE, said, table

SCRIPT = """
import json, django
django.setup()
from jalon.web.api.contract import contract
from jalon.web.api.problems import CODES
from jalon.web.api.routes import api
print(json.dumps({"problems": dict(CODES), "fr": contract(api, "fr"), "en": contract(api, "en")}))
"""
ELSEWHERE = ("plan.",)
"""Forms that another page tells of."""


@cache
def contracts() -> Mapping[str, Any]:
    """The contract in both languages and the codes of problems, from a process that knows Django."""
    with tempfile.TemporaryDirectory() as home:
        known = {**os.environ, "DJANGO_SETTINGS_MODULE": "jalon.settings", "JALON_HOME": home}
        done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=known)
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def api(language: str) -> list[str]:
    """The page."""
    contract = contracts()[language]
    lines = [said(language, "# L’API", "# The API"), "", MADE[language], "", wording.phrase("api.about", language), ""]
    for name, operations in described.groups(contract):
        lines += [f"## `/{name}`", ""]
        for one in operations:
            lines += [*_operation(one, language), ""]
    lines += [said(language, "## Formes", "## Forms"), ""]
    for form in described.forms(contract):
        if not form.name.startswith(ELSEWHERE) and form.fields:
            lines += [f"### `{form.name}`", "", form.text, ""]
            lines += [*table(_head(language), [(f"`{f.name}`", _code(f.kind), f.text) for f in form.fields]), ""]
    lines += [said(language, "## Problèmes", "## Problems"), ""]
    head = (said(language, "code", "code"), said(language, "statut", "status"), said(language, "phrase", "sentence"))
    codes = contracts()["problems"].items()
    lines += table(head, [(f"`{c}`", str(s), wording.phrase(f"api.problem.{c}", language)) for c, s in codes])
    return lines


def _head(language: str) -> tuple[str, str, str]:
    return said(language, "champ", "field"), said(language, "type", "type"), said(language, "sens", "meaning")


def _operation(one: described.Operation, language: str) -> list[str]:
    lines = [f"### {one.verb} `/{one.path}`", "", f"{one.summary}.", ""]
    rows = [(f"`{f.name}`", _code(f.kind), f.text) for f in one.asks]
    rows += [(f"`{f.name}` ({said(language, 'corps', 'body')})", _code(f.kind), f.text) for f in one.sends]
    if rows:
        lines += [*table(_head(language), rows), ""]
    if one.example:
        lines += ["```json", one.example, "```", ""]
    page = said(language, "une page de ", "a page of ") if one.many else ""
    lines.append(f"→ {page}`{one.gives}` · {', '.join(one.statuses)}")
    return lines


def _code(kind: str) -> str:
    return f"`{kind}`"
