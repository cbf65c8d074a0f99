"""Values written as YAML: flow where they are short, block where they are long, quoted where a reader would err."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from jalon.quantities import Duration, Text

Writable = str | bool | int | Decimal | date | Duration | Text | None | Sequence["Writable"] | Mapping[str, "Writable"]
WIDTH = 110
STEP = "  "
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_READ_AS_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_READ_AS_WORD = frozenset({"", "~", "null", "true", "false"})


def flow(value: Writable) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(name)}: {flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, Text):
        return flow(spoken(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return scalar(value)


def block(value: Writable, indent: str, newline: str) -> str:
    """A value over several lines; the first one carries no indent, as it stands where the writing is."""
    value = spoken(value) if isinstance(value, Text) else value
    if isinstance(value, Mapping) and value:
        lines = [f"{scalar(name)}:{under(inner, indent, newline)}" for name, inner in value.items()]
        return f"{newline}{indent}".join(lines)
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        lines = [f"- {item(inner, indent + STEP, newline)}" for inner in value]
        return f"{newline}{indent}".join(lines)
    return flow(value)


def under(value: Writable, indent: str, newline: str) -> str:
    """What follows `key:`: the same line when it is short, else the lines below, one step further."""
    if _short(value):
        return f" {flow(value)}"
    return f"{newline}{indent}{STEP}{block(value, indent + STEP, newline)}"


def item(value: Writable, indent: str, newline: str) -> str:
    """What follows `- `."""
    return flow(value) if _short(value) else block(value, indent, newline)


def spoken(text: Text) -> str | dict[str, str]:
    """A text of one language stays a plain string only where the caller knows it to be the plan's language."""
    return dict(text.by_language)


def scalar(value: object) -> str:
    """A scalar, quoted when a reader would take it for something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return _number(Decimal(value))
    if isinstance(value, date):
        return value.isoformat()
    text = value.text if isinstance(value, Duration) else str(value)
    return text if _plain(text) else '"' + "".join(_escaped(letter) for letter in text) + '"'


def _number(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _short(value: Writable) -> bool:
    if not isinstance(value, Mapping | Sequence | Text) or isinstance(value, str):
        return True
    return not holds_objects(value) and len(flow(value)) <= WIDTH


def holds_objects(value: Writable) -> bool:
    """Whether it is a list of objects, or has one inside: those read better with an object a line."""
    if isinstance(value, Mapping):
        return any(holds_objects(inner) for inner in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return any(isinstance(inner, Mapping) or holds_objects(inner) for inner in value)
    return False


def _plain(text: str) -> bool:
    if text.lower() in _READ_AS_WORD or _READ_AS_NUMBER.fullmatch(text) or text != text.strip():
        return False
    if text[0] in _INDICATORS or not text.isprintable() or text.startswith(("---", "...")):
        return False
    return not any(mark in text for mark in (": ", " #", ",", "[", "]", "{", "}", "\u2028", "\u2029", "\ufeff")) and (
        text[-1] != ":"
    )


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isprintable() or letter in "\u00a0\u202f":
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
