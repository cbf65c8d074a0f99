"""Two plans compared, said in sentences: names instead of ids, amounts and days as people write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jalon.wording import numbers
from jalon.wording.phrases import known, phrase
from jalon.wording.values import Told

Said = Mapping[str, object]


def differences(document: Said, language: str) -> list[str]:
    """The changes between two plans (their JSON form, contract 1), one sentence each."""
    names = document.get("names")
    told = Told(language, names if isinstance(names, Mapping) else {}, str(document.get("currency") or "EUR"))
    changes = document.get("changes")
    rows = changes if isinstance(changes, Sequence) and not isinstance(changes, str) else []
    return [_finished(_sentence(change, told)) for change in rows if isinstance(change, Mapping)]


def _finished(sentence: str) -> str:
    """A capital at the start, one full stop at the end, whatever name stands there."""
    whole = sentence[:1].upper() + sentence[1:]
    return whole[:-1] if whole.endswith(("..", "?.", "!.", "….")) else whole


def _sentence(change: Said, told: Told) -> str:
    details = change["details"]
    assert isinstance(details, Mapping)  # noqa: S101  # contract 1 of a difference
    kind = str(change["kind"])
    if kind in ("added", "removed"):
        return _coming(change, details, told)
    if kind == "owner":
        return _moved(_subject(change, told), details, told, "difference.owner", ("person",))
    if kind == "target":
        return _target(change, details, told)
    if kind in ("territory_gained", "territory_lost"):
        cells = told.listed([told.cell(cell) for cell in details["cells"]])
        return told.say(f"difference.{kind}", subject=_subject(change, told), cells=cells)
    if kind in ("rule_added", "rule_dropped"):
        between = told.listed([told.named(name, ("kra",)) for name in details.get("between") or ()])
        return told.say(f"difference.{kind}", between=between, rule=told.value(details.get("rule")))
    return _field(change, details, told)


def _subject(change: Said, told: Told) -> str:
    """What the sentence is about: a KPI is told with the area it lives in."""
    subject = str(change["subject"])
    kind, _, name = subject.partition(":")
    word = phrase(f"subject.{kind}", told.language)
    said = told.say("subject.named", kind=word, name=told.name(name, (kind,)))
    if kind in ("kpi", "kri") and change.get("kra"):
        return told.say("difference.inside", subject=said, kra=told.name(str(change["kra"]), ("kra",)))
    return said


def _coming(change: Said, details: Said, told: Told) -> str:
    """An object that comes or goes, with who answers for it."""
    kind, _, name = str(change["subject"]).partition(":")
    verb = str(change["kind"])
    key = f"difference.{verb}.{kind}"
    if not known(key, told.language):
        return told.say(f"difference.{verb}", subject=_subject(change, told))
    values = {
        "name": told.name(name, (kind,)) if kind == "person" else told.named(name, (kind,)),
        "kra": told.name(str(change.get("kra") or ""), ("kra",)),
        "owner": told.name(str(details.get("owner") or ""), ("person",)) or told.say("text.nobody"),
        "day": told.value(details.get("day")),
        "amount": told.value(details.get("amount"), "amount"),
    }
    return told.say(key, **values)


def _moved(subject: str, details: Said, told: Told, key: str, kinds: tuple[str, ...]) -> str:
    """From somebody to somebody, or from or to nobody."""
    before, after = details.get("before"), details.get("after")
    form = key if before and after else f"{key}.given" if after else f"{key}.dropped"
    return told.say(form, subject=subject, before=told.name(str(before), kinds), after=told.name(str(after), kinds))


def _target(change: Said, details: Said, told: Told) -> str:
    """A target that moved: from what to what, by when, by whom and why."""
    unit = str(details.get("unit") or "count")
    values = {
        "subject": _subject(change, told),
        "before": told.amount(details.get("before"), unit),
        "after": told.amount(details.get("after"), unit),
        "due": told.value(details.get("due")),
        "due_before": told.value(details.get("due_before")),
        "trajectory": told.value(details.get("trajectory")),
        "trajectory_before": told.value(details.get("trajectory_before")),
    }
    moved = details.get("before") != details.get("after")
    later = details.get("due_before") != details.get("due")
    bent = details.get("trajectory_before") != details.get("trajectory")
    if moved and details.get("before") is not None and details.get("after") is not None:
        parts = [told.say("difference.target", **values)]
        parts += [told.say("difference.target.and_due", **values)] if later else []
    elif moved:
        parts = [told.say(f"difference.target.{'given' if details.get('after') is not None else 'dropped'}", **values)]
    else:
        form = "due" if later else "trajectory" if bent else "history"
        parts = [told.say(f"difference.target.{form}", **values)]
    if details.get("author"):
        author, reason = told.name(str(details["author"]), ("person",)), details.get("reason")
        form = "difference.target.by" if reason else "difference.target.by_alone"
        parts.append(told.say(form, author=author, reason=told.value(reason)))
    return " ".join(parts)


def _field(change: Said, details: Said, told: Told) -> str:
    """One field that says something else."""
    path = str(details["field"])
    subject, field = _about(change, path, told)
    form = "difference.changed" if field else "difference.plan"
    before, after = details.get("before"), details.get("after")
    rows = before if before is not None else after
    if isinstance(rows, list) and not _is_period(rows):
        listed = [value if isinstance(value, list) else [] for value in (before, after)]
        return _list(form, subject, field, told, path, *listed)
    unit = details.get("unit")
    shown = [told.amount(v, str(unit)) if unit and v is not None else told.value(v, path) for v in (before, after)]
    if shown[0] == shown[1]:
        shown = [told.translated(before), told.translated(after)]
    if before is None or after is None:
        form += ".given" if before is None else ".dropped"
    elif field and not (unit or told.is_figure(before)):
        form += ".days" if numbers.is_day(before) and numbers.is_day(after) else ".text"
    return told.say(form, subject=subject, field=field, before=shown[0], after=shown[1])


def _about(change: Said, path: str, told: Told) -> tuple[str, str]:
    """The subject and the field as words; what belongs to the whole plan is named by its chapter."""
    if change["kind"] != "plan":
        return _subject(change, told), told.field(path)
    section, _, rest = path.partition(".")
    return phrase(f"section.{section}", told.language), told.field(path) if rest else ""


def _list(
    form: str, subject: str, field: str, told: Told, path: str, before: Sequence[object], after: Sequence[object]
) -> str:
    added = [told.value(item, path) for item in after if item not in before]
    dropped = [told.value(item, path) for item in before if item not in after]
    if not added and not dropped:
        rows = told.listed([told.value(item, path) for item in after])
        return told.say(f"{form}.order", subject=subject, field=field, after=rows)
    ending = "both" if added and dropped else "more" if added else "less"
    values = {"added": told.listed(added), "dropped": told.listed(dropped)}
    return told.say(f"{form}.{ending}", subject=subject, field=field, **values)


def _is_period(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(numbers.is_day(item) for item in value)
