"""The grammar of formulas: numbers, names, `+ - * /` and parentheses. Nothing else can be said.

expr = term {(+|-) term}; term = factor {(*|/) factor}; factor = number | name | ( expr ) | - factor.
The grammar is closed by construction: text goes through this parser or nowhere, and no engine ever sees it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

MAX_LENGTH = 2_000
MAX_DEPTH = 40
MAX_NODES = 300
MAX_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number, exactly as written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """A measure or a KPI, not yet looked up."""

    id: str


@dataclass(frozen=True, slots=True)
class Minus:
    """A sign."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Operation:
    """Two sides joined by one of `+ - * /`."""

    sign: str
    left: Expression
    right: Expression


Expression = Number | Name | Minus | Operation


@dataclass(frozen=True, slots=True)
class RefusedFormula(Exception):
    """Why a text is no formula, and at which character (0-based)."""

    reason: str
    at: int
    near: str = ""


_TOKEN = re.compile(
    r"[ \t\n]*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<sign>[-+*/()]))", re.ASCII
)
_NUMBER_GOES_ON = re.compile(r"[A-Za-z0-9_.]", re.ASCII)


@lru_cache(maxsize=2048)
def parse(text: str) -> Expression:
    """The expression a text says, worked out once. Raises `RefusedFormula` for everything else; takes linear time."""
    if len(text) > MAX_LENGTH:
        raise RefusedFormula("too_long", MAX_LENGTH)
    tokens = list(_tokens(text))
    if not tokens:
        raise RefusedFormula("empty", 0)
    if len(tokens) > MAX_NODES * 2:
        raise RefusedFormula("too_long", tokens[-1].at)
    expression, rest = _expression(tokens, 0, 0)
    if rest != len(tokens):
        raise RefusedFormula("unexpected", tokens[rest].at, tokens[rest].text)
    if sum(1 for _ in nodes(expression)) > MAX_NODES:
        raise RefusedFormula("too_long", 0)
    return expression


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> Iterator[_Token]:
    at, end = 0, len(text.rstrip(" \t\n"))
    previous: _Token | None = None
    while at < end:
        found = _TOKEN.match(text, at, end)
        if found is None:
            where = at + len(text[at:]) - len(text[at:].lstrip(" \t\n"))
            raise RefusedFormula("character", where, text[where : where + 1])
        kind = str(found.lastgroup)
        token = _Token(kind, found[kind], found.start(kind))
        if kind == "number" and (_NUMBER_GOES_ON.match(text, found.end(), end) or len(token.text) > MAX_DIGITS):
            raise RefusedFormula("number", token.at, token.text)
        # `--` and `/*` are comments elsewhere: two signs in a row are read as a mistake here.
        if kind == "sign" and previous and previous.kind == "sign" and token.text in "+-*/" and previous.text in "+-*/":
            raise RefusedFormula("two_signs", token.at, previous.text + token.text)
        yield token
        previous, at = token, found.end()


def _expression(tokens: list[_Token], at: int, depth: int) -> tuple[Expression, int]:
    return _chain(tokens, at, depth, "+-", lambda t, a, d: _chain(t, a, d, "*/", _factor))


_Part = Callable[[list[_Token], int, int], tuple[Expression, int]]


def _chain(tokens: list[_Token], at: int, depth: int, signs: str, part: _Part) -> tuple[Expression, int]:
    left, at = part(tokens, at, depth)
    while at < len(tokens) and tokens[at].kind == "sign" and tokens[at].text in signs:
        right, after = part(tokens, at + 1, depth)
        left, at = Operation(tokens[at].text, left, right), after
    return left, at


def _factor(tokens: list[_Token], at: int, depth: int) -> tuple[Expression, int]:
    if at >= len(tokens):
        last = tokens[-1]
        raise RefusedFormula("unfinished", last.at + len(last.text))
    if depth > MAX_DEPTH:
        raise RefusedFormula("too_deep", tokens[at].at)
    token = tokens[at]
    if token.kind == "number":
        return Number(Decimal(token.text)), at + 1
    if token.kind == "name":
        return Name(token.text), at + 1
    if token.text == "-":
        inside, after = _factor(tokens, at + 1, depth + 1)
        return Minus(inside), after
    if token.text == "(":
        inside, after = _expression(tokens, at + 1, depth + 1)
        if after >= len(tokens) or tokens[after].text != ")":
            raise RefusedFormula("unclosed", token.at, "(")
        return inside, after + 1
    raise RefusedFormula("unexpected", token.at, token.text)


def nodes(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it."""
    yield expression
    if isinstance(expression, Operation):
        yield from nodes(expression.left)
        yield from nodes(expression.right)
    elif isinstance(expression, Minus):
        yield from nodes(expression.of)


def names(expression: Expression) -> list[str]:
    """Every name used, once, in order of appearance."""
    return list(dict.fromkeys(node.id for node in nodes(expression) if isinstance(node, Name)))


def expanded(expression: Expression, look_up: Callable[[str], Expression | None]) -> Expression:
    """KPI names replaced by their own formulas, so totals come first and the ratio last.

    `look_up` gives the formula of a KPI, None for a measure. Raises RecursionError-free `RefusedFormula`
    (`cycle`) when a KPI names itself, directly or not.
    """
    return _expanded(expression, look_up, ())


def _expanded(
    expression: Expression, look_up: Callable[[str], Expression | None], inside: tuple[str, ...]
) -> Expression:
    if isinstance(expression, Name):
        if expression.id in inside:
            raise RefusedFormula("cycle", 0, " > ".join((*inside, expression.id)))
        formula = look_up(expression.id)
        return (
            expression
            if formula is None or formula == expression
            else _expanded(formula, look_up, (*inside, expression.id))
        )
    if isinstance(expression, Minus):
        return Minus(_expanded(expression.of, look_up, inside))
    if isinstance(expression, Operation):
        left = _expanded(expression.left, look_up, inside)
        return Operation(expression.sign, left, _expanded(expression.right, look_up, inside))
    return expression


def written(expression: Expression) -> str:
    """The one way an expression is written: parsing it again gives the same expression."""
    if isinstance(expression, Number):
        return format(expression.value, "f")
    if isinstance(expression, Name):
        return expression.id
    if isinstance(expression, Minus):
        inner = written(expression.of)
        return f"-({inner})" if isinstance(expression.of, Operation | Minus) else f"-{inner}"
    left, right = written(expression.left), written(expression.right)
    if isinstance(expression.left, Operation) and expression.sign in "*/" and expression.left.sign in "+-":
        left = f"({left})"
    if isinstance(expression.left, Minus) and expression.sign in "*/":
        left = f"({left})"
    needs = isinstance(expression.right, Minus) or (
        isinstance(expression.right, Operation)
        and (expression.sign in "-*/" or expression.right.sign in "+-")
        and not (expression.sign == "-" and expression.right.sign in "*/")
    )
    return f"{left} {expression.sign} {f'({right})' if needs else right}"
