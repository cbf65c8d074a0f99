"""What every reader promises: it knows its own file, leaves others alone, and nothing a file holds can break it."""

from __future__ import annotations

import json
import os
import zipfile
from decimal import Decimal
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from jalon.wording import LANGUAGES, known
from tests.sources.files import FORMATS, LOOK_ALIKES, TABLE, codes, read, totals, zipped

IDS = sorted(LOOK_ALIKES)
STATUSES = {"recognised", "unknown", "refused"}


def test_every_reader_installed_is_promised_here() -> None:
    assert sorted(format_.id for format_ in FORMATS) == IDS


@pytest.mark.parametrize("format_id", IDS)
def test_a_reader_recognises_its_own_file_and_nothing_is_wrong_with_it(format_id: str, tmp_path: Path) -> None:
    report = read(tmp_path, *LOOK_ALIKES[format_id])
    assert (report.status, report.format) == ("recognised", format_id)
    assert report.importable, codes(report)
    assert all(table.table.rows > 0 for table in report.tables)


@pytest.mark.parametrize("format_id", IDS)
def test_the_same_bytes_give_the_same_document(format_id: str, tmp_path: Path) -> None:
    first, again = (read(tmp_path, *LOOK_ALIKES[format_id]).as_document() for _ in range(2))
    assert json.dumps(first, sort_keys=True) == json.dumps(again, sort_keys=True)


@pytest.mark.parametrize("format_id", IDS)
def test_its_document_is_of_the_contract(format_id: str, tmp_path: Path) -> None:
    document = read(tmp_path, *LOOK_ALIKES[format_id]).as_document()
    assert list(document) == [
        "path", "sha256", "bytes", "unit", "status", "format", "tool", "report", "language", "encoding", "delimiter",
        "account", "property", "currency", "timezone", "extracted_at", "filters", "tables", "dropped", "findings",
    ]  # fmt: skip
    tables = document["tables"]
    assert isinstance(tables, list)
    for table in tables:
        assert list(table) == [
            "cut", "member", "line", "grain", "period", "dimensions", "attributes", "constants", "rows", "measures",
            "checks", "coverage",
        ]  # fmt: skip
        for measure in table["measures"].values():
            assert {"kind", "unit", "nulls", "column", "derived"} <= set(measure)
            assert ("total" in measure) == (measure["kind"] == "flow")
            if measure.get("total") is not None:
                assert str(Decimal(measure["total"]).normalize() + 0) != "NaN"
    json.dumps(document)


CUTS = (1, 7, 40, 90, 97)
"""Percent of the file that is left."""


