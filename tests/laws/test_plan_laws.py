"""Laws of the plan document: what is written is read back, and what was not touched has not moved."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files

from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.plan.document.nodes import quickly, slowly
from jalon.plan.document.rendering import flow
from jalon.plan.document.writing import content_of, with_object, with_value, without

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"), max_size=12
)
TRICKY = st.sampled_from(
    [
        "null",
        "~",
        "yes",
        "1e3",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#",
        "é, à",
        "0.10",
        "2026-01-01",
        '"',
        "'",
        "a:",
        ":a",
        "?",
    ]
)
SCALARS = st.one_of(
    WORDS,
    TRICKY,
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9),
)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(NAMES, TREES, min_size=1, max_size=5)


@st.composite
def written(draw: st.DrawFn) -> str:
    """A document in a hand's own style: flow here, block there, comments, blank lines, quotes, Windows line ends."""
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    lines = _block(draw, draw(DOCUMENTS), "")
    return newline.join(lines) + (newline if draw(st.booleans()) else "")


def _block(draw: st.DrawFn, value: dict[str, object] | list[object], indent: str) -> list[str]:
    """Whole lines of a collection in block style."""
    found: list[str] = []
    rows = (
        [(f"{name}:", inner) for name, inner in value.items()] if isinstance(value, dict) else [("-", v) for v in value]
    )
    for lead, inner in rows:
        if draw(st.integers(0, 5)) == 0:
            found.append(draw(st.sampled_from(["", f"{indent}# a word of the author’s"])))
        found.extend(_row(draw, lead, inner, indent))
    return found


def _row(draw: st.DrawFn, lead: str, inner: object, indent: str) -> list[str]:
    comment = draw(st.sampled_from(["", "", "   # kept"]))
    if not isinstance(inner, dict | list) or not inner or draw(st.booleans()):
        return [f"{indent}{lead} {_scalar(draw, inner)}{comment}"]
    if lead == "-" and draw(st.booleans()):
        below = _block(draw, inner, f"{indent}  ")
        first = next(number for number, row in enumerate(below) if row.strip() and not row.lstrip().startswith("#"))
        return [f"{indent}- {below[first].lstrip()}", *below[first + 1 :]]
    flush = isinstance(inner, list) and lead != "-" and draw(st.booleans())
    step = indent if flush else indent + draw(st.sampled_from(["  ", "    "]))
    return [f"{indent}{lead}{comment}", *_block(draw, inner, step)]


def _scalar(draw: st.DrawFn, value: object) -> str:
    if isinstance(value, str) and value.isalpha() and value.isascii() and draw(st.booleans()):
        return f"'{value}'"
    return flow(value)  # type: ignore[arg-type]  # a tree of writable values


def _paths(data: object, before: str = "") -> list[str]:
    found = []
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inner:
        path = f"{before}.{name}" if before else str(name)
        found += [path, *_paths(value, path)]
    return found


def _at(data: object, path: str) -> object:
    for step in path.split("."):
        data = data[int(step)] if isinstance(data, list) else data[step]  # type: ignore[index]  # a path of the data
    return data


def _kept(before: str, after: str) -> int:
    """How many lines of the old document stand unchanged, in order, at both ends of the change."""
    old, new = before.splitlines(), after.splitlines()
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - head) if old[-1 - n] != new[-1 - n]), most - head)
    return head + tail


@settings(max_examples=120, deadline=None)
@given(st.data(), written(), TREES)
def test_what_is_written_at_a_path_is_read_there(data: st.DataObject, text: str, value: object) -> None:
    path = data.draw(st.sampled_from(_paths(content_of(text))))
    after = with_value(text, path, value)  # type: ignore[arg-type]  # a tree of writable values
    assert _at(content_of(after), path) == value


@settings(max_examples=120, deadline=None)
@given(st.data(), written(), SCALARS)
def test_a_scalar_changed_touches_its_own_lines_only(data: st.DataObject, text: str, value: object) -> None:
    content = content_of(text)
    leaves = [path for path in _paths(content) if not isinstance(_at(content, path), list | dict)]
    path = data.draw(st.sampled_from(leaves or [""]))
    if not path:
        return
    after = with_value(text, path, value)  # type: ignore[arg-type]  # a scalar
    assert _kept(text, after) >= len(text.splitlines()) - 1
    assert len(after.splitlines()) == len(text.splitlines())


@settings(max_examples=100, deadline=None)
@given(st.data(), written(), TREES)
def test_a_field_added_moves_no_line(data: st.DataObject, text: str, value: object) -> None:
    after = with_value(text, "zz_new", value)  # type: ignore[arg-type]  # a tree of writable values
    assert content_of(after)["zz_new"] == value  # type: ignore[index, call-overload]  # a mapping
    assert _kept(text, after) == len(text.splitlines())
    assert content_of(without(after, "zz_new")) == content_of(text)


@settings(max_examples=100, deadline=None)
@given(st.data(), written())
def test_what_is_taken_away_leaves_everything_else(data: st.DataObject, text: str) -> None:
    path = data.draw(st.sampled_from(_paths(content_of(text))))
    after = content_of(without(text, path))
    holder, _, name = path.rpartition(".")
    old, new = (_at(content_of(text), holder), _at(after, holder)) if holder else (content_of(text), after)
    if isinstance(old, dict):
        assert new == {key: inner for key, inner in old.items() if key != name}
    else:
        assert isinstance(old, list)
        assert new == old[: int(name)] + old[int(name) + 1 :]


@settings(max_examples=80, deadline=None)
@given(written(), st.dictionaries(NAMES, TREES, min_size=1, max_size=3))
def test_an_object_joins_the_end_of_its_list(text: str, row: dict[str, object]) -> None:
    start = with_value(text, "zz_rows", [{"id": "first"}])
    after = with_object(start, "zz_rows", row)  # type: ignore[arg-type]  # a tree of writable values
    assert content_of(after)["zz_rows"] == [{"id": "first"}, row]  # type: ignore[index, call-overload]  # a mapping


def test_a_number_is_written_as_exactly_as_it_was_given() -> None:
    after = with_value("target: 1 # words\n", "target", Decimal("0.0410"))
    assert after == "target: 0.041 # words\n"


@settings(max_examples=40)
@given(
    written(),
    st.lists(
        st.tuples(
            st.integers(0, 400), st.sampled_from(["", ":", "- ", "{", "]", "#", "'", '"', "&a", "!", "|", "\n", "  "])
        )
    ),
)
def test_the_quick_reader_sees_what_the_other_sees_or_leaves_it_to_it(text: str, spoilt: list[tuple[int, str]]) -> None:
    for at, bit in spoilt[:3]:
        text = text[:at] + bit + text[at + (not bit) :]
    quick = quickly(text, "plan.yaml")
    if quick is not None:
        assert slowly(text, "plan.yaml") == quick


def test_the_sample_plan_is_read_by_the_quick_reader() -> None:
    text = files("jalon.demo").joinpath("plan.yaml").read_text("utf-8")
    quick = quickly(text, "plan.yaml")
    assert quick is not None
    assert slowly(text, "plan.yaml") == quick
