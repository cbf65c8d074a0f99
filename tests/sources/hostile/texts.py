"""Texts that mean harm, whatever the format: every look-alike of every reader, broken where no reader may look away."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from tests.sources.files import LOOK_ALIKES
from tests.sources.hostile.made import Made


@cache
def plain() -> tuple[tuple[str, str], ...]:
    """The look-alikes that are one UTF-8 text, by name."""
    found = []
    for name, content in (LOOK_ALIKES[key] for key in sorted(LOOK_ALIKES)):
        if not content.startswith((b"PK", b"\xff\xfe", b"\xfe\xff")):
            found.append((name, content.decode("utf-8-sig").replace("\r\n", "\n")))
    return tuple(found)


def one(rng: Random) -> tuple[str, str]:
    return rng.choice(plain())


def in_body(rng: Random, text: str) -> int:
    """A place in the second half of a text, which is body in any look-alike."""
    return rng.randrange(len(text) // 2, len(text) - 1)


def nul_in_text(rng: Random) -> Made:
    name, text = one(rng)
    at = rng.choice([0, rng.randrange(len(text)), len(text)])
    hurt = text[:at] + "\x00" * rng.randrange(1, 5) + text[at:]
    encoded = rng.choice([hurt.encode(), b"\xff\xfe" + hurt.encode("utf-16-le"), b"\xef\xbb\xbf" + hurt.encode()])
    return Made(name, encoded, ("text.nul",))


def nothing_but_nul(rng: Random) -> Made:
    return Made("csv_orders.csv", b"\x00" * rng.randrange(1, 2_000_000), ("text.nul",))


def byte_that_is_no_letter(rng: Random) -> Made:
    name, text = one(rng)
    content = text.encode()
    at = rng.randrange(len(content) // 2, len(content))
    while at < len(content) and content[at] & 0xC0 == 0x80:
        at += 1
    bad = rng.choice([b"\x81", b"\x8d", b"\x90\xff", b"\x9d\x8f"])
    return Made(name, content[:at] + bad + content[at:], ("encoding.invalid", "encoding.mixed"))


def two_encodings_in_one(rng: Random) -> Made:
    name, text = one(rng)
    lines = text.split("\n")
    lines[-2] = lines[-2] + " été réservé"
    mixed = "\n".join(lines[:-2]).encode() + "\nnaïve façade œuvre\n".encode() + lines[-2].encode("cp1252")
    return Made(name, mixed, ("encoding.mixed", "encoding.invalid"))


def utf_16_broken(rng: Random) -> Made:
    name, text = one(rng)
    codec, mark = rng.choice([("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")])
    whole = text.encode(codec)
    lone = "\ud800".encode(codec, "surrogatepass")
    at = rng.randrange(len(text) // 2, len(text)) * 2
    hurt = rng.choice([whole[:-1], whole[:at] + lone + whole[at:], whole[:at] + b"\x00" + whole[at:] + b"\x00"])
    return Made(name, mark + hurt, ("encoding.invalid", "text.nul", "format.unknown"))


def mark_that_lies(rng: Random) -> Made:
    name, text = one(rng)
    mark, content = rng.choice(
        [
            (b"\xff\xfe", text.encode("utf-16-be")),
            (b"\xfe\xff", text.encode("utf-16-le")),
            (b"\xff\xfe\x00\x00", text.encode("utf-32-le")),
            (b"\xef\xbb\xbf", text.encode("utf-16-le")),
            (b"\xff\xfe", text.encode() + b"x" * (len(text.encode()) % 2)),
        ]
    )
    return Made(name, mark + content, ("encoding.invalid", "text.nul", "format.unknown"))


def cell_without_end(rng: Random) -> Made:
    name, text = one(rng)
    at = text.rindex("\n", 0, len(text) - 1) + 1
    filler = rng.choice(["a", "9", '""', "é", "a ", "=1+", "1,".replace(",", "."), "@"])
    cell = '"' + filler * (rng.randrange(1_000_010, 3_000_000) // len(filler.replace('""', '"'))) + '"'
    return Made(
        name,
        (text[:at] + cell + text[at:]).encode(),
        ("cell.too_long", "rows.truncated", "table.ragged", "format.unknown"),
    )


def line_without_end(rng: Random) -> Made:
    name, text = one(rng)
    separator = rng.choice([",", ";", "\t"])
    wide = separator.join("1" for _ in range(rng.choice([2_001, 60_000, 200_000, 1_200_000])))
    hurt = text.rstrip("\n") + "\n" + wide.replace(separator, "," if "," in text else ";") + "\n"
    return Made(name, hurt.encode(), ("file.too_wide", "table.ragged", "rows.truncated", "format.unknown"))


def header_without_end(rng: Random) -> Made:
    cells = ["day", "orders", *(f"by_x{n}" for n in range(rng.choice([2_000, 30_000, 200_000, 1_500_000])))]
    return Made("csv_orders.csv", ("\n".join([",".join(cells)] * 2)).encode(), ("file.too_wide", "cell.too_long"))


def quote_left_open(rng: Random) -> Made:
    name, text = one(rng)
    at = text.rindex("\n", 0, in_body(rng, text)) + 1
    return Made(name, (text[:at] + '"' + text[at:].replace('"', "")).encode(), ("rows.truncated", "format.unknown"))


def quotes_in_quotes(rng: Random) -> Made:
    name, text = one(rng)
    at = text.rindex("\n", 0, len(text) - 1) + 1
    hurt = text[:at] + '"' * (2 * rng.randrange(1, 400_000)) + '"a"b' + text[at:]
    return Made(name, hurt.encode(), ("rows.truncated", "cell.too_long", "table.ragged", "format.unknown"))


def a_word_and_nothing_else(rng: Random) -> Made:
    word = rng.choice(["\n", " ", "a", ",", ";", "\t", '""', "\r", "\u200b", "é", "# "])
    text = word * rng.randrange(1, 3_000_000)
    codes = ("format.unknown", "cell.too_long", "file.too_wide", "encoding.invalid", "file.empty", "text.control")
    return Made("csv_orders.csv", text.encode(), codes)


def noise(rng: Random) -> Made:
    content = rng.randbytes(rng.randrange(20, 300_000))
    codes = (
        "text.nul",
        "encoding.invalid",
        "encoding.mixed",
        "format.unknown",
        "container.unsupported",
        "container.damaged",
    )
    return Made(rng.choice(["a.csv", "a.xlsx", "a.zip"]), content, (*codes, "container.mismatch"))


def no_export_at_all(rng: Random) -> Made:
    words = ["nom", "prénom", "téléphone", "adresse", "salaire", "note", "x", "y", "total", "2026"]
    head = rng.sample(words, rng.randrange(2, 8))
    rows = [",".join(str(rng.randrange(10**6)) for _ in head) for _ in range(rng.randrange(1, 50))]
    return Made("people.csv", "\n".join([",".join(head), *rows]).encode(), ("format.unknown",))


FAMILIES: tuple[Callable[[Random], Made], ...] = (
    nul_in_text, nothing_but_nul, byte_that_is_no_letter, two_encodings_in_one, utf_16_broken, mark_that_lies,
    cell_without_end, line_without_end, header_without_end, quote_left_open, quotes_in_quotes,
    a_word_and_nothing_else, noise, no_export_at_all,
)  # fmt: skip