@pytest.mark.parametrize("format_id", IDS)
@pytest.mark.parametrize("share", CUTS)
def test_a_cut_file_is_read_or_refused_and_never_breaks_the_reading(format_id: str, share: int, tmp_path: Path) -> None:
    name, content = LOOK_ALIKES[format_id]
    report = read(tmp_path, name, content[: max(1, len(content) * share // 100)])
    assert report.status in STATUSES
    assert report.status == "recognised" or report.tables == ()


@pytest.mark.parametrize("format_id", IDS)
def test_flipped_bytes_never_break_the_reading(format_id: str, tmp_path: Path) -> None:
    name, content = LOOK_ALIKES[format_id]
    for place in range(0, len(content), max(1, len(content) // 40)):
        hurt = bytearray(content)
        hurt[place] ^= 0xFF
        assert read(tmp_path, name, bytes(hurt)).status in STATUSES


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"\x00" * 400, "text.nul"),
        (b"day,orders\n2026-10-01,\x004\n", "text.nul"),
        (b"\xff\xfe\x00", "encoding.invalid"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "container.unsupported"),
        (b"<!doctype html><html><body>no</body></html>", "container.unsupported"),
        (b'{"rows": []}', "container.unsupported"),
        (b"PK\x03\x04 not really an archive", "container.damaged"),
        (b"what,is,this\n1,2,3\n", "format.unknown"),
        (("day," + ",".join(f"c{n}" for n in range(12_000)) + "\n").encode(), "file.too_wide"),
        (b"day,orders\n2026-10-01," + b"9" * 2_000_000 + b"\n", "cell.too_long"),
    ],
)
def test_what_is_no_export_is_refused_with_its_reason(content: bytes, code: str, tmp_path: Path) -> None:
    report = read(tmp_path, "strange.csv", content)
    assert report.status in ("refused", "unknown")
    assert code in codes(report)
    assert report.tables == ()


def archive(**members: bytes) -> bytes:
    path_to = {name.replace("__", "/"): content for name, content in members.items()}
    return zipped({name: content.decode("latin-1") for name, content in path_to.items()})


def test_hostile_archives_are_refused(tmp_path: Path) -> None:
    bomb = zipped({"Dates.csv": "0" * 60_000_000})
    nested = zipped({"inside.zip": "PK\x03\x04"})
    outside = zipped({"../../Dates.csv": "Date,Clics\n"})
    absolute = zipped({"/etc/Dates.csv": "Date,Clics\n"})
    twice = tmp_path / "twice.zip"
    with zipfile.ZipFile(twice, "w") as made:
        made.writestr("Dates.csv", "a")
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr("Dates.csv", "b")
    expected = {
        "archive.bomb": bomb,
        "archive.nested": nested,
        "archive.unsafe_name": outside,
        "archive.same_name": twice.read_bytes(),
        "archive.empty": zipped({}),
    }
    for code, content in expected.items():
        report = read(tmp_path, f"{code}.zip", content)
        assert (report.status, code in codes(report)) == ("refused", True), (code, codes(report))
    assert "archive.unsafe_name" in codes(read(tmp_path, "absolute.zip", absolute))
    assert not (tmp_path.parent / "Dates.csv").exists()


def test_a_link_inside_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as made:
        link = zipfile.ZipInfo("Dates.csv")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    assert "archive.link" in codes(read(tmp_path, "link.zip", path.read_bytes()))


def test_what_is_not_a_plain_file_is_described_and_not_opened(tmp_path: Path) -> None:
    from jalon.sources.reading.recognising import read_files

    pipe, folder, dangling = tmp_path / "pipe", tmp_path / "folder", tmp_path / "dangling"
    os.mkfifo(pipe)
    folder.mkdir()
    dangling.symlink_to(tmp_path / "nowhere")
    report = read_files([pipe, folder, dangling, tmp_path / "absent"], FORMATS)
    assert [file.status for file in report.files] == ["refused"] * 4
    assert {code for file in report.files for code in codes(file)} <= {"file.not_plain", "file.missing"}
    assert report.exit_status == 2


def test_formulas_of_a_spreadsheet_stay_words(tmp_path: Path) -> None:
    text = TABLE.replace("seo", '"=HYPERLINK(1)"')
    report = read(tmp_path, "csv_orders-x.csv", text)
    (table,) = report.tables
    assert "=HYPERLINK(1)" in list(table.table.columns["channel"])
    assert "formula.neutralised" in codes(report)


def test_an_address_is_never_kept_nor_told(tmp_path: Path) -> None:
    rows = ("2026-10-01,ana@kervoal.example,4", "2026-10-01,ben@kervoal.example,3", "2026-10-02,seo,1")
    text = "\n".join(("day,by_author,sessions", *rows)) + "\n"
    report = read(tmp_path, "x.csv", text, tool="ga4")
    (table,) = report.tables
    assert list(table.table.columns["author"]) == ["(e-mail)", "seo"]
    assert table.total("sessions") == 8
    assert "personal.masked" in codes(report)
    twice = text.replace("ben@", "ana@")
    assert "kervoal.example" not in json.dumps(read(tmp_path, "y.csv", twice, tool="ga4").as_document())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_met_here_has_its_sentence(language: str, tmp_path: Path) -> None:
    met = set()
    strange = [("x.csv", b"what,is\n1,2\n"), ("y.csv", b"day,orders\n03/10/2026,4\n")]
    for name, content in [*LOOK_ALIKES.values(), *strange]:
        met |= set(codes(read(tmp_path, name, content)))
    assert "date.ambiguous" in met
    assert [code for code in met if not known(f"finding.{code}", language)] == []


@pytest.mark.parametrize("format_id", ["jalon.table@1", "rates@1", "google_ads.campaigns@1", "ga4.interface@1"])
@pytest.mark.parametrize("form", ["crlf", "utf-8-sig", "utf-16", "no final newline"])
def test_the_form_of_the_text_changes_no_figure(format_id: str, form: str, tmp_path: Path) -> None:
    name, content = LOOK_ALIKES[format_id]
    text = content.decode()
    changed = {
        "crlf": text.replace("\n", "\r\n").encode(),
        "utf-8-sig": text.encode("utf-8-sig"),
        "utf-16": b"\xff\xfe" + text.encode("utf-16-le"),
        "no final newline": text.rstrip("\n").encode(),
    }[form]
    assert totals(read(tmp_path, name, changed)) == totals(read(tmp_path, name, content))


ROOT = Path(__file__).resolve().parents[3]
READERS = sorted({point.value.split(":")[0] for point in entry_points(group="jalon.sources")})


@pytest.mark.parametrize("module", READERS)
def test_a_reader_says_in_both_languages_what_to_export_and_the_page_of_tools_leads_to_it(module: str) -> None:
    folder = ROOT / "src" / Path(*module.split("."))
    for language, name in (("en", "README.md"), ("fr", "README.fr.md")):
        assert len((folder / name).read_text("utf-8").splitlines()) > 4
        page = (ROOT / "docs" / language / "do" / "what-to-export.md").read_text("utf-8")
        assert f"sources/{folder.name}/{name})" in page
