"""The examples of the page on the API are typed by its readers: each is run, as it is written, and answers."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.api.programs import Program, program
from tests.web.steered import publish, steered

from jalon import wording
from jalon.records.workspaces import Workspace

DOCS = Path(__file__).parents[3] / "docs"
TABLE = b"day,currency,orders,revenue\n2027-06-01,EUR,3,120.00\n"


def examples(language: str) -> list[str]:
    """The lines of `curl` of the page."""
    text = (DOCS / language / "do" / "use-the-api.md").read_text("utf-8")
    return re.findall(r"^curl .*$", text, re.MULTILINE)


@pytest.fixture(scope="module")
def shop(api_folder: Path) -> Workspace:
    made = steered(api_folder, {})
    publish(made, api_folder, {}, day=date(2026, 10, 1))
    return made


def run(line: str, asking: Program, tag: str, plan: str) -> Any:
    """One line of `curl`, asked of this process."""
    words = shlex.split(line.replace("$TOKEN", asking.token).replace("$TAG", tag.replace('"', '\\"')))
    verb, headers, body, form, address = "get", {}, b"", {}, ""
    files = {"@plan.yaml": plan.encode()}
    rest = iter(words[1:])
    for word in rest:
        if word == "-X":
            verb = next(rest).lower()
        elif word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word in ("-d", "--data-binary"):
            said = next(rest)
            body = files.get(said, TABLE) if said.startswith("@") else said.encode()
        elif word == "-F":
            name, _, said = next(rest).partition("=")
            form[name] = SimpleUploadedFile(f"csv_{said.removeprefix('@')}", TABLE)
        elif word in ("-o", "-D"):
            next(rest)
        elif not word.startswith("-"):
            address = word
    split = urlsplit(address.replace("$JALON", "http://testserver/api/v1"))
    where = split.path + (f"?{split.query}" if split.query else "")
    kind = headers.pop("Content-Type", "application/octet-stream")
    client = Client(headers=headers)
    if verb == "get" or form:
        return getattr(client, verb)(where, form)
    return getattr(client, verb)(where, body, content_type=kind)


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_example_of_the_page_on_the_api_answers(shop: Workspace, language: str) -> None:
    asking = program(shop, "director", "act", "ana")
    lines = examples(language)
    assert len(lines) >= 10
    for line in lines:
        newest = asking.get("plan", {"newest": "true"})
        plan = newest.json()["document"].replace("Vendre davantage", f"Vendre {language}", 1)
        answer = run(line, asking, newest.headers["ETag"], plan)
        assert answer.status_code in (200, 201), (line, answer.content)
