"""Files dropped on the page, kept beside until the person says: keep, or abandon."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from jalon.records.workspaces import Workspace
from jalon.sources.reading.answers import Answers
from jalon.web import uploads

MOST_FILES = 50
FORGOTTEN_AFTER = timedelta(days=1)
SAME_PROPERTY = frozenset({"slice.other_property", "slice.other_values"})
"""What is answered by saying that a file is of the same property as the days it replaces."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


class TooMuch(ValueError):
    """More files, or a larger one, than a page takes; `jalon import` takes them."""


class TwoOfOneName(ValueError):
    """Two dropped files bear one name: neither may hide the other."""


def keep_aside(workspace: Workspace, dropped: Iterable[UploadedFile[bytes]]) -> str:
    """Store what was dropped and give back the token that names it."""
    files = list(dropped)
    if len(files) > MOST_FILES or any((one.size or 0) > uploads.MOST_BYTES for one in files):
        raise TooMuch
    _forget_old(workspace)
    token = secrets.token_urlsafe(18)
    folder = _root(workspace) / token
    folder.mkdir(parents=True)
    for number, one in enumerate(files):
        place = folder / _name(one.name or "", number)
        if place.exists():
            shutil.rmtree(folder)
            raise TwoOfOneName(place.name)
        with place.open("wb") as out:
            for chunk in one.chunks():
                out.write(chunk)
    (folder / ".arrived").write_text(json.dumps({"at": datetime.now(UTC).isoformat()}), "utf-8")
    return token


def files_of(workspace: Workspace, token: str) -> list[Path]:
    """The files of a token; empty when there is nothing of that name here."""
    if not _TOKEN.fullmatch(token):
        return []
    folder = _root(workspace) / token
    return sorted(p for p in folder.iterdir() if not p.name.startswith(".")) if folder.is_dir() else []


def arrived(workspace: Workspace, token: str) -> datetime:
    """When they were dropped: their date of extraction when they bear none."""
    said = json.loads((_root(workspace) / token / ".arrived").read_text("utf-8"))
    return datetime.fromisoformat(said["at"])


def forget(workspace: Workspace, token: str) -> None:
    """Remove what was kept aside."""
    if _TOKEN.fullmatch(token):
        shutil.rmtree(_root(workspace) / token, ignore_errors=True)


def throw_away(workspace: Workspace, token: str, name: str) -> None:
    """Remove one file that was kept aside; all of it when none is left."""
    for file in files_of(workspace, token):
        if file.name == name:
            file.unlink(missing_ok=True)
    if not files_of(workspace, token):
        forget(workspace, token)


def answers_from(form: dict[str, str]) -> Answers:
    """The fields of the page as the reader's answers; an empty field answers nothing."""
    order = form.get("day_order", "")
    filters = {"query": form["filter_query"].strip()} if form.get("filter_query", "").strip() else {}
    return Answers(
        currency=form.get("currency", "").strip().upper() or None,
        period=_period(form.get("first_day", ""), form.get("last_day", "")),
        timezone=form.get("timezone", "").strip() or None,
        account=form.get("account", "").strip() or None,
        tool=form.get("tool", "").strip() or None,
        filters=filters,
        meant=form.get("meant", "").strip() or None,
        day_first={"day": True, "month": False}.get(order),
        accepted=SAME_PROPERTY if form.get("same_property") else frozenset(),
    )


def _period(first: str, last: str):  # type: ignore[no-untyped-def]  # quantities.Period or None
    from datetime import date

    from jalon.quantities import Period

    try:
        return Period(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
    except ValueError:
        return None


def _root(workspace: Workspace) -> Path:
    return Path(settings.HOME) / "incoming" / str(workspace.id)


def _name(given: str, number: int) -> str:
    """The file's own name without folders or what a file system dislikes; never a hidden one."""
    bare = re.sub(r"[\x00-\x1f/\\:]+", "_", Path(given).name).lstrip(".")[-120:]
    return bare or f"file-{number}"


def _forget_old(workspace: Workspace) -> None:
    root = _root(workspace)
    limit = (datetime.now(UTC) - FORGOTTEN_AFTER).timestamp()
    for folder in root.iterdir() if root.is_dir() else ():
        if folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)
