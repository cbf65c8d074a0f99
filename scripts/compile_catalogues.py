"""Compile the French and English phrases: merges the .po fragment of each room into one .mo a language.

Runs as hatchling's build hook (wheel and editable installs) and by hand from the Makefile.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "src" / "jalon" / "wording" / "locale"


def compile_language(language: str) -> Path:
    """Merge `<language>/*.po` and write `<language>/LC_MESSAGES/django.mo`; a phrase said in two ways is an error."""
    whole = Catalog(locale=language, domain="django")
    for fragment in sorted((LOCALE / language).glob("*.po")):
        with fragment.open("rb") as lines:
            for message in read_po(lines, locale=language):
                if not message.id:
                    continue
                known = whole.get(message.id, message.context)
                if known is not None and known.string != message.string:
                    sys.exit(f"{fragment}: {message.id!r} is translated differently in another fragment")
                whole.add(message.id, message.string, context=message.context, flags=message.flags)
    target = LOCALE / language / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    # Whole at once: whoever reads the phrases meanwhile (a type checker beside the tests) never finds half of them.
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    with beside.open("wb") as out:
        write_mo(out, whole)
    beside.replace(target)
    return target


def main() -> None:
    """Every language that has a folder."""
    for folder in sorted(LOCALE.iterdir()) if LOCALE.is_dir() else []:
        if folder.is_dir():
            compile_language(folder.name)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    pass
else:

    class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own generic is untyped
        """The build hook."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Called before a wheel or an editable install is made."""
            main()


if __name__ == "__main__":
    main()
