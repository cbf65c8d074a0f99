"""Questions of a form: what a field of the plan is called, what it is for, how its words are said."""

from __future__ import annotations

import re

from jalon.wording.phrases import known, phrase

_ARTICLE = re.compile(r"^(le |la |les |l’|the )")


def label(kind: str, field: str, language: str) -> str:
    """What a field is called above its input."""
    for key in (f"form.label.{kind}.{field}", f"form.label.{field}"):
        if known(key, language):
            return phrase(key, language)
    key = f"field.{field}"
    said = _ARTICLE.sub("", phrase(key, language)) if known(key, language) else field.replace("_", " ")
    return said[:1].upper() + said[1:]


def purpose(kind: str, field: str, language: str) -> str:
    """What a field is for; empty where its name says all."""
    for key in (f"form.help.{kind}.{field}", f"form.help.{field}", f"format.{kind}.{field}", f"format.any.{field}"):
        if known(key, language):
            return phrase(key, language).replace("`", "")
    return ""


def choice(word: str, field: str, language: str) -> str:
    """A word of the format as people say it."""
    for key in (f"form.word.{field}.{word}", f"word.{word}", f"form.word.{word}", f"ground.{word}", f"status.{word}"):
        if known(key, language):
            said = phrase(key, language)
            return said[:1].upper() + said[1:]
    return word.replace("_", " ")


def unread(code: str, language: str) -> str:
    """Why an input could not be read."""
    return phrase(code, language)


def object_word(kind: str, language: str) -> str:
    """A kind of object."""
    return phrase(f"form.kind.{kind}", language)
