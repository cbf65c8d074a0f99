"""The page of findings, refusals and reasons: sentence, nearest way out, severity, and which room says it."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache

from jalon import wording
from jalon.plan.lint.linting import shipped_rules
from jalon.quantities import refusals
from jalon.quantities.refusals import Refusal
from jalon.sources.reading.noticed import severity_of
from look_up.page import MADE, SOURCE, phrase_keys, said, table, text_of

ROOMS = {
    "plan": ("le plan", "the plan"),
    "sources": ("la lecture d’un fichier", "reading a file"),
    "facts": ("les faits gardés", "the facts kept"),
    "records": ("les enregistrements", "the records"),
    "metrics": ("le calcul des valeurs", "computing values"),
    "scorecard": ("le tableau de bord", "the scorecard"),
    "routines": ("la publication", "publishing"),
}
"""Room of the house → where a reader meets its findings."""
ALWAYS_ERRORS = ("plan", "facts", "records")
"""Rooms whose findings, when nothing says otherwise, stop what was asked."""


@cache
def raised() -> dict[str, tuple[str, frozenset[str]]]:
    """Finding code → the room that raises it and the severities written beside it."""
    known = {key.removeprefix("finding.") for key in phrase_keys("en", "finding.")}
    rooms: dict[str, str] = {rule.code: "plan" for rule in shipped_rules()}
    severities: dict[str, set[str]] = defaultdict(set)
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in known:
                    rooms.setdefault(node.value, room)
                if isinstance(node, ast.Call):
                    for code, severity in _said_by(node, known):
                        severities[code].add(severity)
    rules = {rule.code: {str(rule.severity)} for rule in shipped_rules()}
    return {code: (room, frozenset(rules.get(code) or severities[code])) for code, room in rooms.items()}


def _said_by(call: ast.Call, known: set[str]) -> list[tuple[str, str]]:
    """What a call such as `Finding("D004", Severity.INFO, …)` or `noticed("table.empty")` says of a code."""
    codes = [one.value for one in call.args if isinstance(one, ast.Constant) and one.value in known]
    if not codes:
        return []
    code = str(codes[0])
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    given = [one.attr.lower() for one in call.args if isinstance(one, ast.Attribute) and one.attr.isupper()]
    if given:
        return [(code, given[0])]
    if name == "noticed":
        return [(code, str(severity_of(code)))]
    if name in ("graded", "Finding"):
        return [(code, "varies")]
    return [(code, "error")] if name == "Refused" else []


def _severity(code: str, language: str) -> str:
    """How grave a finding is, in words; empty for what nothing raises."""
    if code not in raised():
        return ""
    room, severities = raised()[code]
    if "varies" in severities or len(severities) > 1:
        return said(language, "selon le cas", "it depends")
    if severities:
        return wording.severity(next(iter(severities)), language)
    if room == "sources":
        return wording.severity(str(severity_of(code)), language)
    return wording.severity("error", language) if room in ALWAYS_ERRORS else ""


def _room(code: str, language: str) -> str:
    if code not in raised():
        return said(language, "pas encore contrôlé", "not checked yet")
    return said(language, *ROOMS[raised()[code][0]])


def findings(language: str) -> list[str]:
    """Every finding, refusal and reason with its sentence and its nearest way out."""
    lines = [said(language, "# Constats et refus", "# Findings and refusals"), "", MADE[language], ""]
    lines += [said(language, "## Constats", "## Findings"), ""]
    lines += [
        said(
            language,
            "Une règle « pas encore contrôlé » a sa phrase, mais cette version ne la juge pas.",
            "A rule that is “not checked yet” has its sentence, but this version does not judge it.",
        ),
        "",
    ]
    rows = []
    for key in phrase_keys(language, "finding."):
        code = key.removeprefix("finding.")
        if key.endswith(".remedy") or code.rpartition(".")[0] in raised():
            continue
        remedy = f"{key}.remedy"
        way_out = text_of(remedy, language) if wording.known(remedy, language) else ""
        grave = _severity(code, language)
        rows.append((f"`{code}`", grave, _room(code, language), text_of(key, language), way_out))
    head = ["Code", said(language, "Gravité", "Severity"), said(language, "Vient de", "Comes from")]
    lines += table([*head, said(language, "Phrase", "Sentence"), said(language, "Issue", "Way out")], rows)
    lines += ["", said(language, "## Refus", "## Refusals"), ""]
    lines.append(
        said(
            language,
            "Un refus tient la place d’un nombre que les données ne peuvent pas porter.",
            "A refusal stands where a number would be that the data cannot bear.",
        )
    )
    refused = [(f"`{one}`", text_of(f"refusal.{one}", language)) for one in refusal_names()]
    lines += ["", *table([said(language, "Refus", "Refusal"), said(language, "Phrase", "Sentence")], refused)]
    lines += ["", said(language, "## Raisons d’un état", "## Reasons of a standing"), ""]
    reasons = [(f"`{k.removeprefix('reason.')}`", text_of(k, language)) for k in phrase_keys(language, "reason.")]
    return [*lines, *table([said(language, "Raison", "Reason"), said(language, "Phrase", "Sentence")], reasons)]


def refusal_names() -> list[str]:
    """Every refusal of the house."""
    found = [one for one in vars(refusals).values() if isinstance(one, type) and issubclass(one, Refusal)]
    return sorted(one.__name__ for one in found if one is not Refusal)
