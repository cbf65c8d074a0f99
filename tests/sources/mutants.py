"""Look-alikes changed a little here and there: what a fuzzer reads, for every format that an entry point brings."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st

from tests.sources.files import LOOK_ALIKES

TOKENS = (
    b"", b"\n", b"\r", b",", b";", b"\t", b'"', b'""', b"\x00", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xff\xfe", b" ",
    b"-", b"--", b" --", b"0", b"1,234", b"1.234,5", b"9" * 40, b"1e9", b"NaN", b"<", b"< 10%", b"> 90%", b"%", b"$",
    b"2026-02-30", b"13/13/2026", b"0001-01-01", b"20261301", b"All time", b"Total", b"Total: Account", b"#", b"# ---",
    b"# Start date: 2026", b"sep=,", b"(EUR)", b"(XXX)", b"@", b"a@b.cd", b"=1", b"'", b"\xe2\x80\xae", b"\xc2\xa0",
    b"\xf0\x9f\x98\x80", b"janv.-24", b"Jan 1, 2026 - Jan 2, 2025", b"day", b"Date", b"account", b"currency",
    b"\n\n", b"\n,,,,,,,,\n", b'\n"', b"null", b"true", b"-1", b"0000", b"9999",
)  # fmt: skip
"""What breaks readers of tables, in small."""


@dataclass(frozen=True, slots=True)
class Change:
    """At a share of the file: so many bytes give way to a token, or to a piece of the file itself."""

    place: float
    length: int
    token: bytes
    copied: float | None

    def on(self, content: bytes) -> bytes:
        at = int(self.place * len(content))
        token = self.token
        if self.copied is not None:
            start = int(self.copied * len(content))
            token = content[start : start + 1 + self.length * 4]
        return content[:at] + token + content[at + self.length :]


CHANGES = st.lists(
    st.builds(
        Change,
        st.floats(0, 1),
        st.one_of(st.integers(0, 3), st.integers(0, 60)),
        st.one_of(st.sampled_from(TOKENS), st.binary(max_size=6)),
        st.one_of(st.none(), st.none(), st.floats(0, 1)),
    ),
    min_size=1,
    max_size=6,
)


@cache
def members(format_id: str) -> dict[str, bytes]:
    """The texts of a look-alike: its members where it is an archive, else itself under an empty name."""
    content = LOOK_ALIKES[format_id][1]
    if not content.startswith(b"PK"):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@st.composite
def mutants(draw: st.DrawFn, format_id: str) -> tuple[str, bytes]:
    """The look-alike of a format, changed: in its text, in a member, or in the bytes of its archive."""
    name, whole = LOOK_ALIKES[format_id]
    parts = dict(members(format_id))
    changes = draw(CHANGES)
    if "" in parts or draw(st.integers(0, 3)) == 0:
        return name, _changed(whole, changes)
    chosen = draw(st.sampled_from(sorted(parts)))
    parts[chosen] = _changed(parts[chosen], changes)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in parts.items():
            archive.writestr(zipfile.ZipInfo(member), content, zipfile.ZIP_DEFLATED)
    return name, made.getvalue()


def _changed(content: bytes, changes: list[Change]) -> bytes:
    for change in changes:
        content = change.on(content)
    return content
