"""An example of every body and answer, made from the contract itself, so that none can say what the form does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jalon.web.api.problems import CODES

SENT: Mapping[str, object] = {
    "answer_alert": {"answer": "acknowledged"},
    "check_in": {"confidence": "0.6", "next_step": "act", "sentence": "Two articles come out this week."},
    "sign_charter": {"digest": "9f2c4e0d"},
    "write_minutes": {"subject": "kra:K_seo", "text": "Seen.", "promise": "Ask again", "who": "ana"},
    "close_review": {"text": "Next week: the budget."},
    "tell_signal": {"step": "treated", "why": "The prepared response is under way."},
    "add_to_plan": {"object": {"name": "Rewrite eighteen guides", "owner": "ana"}, "reason": "Proposed on Monday"},
    "patch_plan": {"changes": {"deputy": "ben"}, "reason": "Leave"},
    "action_status": {"status": "done", "reason": "Delivered"},
    "explain_action": {"reason": "The tool was unplugged half way"},
    "count_arms": {"counts": [{"arm": "control", "day": "2026-04-05", "units": 9480, "converted": 427}]},
    "decision_choice": {"chosen": "a", "reason": "Cheapest a lead"},
    "open_decision": {"conflict": "action:A12", "reason": "Both areas ask for it"},
    "decision_outcome": {"verdict": "good", "reason": "Confirmed by the measure"},
    "answer_proposal": {"do": "decline", "answer": "Not before the season."},
    "undo_answer": {"step": 4},
    "undo_revision": {"reason": "Too early"},
    "undo_import": {"reason": "Wrong account"},
    "invite": {"email": "ana@example.org", "role": "holder", "person": "ana"},
    "member_change": {"role": "reader", "person": ""},
}
"""Operation → what is sent to it."""
PLAN = "version: jalon/1\nlanguages: [fr, en]\ncompany: {id: us, name: Us}\n…\n"
_WORDS: Mapping[str, object] = {
    "date": "2026-10-01", "date-time": "2026-10-01T07:10:00+00:00", "uuid": "6f1c1d1e-3b7a-4c55-9a59-0c8f0f1f2a10",
}  # fmt: skip
_TYPES: Mapping[str, object] = {"integer": 1, "number": 0.5, "boolean": True, "null": None, "string": "…"}
_PATTERNS: Mapping[str, str] = {"^-?\\": "0.62", "^[A-": "K_seo", "^P": "P7D"}
"""How the pattern of a text begins → a text of it."""
DEEPEST = 5


def example_of(shape: Mapping[str, Any], schemas: Mapping[str, Any], deep: int = 0) -> object:
    """A small value of a form: every field once, one item a list."""
    if "$ref" in shape:
        return example_of(schemas[shape["$ref"].rpartition("/")[2]], schemas, deep)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in shape:
            return example_of(shape[choice][0], schemas, deep)
    if "const" in shape or shape.get("enum"):
        return shape["const"] if "const" in shape else shape["enum"][0]
    kind = shape.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        needed = set(shape.get("required", ()))
        fields = shape.get("properties", {})
        shown = {name: inner for name, inner in fields.items() if deep < DEEPEST or name in needed}
        if not shown and shape.get("minProperties"):
            shown = dict(list(fields.items())[:1]) or {"channel": shape.get("additionalProperties", {})}
        return {name: example_of(inner, schemas, deep + 1) for name, inner in shown.items()}
    if kind == "array":
        return _listed(shape, schemas, deep)
    if kind == "string":
        begins = str(shape.get("pattern", ""))[:4]
        return _WORDS.get(str(shape.get("format")), _PATTERNS.get(begins, "…"))
    return _TYPES.get(str(kind))


def _listed(shape: Mapping[str, Any], schemas: Mapping[str, Any], deep: int) -> object:
    if "prefixItems" in shape:
        return [example_of(one, schemas, deep + 1) for one in shape["prefixItems"]]
    many = max(int(shape.get("minItems", 1)), 1)
    if deep >= DEEPEST and not shape.get("minItems"):
        return []
    return [example_of(shape.get("items", {}), schemas, deep + 1)] * many


def problem_of(status: int, title: str) -> dict[str, object] | None:
    """A problem of a status, by its first code."""
    code = next((one for one, known in CODES.items() if known == status), None)
    if code is None:
        return None
    return {"type": f"urn:jalon:problem:{code}", "title": title, "status": status, "code": code, "detail": title}
