"""The formula gate: nothing but numbers, names, `+ - * /` and parentheses, and always the same writing."""

import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.catalogue.formula import (
    Expression,
    Minus,
    Name,
    Number,
    Operation,
    RefusedFormula,
    expanded,
    names,
    parse,
    written,
)

leaves: st.SearchStrategy[Expression] = st.one_of(
    st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False).map(lambda d: Number(abs(d))),
    st.text(string.ascii_lowercase + "_", min_size=1, max_size=8).filter(lambda t: t[0] != "_").map(Name),
)
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(st.builds(Operation, st.sampled_from("+-*/"), inner, inner), st.builds(Minus, inner)),
    max_leaves=25,
)


@given(expressions)
def test_an_expression_reads_back_as_it_was_written(expression: Expression) -> None:
    assert parse(written(expression)) == expression


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_a_refusal_never_a_crash(text: str) -> None:
    try:
        expression = parse(text)
    except RefusedFormula:
        return
    assert set(written(expression)) <= set(string.ascii_letters + string.digits + "_ .()+-*/")
    assert parse(written(expression)) == expression


@pytest.mark.parametrize(
    "text",
    [
        "a -- x",
        "a /* x */ b",
        "a // b",
        "a;",
        "a; DROP TABLE facts",
        "1e400",
        "1e5",
        "9" * 400,
        "a--",
        "a b",
        "a +",
        "()",
        "avg(lp_cvr)",
        "a ** b",
        "a % b",
        "a = b",
        "'a'",
        '"a"',
        "a.b",
        "a[0]",
        "é",
        "a，b",
        "a\u00a0+ b",
        "a\x00",
        "0x1f",
        "1_000",
        "(" * 41 + "a" + ")" * 41,
        "-" * 60 + "a",
        "a,b",
        "a|b",
        "a&b",
        "a~b",
        "a^b",
        "a<b",
        "$a",
        "@a",
        "{a}",
        "a\\b",
        "1.",
        ".5",
        "1.2.3",
        "a:b",
        "a?b:c",
        "lambda: 1",
        "__import__('os')",
        "NULL--",
        "a/**/b",
        "`a`",
        "a!",
        "#a",
        "a\n--b",
    ],
)
def test_what_is_no_formula_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(RefusedFormula) as refused:
        parse(text)
    assert 0 <= refused.value.at <= len(text)


def test_totals_come_first_and_the_ratio_last() -> None:
    formulas = {"cpl": parse("media_cost / leads"), "cost": parse("cpl * 2")}
    assert written(expanded(parse("cost + 1"), formulas.get)) == "media_cost / leads * 2 + 1"


def test_a_kpi_that_names_itself_is_a_cycle() -> None:
    formulas = {"a": parse("b + 1"), "b": parse("a + 1")}
    with pytest.raises(RefusedFormula, match="cycle") as refused:
        expanded(parse("a"), formulas.get)
    assert refused.value.near == "a > b > a"


def test_names_are_given_once_in_order() -> None:
    assert names(parse("b + a * b - 2")) == ["b", "a"]
    assert parse("2.50") == Number(Decimal("2.50"))
