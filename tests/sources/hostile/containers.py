"""Archives and strange containers: bombs, nests, names that leave their folder, links, headers that lie."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable
from random import Random

from tests.sources.files import SEARCH
from tests.sources.hostile.made import CENTRAL, Made, archive, patched

GOOD = [(name, text.encode()) for name, text in SEARCH.items()]
DAMAGED = ("container.damaged",)


def bomb_of_one_member(rng: Random) -> Made:
    filler = rng.choice([b"0", b"Date,Clics\n", b"\n", b"2026-10-01,1\n"])
    size = rng.choice([12, 20, 40]) * 1_000_000
    return Made("bomb.zip", archive([("Dates.csv", filler * (size // len(filler)))], 9), ("archive.bomb",))


def bomb_of_many_members(rng: Random) -> Made:
    each = rng.randrange(300_000, 500_000)
    members = [(f"{n}.csv", b"0," * each) for n in range(rng.randrange(40, 64))]
    return Made("bomb.zip", archive(members, 9), ("archive.bomb",))


def too_many_members(rng: Random) -> Made:
    return Made("many.zip", archive([(f"{n}.csv", b"a\n") for n in range(rng.randrange(65, 3000))]), ("archive.bomb",))


def archive_in_archive(rng: Random) -> Made:
    inner = archive(GOOD)
    for _ in range(rng.randrange(4)):
        inner = archive([("inside.zip", inner)])
    name = rng.choice(["inside.zip", "Pages.csv", "Pays.csv", "sheet.xlsx"])
    return Made("nested.zip", archive([*GOOD, (name, inner)]), ("archive.nested",))


def compressed_member(rng: Random) -> Made:
    inner = gzip.compress(GOOD[0][1] * rng.randrange(1, 50), mtime=0)
    return Made("nested.zip", archive([("Dates.csv.gz", inner)]), ("archive.nested", "text.nul", "encoding.invalid"))


UNSAFE = (
    "../Dates.csv", "../../../../etc/cron.d/jalon", "/etc/passwd", "a/../../b.csv", "..\\..\\windows\\Dates.csv",
    "C:\\Dates.csv", "c:Dates.csv", "\\\\server\\share\\Dates.csv", "a/b/../../../c.csv", "..", "//Dates.csv",
)  # fmt: skip


def name_that_leaves_its_folder(rng: Random) -> Made:
    members = [*GOOD, (rng.choice(UNSAFE), b"Date,Clics\n")]
    rng.shuffle(members)
    return Made("names.zip", archive(members), ("archive.unsafe_name",))


def link_in_archive(rng: Random) -> Made:
    link = zipfile.ZipInfo("Dates.csv")
    link.create_system = 3
    link.external_attr = rng.choice([0o120777, 0o120000, 0o120644]) << 16
    target = rng.choice([b"/etc/passwd", b"../../secret", b"/dev/zero"])
    return Made("link.zip", archive([(link, target), *GOOD[1:]]), ("archive.link",))


def encrypted_member(rng: Random) -> Made:
    flags = rng.choice([0x1, 0x41, 0x801])
    return Made("locked.zip", patched(archive(GOOD), "flags", flags), ("archive.encrypted",))


def same_name_twice(rng: Random) -> Made:
    again = rng.choice(GOOD)
    return Made("twice.zip", archive([*GOOD, (again[0], again[1] + b"x")]), ("archive.same_name",))


def same_name_in_two_forms(rng: Random) -> Made:
    composed, apart = "Requêtes.csv", "Reque\u0302tes.csv"
    pair = [(composed, GOOD[2][1]), (apart, GOOD[2][1])]
    rng.shuffle(pair)
    return Made("twice.zip", archive([GOOD[0], *pair]), ("archive.same_name",))


def header_that_lies(rng: Random) -> Made:
    field = rng.choice(["checksum", "packed", "offset", "method"])
    value = (
        rng.choice([0xFFFFFFFE, 0x7FFFFFFF, 1, 12345]) if field != "method" else rng.choice([1, 6, 9, 12, 14, 93, 99])
    )
    return Made("lying.zip", patched(archive(GOOD), field, value), (*DAMAGED, "container.unsupported", "archive.bomb"))


def size_that_lies(rng: Random) -> Made:
    small = patched(archive([(GOOD[0][0], b"0,0\n" * 5_000_000)], 9), "unpacked", rng.randrange(1, 5000))
    return Made("lying.zip", small, ("archive.bomb", *DAMAGED))


def members_on_one_another(rng: Random) -> Made:
    """One packed member, named over and over by the directory."""
    whole = archive([(f"{n:04}.csv", b"0,0\n" * 1000) for n in range(rng.randrange(20, 60))])
    hurt, at = bytearray(whole), 0
    while (at := whole.find(CENTRAL, at + 1)) >= 0:
        struct.pack_into("<I", hurt, at + 42, 0)
    return Made("overlap.zip", bytes(hurt), DAMAGED)


def archive_cut(rng: Random) -> Made:
    whole = archive(GOOD)
    return Made("cut.zip", whole[: rng.randrange(5, len(whole) - 1)], DAMAGED)


def archive_of_nothing(rng: Random) -> Made:
    members = rng.choice([[], [("folder/", b"")], [("__MACOSX/._Dates.csv", b"\x00\x05")]])
    return Made("empty.zip", archive(members), ("archive.empty",))


def archive_with_flipped_bytes(rng: Random) -> Made:
    hurt = bytearray(archive(GOOD))
    start = len(hurt) // 3
    for _ in range(40):
        hurt[rng.randrange(40, start)] ^= rng.randrange(1, 256)
    return Made("flipped.zip", bytes(hurt), (*DAMAGED, "archive.unsafe_name", "archive.encrypted"))


def unknown_files_in_archive(rng: Random) -> Made:
    members = [(f"note-{n}.csv", b"what,is\nthis,1\n") for n in range(rng.randrange(1, 20))]
    return Made("notes.zip", archive(members), ("format.unknown",))


FOREIGN = (
    b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x1f\x8b\x08\x00", b"PAR1", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh91AY&SY", b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd", b"\x7fELF\x02\x01\x01\x00", b"MZ\x90\x00\x03", b"SQLite format 3\x00", b"\xca\xfe\xba\xbe",
    b"Obj\x01", b"ORC", b"\x80\x04\x95", b"RIFF\x00\x00\x00\x00WEBP",
)  # fmt: skip
NO_TEXT = (
    "container.unsupported",
    "container.mismatch",
    "text.nul",
    "encoding.invalid",
    "encoding.mixed",
    "format.unknown",
)


def another_kind_of_file(rng: Random) -> Made:
    extension = rng.choice([".csv", ".xlsx", ".zip", ".tsv", ".txt", ""])
    return Made("export" + extension, rng.choice(FOREIGN) + rng.randbytes(rng.randrange(1, 4000)), NO_TEXT)


def tar_as_table(rng: Random) -> Made:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as written:
        info = tarfile.TarInfo("../../Dates.csv")
        info.size = len(GOOD[0][1])
        written.addfile(info, io.BytesIO(GOOD[0][1]))
    packed = rng.choice([bytes, lambda content: gzip.compress(content, mtime=0), bz2.compress, lzma.compress])
    return Made("export.csv", packed(made.getvalue()), NO_TEXT)


def page_as_table(rng: Random) -> Made:
    start = rng.choice(
        ["<!DOCTYPE html><html>", "<html>", "  <HTML>", "<?xml version='1.0'?><a/>", "<table><tr><td>day"]
    )
    body = "<script>alert(1)</script><table><tr><td>day</td><td>orders</td></tr></table>" * rng.randrange(1, 200)
    return Made(rng.choice(["a.csv", "a.xls", "a.xlsx"]), (start + body).encode(), NO_TEXT)


def document_as_table(rng: Random) -> Made:
    deep = rng.randrange(1000, 200_000)
    texts = (
        '{"a":' * deep + "1" + "}" * deep, "[" * deep + "]" * deep, '[{"day": "2026-10-01"}]',
        "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n" * rng.randrange(1, 50),
    )  # fmt: skip
    return Made("export.csv", rng.choice(texts).encode(), NO_TEXT)


FAMILIES: tuple[Callable[[Random], Made], ...] = (
    bomb_of_one_member, bomb_of_many_members, too_many_members, archive_in_archive, compressed_member,
    name_that_leaves_its_folder, link_in_archive, encrypted_member, members_on_one_another, same_name_twice,
    same_name_in_two_forms, header_that_lies, size_that_lies, archive_cut, archive_of_nothing,
    archive_with_flipped_bytes, unknown_files_in_archive, another_kind_of_file, tar_as_table, page_as_table,
    document_as_table,
)  # fmt: skip
