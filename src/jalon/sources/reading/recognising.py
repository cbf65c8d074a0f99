"""Which format a page is, by the best score with a clear margin; then the files of a unit read together."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jalon.findings import Finding, Severity
from jalon.quantities import Grain
from jalon.sources.reading.answers import NOTHING, Answers
from jalon.sources.reading.container import Container, opened
from jalon.sources.reading.format import NO_FIT, OWN, Fit, Format, Outcome
from jalon.sources.reading.formulas import as_words
from jalon.sources.reading.noticed import Refused, graded, noticed
from jalon.sources.reading.pages import Page, pages_of
from jalon.sources.reading.personal import masked_finding, without_addresses
from jalon.sources.reading.refusing import refused_file
from jalon.sources.reading.report import (
    RECOGNISED,
    REFUSED,
    UNKNOWN,
    Dropped,
    FileReport,
    ReadReport,
    dated_snapshots,
    named_units,
)

ENOUGH, MARGIN = 0.75, 0.05
_Candidate = tuple[Format, Fit, str | None]
_STAMP = re.compile(r"(?<!\d)20\d{2}-\d{2}-\d{2}(?!\d)|(?<![\dA-Za-z])20\d{6}(?![\dA-Za-z])")


@dataclass(slots=True)
class _Read:
    """A file on its way: its pages with the format and outcome of each."""

    container: Container
    pages: list[Page]
    chosen: list[tuple[Format, Fit, str | None] | None]
    outcomes: list[Outcome]
    findings: list[Finding]


def read_files(
    paths: Sequence[Path],
    formats: Sequence[Format],
    answers: Answers = NOTHING,
    begun: Callable[[int], None] = lambda number: None,
    long: Callable[[Path], FileReport | None] = lambda path: None,
) -> ReadReport:
    """Recognise and read files in this process, storing nothing; files that belong together are one unit.

    Files of strangers come through `door`, which calls this in a child. `begun` is told each file's place; `long`
    reads a file that is long enough and plain enough for it, and is never part of a unit.
    """
    reads: list[_Read | FileReport] = []
    for number, path in enumerate(paths):
        begun(number)
        try:
            reads.append(long(path) or _recognised(opened(path), formats, answers))
        except Refused as refused:
            reads.append(refused_file(path, refused.finding))
    _complete_units(reads, answers)
    reports = [read if isinstance(read, FileReport) else _report(read, answers) for read in reads]
    return ReadReport(tuple(named_units(reports)))


def _recognised(container: Container, formats: Sequence[Format], answers: Answers) -> _Read | FileReport:
    pages = pages_of(container)
    read = _Read(container, pages, [], [], [])
    nearest: list[tuple[float, Format, Fit]] = []
    for page in pages:
        ranked = _ranked(page, formats, answers)
        nearest += [(fit.score, chosen, fit) for chosen, fit, _ in ranked]
        equal = _meant(ranked, answers)
        if len(equal) > 1:
            near = [chosen.id for chosen, _, _ in equal]
            return _unknown(container, page, noticed("format.ambiguous", formats=near))
        best = equal[0] if equal else None
        if best is None:
            read.chosen.append(None)
            read.outcomes.append(Outcome())
            continue
        chosen, fit, delimiter = best
        read.chosen.append((chosen, fit, delimiter))
        read.outcomes.append(chosen.read(page, page.rows(delimiter), fit, answers, delimiter))
    if not any(read.chosen):
        return _unknown(container, pages[0] if pages else None, _nearest_formats(nearest))
    return read


def _equally_fit(ranked: list[_Candidate]) -> list[_Candidate]:
    """The best format with those that fit about as well; a workspace's own never takes a file from a shipped one."""
    shipped = [one for one in ranked if not one[0].id.startswith(OWN)]
    contest = shipped if shipped and shipped[0][1].score >= ENOUGH else [one for one in ranked if one not in shipped]
    if not contest or contest[0][1].score < ENOUGH:
        return []
    return [one for one in contest if contest[0][1].score - one[1].score < MARGIN]


