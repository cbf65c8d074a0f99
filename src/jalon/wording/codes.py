"""What a kind of finding is about, in a few words: the beginning of its own sentence, before what it names."""

from __future__ import annotations

import re

from jalon.wording.phrases import known, translations

_SUBJECT_FIRST = re.compile(r"^\{\w+\}\s*:\s*")
_NAMING = re.compile(r"\s*(?:\(\{|:\s|«|“|\{|\.|;|, )")


def about(code: str, language: str) -> str:
    """A heading for findings of one code; the code itself where nothing is said of it."""
    key = f"finding.{code}"
    if not known(key, language):
        return code
    text = _NAMING.split(_SUBJECT_FIRST.sub("", translations(language).gettext(key)))[0].strip(" ,:\u00a0\u202f")
    return text[:1].upper() + text[1:] if text else code
