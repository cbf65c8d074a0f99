"""A new plan document with comments: what each thing is made from stands above it, for the person who completes it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from jalon.plan.document.rendering import STEP, Writable, flow, holds_objects, scalar
from jalon.plan.document.spans import Span, spans
from jalon.plan.document.writing import with_value

WIDTH = 110


def annotated(content: Mapping[str, Writable], notes: Mapping[str, Sequence[str]]) -> str:
    """The document that says `content`, with the notes of each path (`kras.2.kpis.0`) above what they are about.

    The path `""` is the head of the document; a path that ends with a name that is not there comes last in its object.
    """
    lines = [*_comments(notes.get("", ()), "")]
    for name, value in content.items():
        if lines:
            lines.append("")
        lines += _entry(name, value, name, "", notes)
    lines += _left_over(content, "", "", notes)
    return "\n".join(lines) + "\n"


def answered(text: str, path: str, value: Writable) -> str:
    """The document with a value where a note asked for it: the note beside it (`# target:`) goes."""
    written = with_value(text, path, value)
    steps = path.split(".")
    start = _start_of(spans(written), steps)
    lines = written.splitlines(keepends=True)
    at = written.count("\n", 0, start) if start is not None else -1
    for beside in (at + 1, at - 1):
        if at >= 0 and 0 <= beside < len(lines) and lines[beside].lstrip().startswith(f"# {steps[-1]}:"):
            return "".join([*lines[:beside], *lines[beside + 1 :]])
    return written


def _start_of(span: Span, steps: Sequence[str]) -> int | None:
    """Where the last field of a path begins."""
    inside = span
    for step in steps[:-1]:
        if inside.entries is not None and step in inside.entries:
            inside = inside.entries[step].value
        elif inside.items is not None and step.isdigit() and int(step) < len(inside.items):
            inside = inside.items[int(step)]
        else:
            return None
    return inside.entries[steps[-1]].start if inside.entries and steps[-1] in inside.entries else None


def _entry(name: str, value: Writable, path: str, indent: str, notes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """`name: value` with its notes, on one line where it is short and nothing inside is noted."""
    yield from _comments(notes.get(path, ()), indent)
    if _on_one_line(value, path, len(indent) + len(name) + 2, notes):
        yield f"{indent}{scalar(name)}: {flow(value)}"
        return
    yield f"{indent}{scalar(name)}:"
    yield from _inside(value, path, indent + STEP, notes)


def _inside(value: Writable, path: str, indent: str, notes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _entry(name, inner, f"{path}.{name}", indent, notes)
        yield from _left_over(value, path, indent, notes)
        return
    assert isinstance(value, Sequence)  # noqa: S101  # a scalar stands on one line
    for number, inner in enumerate(value):
        yield from _item(inner, f"{path}.{number}", indent, notes)


def _item(value: Writable, path: str, indent: str, notes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from _comments(notes.get(path, ()), indent)
    if _on_one_line(value, path, len(indent) + 2, notes):
        yield f"{indent}- {flow(value)}"
        return
    lines = list(_inside(value, path, indent + STEP, notes))
    # The dash stands before the first field; comments above that field keep their place above the dash.
    first = next(n for n, line in enumerate(lines) if not line.lstrip().startswith("#"))
    for number, line in enumerate(lines):
        if number < first:
            yield line[len(STEP) :]
        else:
            yield f"{indent}- {line[len(indent) + 2 :]}" if number == first else line


def _left_over(
    value: Mapping[str, Writable], path: str, indent: str, notes: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Notes of fields that are not written yet."""
    head = f"{path}." if path else ""
    for noted, said in notes.items():
        name = noted.removeprefix(head)
        if noted and noted.startswith(head) and "." not in name and name not in value:
            yield from _comments(said, indent)


def _comments(said: Sequence[str], indent: str) -> Iterator[str]:
    for text in said:
        # A no-break space keeps its word: only ordinary spaces may end a line.
        for line in textwrap.wrap(text, WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False) or [
            ""
        ]:
            yield f"{indent}# {line}".rstrip()


def _on_one_line(value: Writable, path: str, before: int, notes: Mapping[str, Sequence[str]]) -> bool:
    if not isinstance(value, Mapping | Sequence) or isinstance(value, str):
        return True
    if any(noted.startswith(f"{path}.") for noted in notes):
        return False
    return not value or (not holds_objects(value) and before + len(flow(value)) <= WIDTH)