def _meant(ranked: list[_Candidate], answers: Answers) -> list[_Candidate]:
    """The format of a page: none, one, or several between which nobody chose."""
    equal = _equally_fit(ranked)
    return equal if len(equal) < 2 else [one for one in equal if one[0].id == answers.meant] or equal


def the_format(page: Page, formats: Sequence[Format], answers: Answers) -> tuple[Format, Fit, str | None] | None:
    """The one format that a page is of, with its delimiter; None when there is none or more than one."""
    equal = _meant(_ranked(page, formats, answers), answers)
    return equal[0] if len(equal) == 1 else None


def report_of(
    container: Container, page: Page, chosen: tuple[Format, Fit, str | None], outcome: Outcome, answers: Answers
) -> FileReport:
    """The report of a file of one page."""
    return _report(_Read(container, [page], [chosen], [outcome], []), answers)


def fitting(page: Page, formats: Sequence[Format]) -> tuple[str, ...]:
    """Ids of the formats by which a page would be read; several when they fit equally."""
    return tuple(chosen.id for chosen, _, _ in _equally_fit(_ranked(page, formats, NOTHING)))


def _ranked(page: Page, formats: Sequence[Format], answers: Answers) -> list[_Candidate]:
    """Formats by score, the best delimiter of each."""
    found = []
    heads = {delimiter: page.head(delimiter) for delimiter in page.delimiters}
    for candidate in formats:
        if answers.as_format and candidate.id != answers.as_format:
            continue
        fits = [(candidate.fit(page, head, answers), delimiter) for delimiter, head in heads.items()]
        fit, delimiter = max(fits, key=lambda pair: pair[0].score, default=(NO_FIT, None))
        if fit.score > 0:
            found.append((candidate, fit, delimiter))
    return sorted(found, key=lambda triple: -triple[1].score)


def _nearest_formats(nearest: list[tuple[float, Format, Fit]]) -> Finding:
    ranked = sorted(nearest, key=lambda triple: -triple[0])[:3]
    said = [{"format": chosen.id, "lacks": list(fit.lacks)} for _, chosen, fit in ranked]
    return noticed("format.unknown", nearest=said)


def _unknown(container: Container, page: Page | None, finding: Finding) -> FileReport:
    if container.promised:
        return refused_file(container.path, _mismatch(container, Severity.ERROR))
    return FileReport(
        path=str(container.path),
        sha256=container.sha256,
        bytes=container.bytes,
        status=UNKNOWN,
        encoding=page.encoding if page and container.kind == "text" else container.kind,
        findings=(masked_finding(finding),),
    )


def _mismatch(container: Container, severity: Severity) -> Finding:
    return graded("container.mismatch", severity, None, None, found=container.kind, expected=container.promised)


def _complete_units(reads: list[_Read | FileReport], answers: Answers) -> None:
    """Give the pages of one zip, or of loose files of one folder, to their format together."""
    units: dict[tuple[str, str], list[tuple[_Read, int]]] = {}
    for number, read in enumerate(reads):
        if isinstance(read, FileReport):
            continue
        place = str(read.container.path.parent) if read.container.kind == "text" else str(number)
        for index, chosen in enumerate(read.chosen):
            if chosen is not None and hasattr(chosen[0], "together"):
                units.setdefault((chosen[0].id, place), []).append((read, index))
    for (_, _), members in units.items():
        first, at = members[0]
        chosen = first.chosen[at]
        together = getattr(chosen[0], "together") if chosen else None  # noqa: B009  # an optional part of the promise
        if together is None:
            continue
        outcomes = together([(read.pages[index], read.outcomes[index]) for read, index in members], answers)
        for (read, index), outcome in zip(members, outcomes, strict=True):
            read.outcomes[index] = outcome


