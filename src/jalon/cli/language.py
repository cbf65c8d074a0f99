"""The language of one call, known before the options are parsed so that help speaks it too."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from importlib.resources import files

from jalon.wording import LANGUAGES, phrase

CATALOGUE = str(files("jalon.wording").joinpath("locale"))

_chosen = {"language": "fr"}


def chosen_language(words: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> str:
    """`--lang`, else `JALON_LANG`, else the terminal's own; French when none says. Remembered for the call."""
    if environment is not None:
        asked = [words[i + 1] for i, word in enumerate(words[:-1]) if word == "--lang"]
        asked += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
        terminal = [environment.get(name, "") for name in ("JALON_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
        candidates = [code[:2].lower() for code in (*asked, *terminal)]
        _chosen["language"] = next((code for code in candidates if code in LANGUAGES), "fr")
        _usage_speaks(_chosen["language"])
    return _chosen["language"]


def _usage_speaks(language: str) -> None:
    """Click says usage and its errors through the standard library's gettext: it reads our catalogue too."""
    gettext.bindtextdomain("django", CATALOGUE)
    gettext.textdomain("django")
    os.environ["LANGUAGE"] = language


def told(key: str, **values: str) -> str:
    """A phrase in the language of this call."""
    return phrase(key, _chosen["language"], values)
