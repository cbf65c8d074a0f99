"""An unknown file: what its columns are, said on the page, seen read at once, kept for the next one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon import catalogue
from jalon.assembly import House
from jalon.findings import Severity
from jalon.routines import describing
from jalon.sources.reading import mapping
from jalon.sources.reading.mapping import Choice
from jalon.sources.reading.report import FileReport, finding_document
from jalon.sources.reading.shape import Column, Shape
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.sources import roles, staging, views

LIVE_UP_TO = 4_000_000
"""Bytes of a file that may be read again at each choice; a larger one waits for the button."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A column as the page asks about it."""

    header: str
    samples: tuple[str, ...]
    options: SafeString
    state: str


@require_POST
@here("import")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """Propose what the columns are, or read the file by what was chosen; kept, the import goes on."""
    form = request.POST.dict()
    token, name = form.get("token", ""), form.get("file", "")
    path = next((one for one in staging.files_of(place.workspace, token) if one.name == name), None)
    if path is None:
        messages.error(request, _("This file is no longer here: drop it again."))
        return redirect("sources")
    house = House(Path(settings.HOME))
    line = int(form["line"]) if form.get("line", "").isdigit() else None
    proposal = describing.propose(path, house.door(place.workspace), line or None, form.get("member") or None)
    shape = proposal.shape
    if shape is None:
        context = _framed(place, form, path) | {"findings": [_form(one.as_document()) for one in proposal.findings]}
        return render(request, "sources/mapping.html", context)
    choice = _chosen(form, shape, proposal.choice)
    answers = replace(staging.answers_from(form), tool=None, day_first=None, meant=None)
    wrong, report = describing.attempt(path, choice, answers, house.door(), house.formats())
    ready = report is not None and report.importable and bool(report.tables)
    if form.get("save") and ready and form.get("seen") == _seen(shape):
        author = place.member.person or place.member.email
        describing.keep(place.workspace, choice, author, datetime.now(UTC))
        messages.success(request, _("Kept: the next file of this shape will be recognised."))
        return views.preview(request)
    context = _framed(place, form, path) | {
        "shape": shape,
        "members": proposal.members if len(proposal.members) > 1 else (),
        "choice": choice,
        "columns": _asked(shape, choice, place.language),
        "seen": _seen(shape),
        "tools": _tools(choice),
        "ready": ready,
        "live": path.stat().st_size <= LIVE_UP_TO,
        "findings": [_form(finding_document(one)) for one in (*proposal.findings, *wrong)],
        "read": _read(report) if report else None,
        "given": form,
    }
    return render(request, "sources/mapping.html", context)


def _framed(place: Here, form: Mapping[str, str], path: Path) -> dict[str, object]:
    crumbs = [(_("Sources"), "/sources"), (_("What does this file hold?"), "")]
    return framed(place, "sources", crumbs, token=form.get("token", ""), name=path.name)


def _chosen(form: Mapping[str, str], shape: Shape, proposed: Choice) -> Choice:
    """What the page says, column by column; the proposal where the page said nothing of this very header."""
    if form.get("seen") != _seen(shape):
        return replace(proposed, currency=mapping.Choice.of({"currency": form.get("currency", "")}).currency)
    columns = {column.header: form.get(f"role-{i}") or "ignored" for i, column in enumerate(shape.columns)}
    tools = mapping.tools_of(columns.values())
    tool = form.get("tool", "")
    return Choice.of(
        {
            "tool": tool if tool in _known_tools() else (tools[0] if tools else ""),
            "report": form.get("report", ""),
            "columns": columns,
            "numbers": form.get("numbers"),
            "day_first": {"day": True, "month": False}.get(form.get("day_order", "")),
            "total": form.get("total", "").strip(),
            "currency": form.get("currency", ""),
        }
    )


def _seen(shape: Shape) -> str:
    """The header a page of choices was made for."""
    said = "\x1f".join(column.header for column in shape.columns)
    return hashlib.sha256(f"{shape.member}\x1f{shape.line}\x1f{said}".encode()).hexdigest()[:16]


def _asked(shape: Shape, choice: Choice, language: str) -> list[Asked]:
    found = []
    for column in shape.columns:
        role = choice.columns.get(column.header, "ignored")
        listed = roles.options(role, column.header, language)
        found.append(Asked(column.header, column.samples, listed, _state(role, column)))
    return found


def _state(role: str, column: Column) -> str:
    if role != column.seems:
        return "chosen"
    if role == "ignored":
        return "left"
    return "sure" if column.sure else "guess"


def _known_tools() -> frozenset[str]:
    return frozenset(tool for one in catalogue.measures().values() for tool in one.tools) - mapping.COMPUTED


def _tools(choice: Choice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tools that provide every measure chosen, then the others."""
    fit = mapping.tools_of(choice.columns.values())
    return fit, tuple(sorted(_known_tools() - set(fit)))


def _read(report: FileReport) -> dict[str, object]:
    """What the reading gave, as the page shows it."""
    document = views.file_form(report.as_document())
    errors = sum(one.severity is Severity.ERROR for one in report.findings)
    asked = {views.ASKS[one.code] for one in report.findings if one.code in views.ASKS}
    return {**document, "errors": errors, "asks_period": "period" in asked, "asks_currency": "currency" in asked}


def _form(finding: Mapping[str, object]) -> dict[str, object]:
    return {**finding, "subject": "file"}


@require_POST
@here("import")
def retire(request: HttpRequest, place: Here) -> HttpResponse:
    """Stop recognising files by a format of the workspace; what it read stays."""
    author = place.member.person or place.member.email
    if describing.retire(place.workspace, request.POST.get("format", ""), author, datetime.now(UTC)):
        messages.success(request, _("Files of this shape are no longer recognised. What was read stays."))
    else:
        messages.info(request, _("This format was already gone."))
    return redirect("sources")