def _report(read: _Read, answers: Answers) -> FileReport:
    container, first = read.container, next(i for i, chosen in enumerate(read.chosen) if chosen)
    chosen, outcome = read.chosen[first], read.outcomes[first]
    assert chosen is not None  # noqa: S101  # `first` was chosen as the first that is
    known = [o for o, c in zip(read.outcomes, read.chosen, strict=True) if c]
    left = [
        (page.member or page.name, "not_a_table") for page, c in zip(read.pages, read.chosen, strict=True) if c is None
    ]
    findings = [_mismatch(container, Severity.INFO)] if container.promised else []
    findings += [f for page in read.pages for f in page.findings] + [f for o in known for f in o.findings]
    modified = max((part.modified for part in container.parts if part.modified), default=None)
    status = (
        REFUSED if any(f.code in ("column.unknown", "tool.mixed", "measure.computed") for f in findings) else RECOGNISED
    )
    findings = _emptied(findings, known)
    tables, neutralised = as_words([table for o in known for table in o.tables])
    tables, masked = without_addresses(tables)
    extracted = answers.extracted_at or _stamped(container.path.name) or modified
    if extracted is not None:
        tables = dated_snapshots(tables, extracted.date())
    elif any(read.table.cut.grain is Grain.SNAPSHOT and not read.table.covers for read in tables):
        findings.append(noticed("snapshot.date_unknown"))
    return FileReport(
        path=str(container.path),
        sha256=container.sha256,
        bytes=container.bytes,
        status=status,
        format=chosen[0].id if status == RECOGNISED else None,
        tool=(outcome.tool or chosen[0].tool) if status == RECOGNISED else None,
        report=(outcome.report or chosen[0].report) if status == RECOGNISED else None,
        language=outcome.language,
        encoding=container.kind if container.kind != "text" else read.pages[first].encoding,
        delimiter=chosen[2],
        account=_agreed([o.account for o in known]),
        property_name=_agreed([o.property_name for o in known]),
        currency=_agreed([o.currency for o in known]),
        timezone=answers.timezone or _agreed([o.timezone for o in known]),
        extracted_at=extracted,
        filters={name: value for o in known for name, value in o.filters.items()},
        tables=tables if status == RECOGNISED else (),
        dropped=_dropped([o.dropped for o in known], left),
        findings=_once([masked_finding(finding) for finding in (*findings, *neutralised, *masked)]),
    )


def _emptied(findings: list[Finding], known: Sequence[Outcome]) -> list[Finding]:
    """A file of which every table is empty says so once, as a warning; one empty table among others is information."""
    tables = [read for outcome in known for read in outcome.tables]
    if not tables or any(read.table.rows for read in tables):
        return findings
    others = [finding for finding in findings if finding.code != "table.empty"]
    return [*others, graded("table.empty", Severity.WARNING, None, None)]


def _once(findings: list[Finding]) -> tuple[Finding, ...]:
    """Findings once each: a page may be asked twice."""
    kept: dict[str, Finding] = {}
    for finding in findings:
        kept.setdefault(repr(finding), finding)
    return tuple(kept.values())


def _agreed(values: Sequence[str | None]) -> str | None:
    known = {value for value in values if value}
    return known.pop() if len(known) == 1 else None


def _dropped(parts: Sequence[Dropped], left: list[tuple[str, str]]) -> Dropped:
    return Dropped(
        total_rows=sum(part.total_rows for part in parts),
        personal_columns=tuple(dict.fromkeys(c for part in parts for c in part.personal_columns)),
        ratio_columns=tuple(dict.fromkeys(c for part in parts for c in part.ratio_columns)),
        other=(*(pair for part in parts for pair in part.other), *left),
    )


def _stamped(name: str) -> datetime | None:
    """The last day in a file name: a file is not extracted before a day that it names. Written without doubt only."""
    found = []
    for day in _STAMP.findall(unicodedata.normalize("NFC", name)):
        with contextlib.suppress(ValueError):
            found.append(datetime.fromisoformat(day).replace(tzinfo=UTC))
    return max(found, default=None)
