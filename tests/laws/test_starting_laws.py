"""Laws of a document written with notes: it says what was asked, whatever the notes, and each note stands in it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.test_plan_laws import DOCUMENTS, _paths

from jalon.plan.document.annotated import annotated
from jalon.plan.document.rendering import Writable
from jalon.plan.document.writing import content_of

WORDS = st.lists(st.text("aé :#-«»{}[]'\"\u00a0", min_size=1, max_size=140), min_size=1, max_size=2)


def _bare(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=50)
@given(st.data(), DOCUMENTS)
def test_notes_change_nothing_of_what_a_document_says(data: st.DataObject, document: dict[str, Writable]) -> None:
    paths = data.draw(st.lists(st.sampled_from(["", "missing", *_paths(document)]), unique=True, max_size=6))
    notes = {path: data.draw(WORDS) for path in paths}
    text = annotated(document, notes)
    assert content_of(text) == content_of(annotated(document, {}))
    said = _bare(
        "".join(line.lstrip().removeprefix("#") for line in text.splitlines() if line.lstrip().startswith("#"))
    )
    assert all(_bare(word) in said for words in notes.values() for word in words)


@settings(max_examples=50)
@given(DOCUMENTS)
def test_a_document_without_notes_is_read_back_as_it_was_meant(document: dict[str, Writable]) -> None:
    text = annotated(document, {})
    assert content_of(annotated(content_of(text), {})) == content_of(text)  # type: ignore[arg-type]  # plain values
