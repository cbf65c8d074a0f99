"""What names a person in a cell is masked at the door; numbers of the trade are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from jalon.assembly import House
from jalon.sources.reading.personal import masked_text


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("devis de a.b@exemple.fr", "devis de (e-mail)"),
        ("rappeler +33 6 12 34 56 78 demain", "rappeler (phone) demain"),
        ("0612345678", "(phone)"),
        ("01.23.45.67.89", "(phone)"),
        ("0033 6 12 34 56 78", "(phone)"),
        ("+44 (0)20 7946 0958", "(phone)"),
        ("020 7946 0958", "(phone)"),
        ("(415) 555-0132", "(phone)"),
        ("/merci?tel=0612345678&x=1", "/merci?tel=(phone)&x=1"),
        ("vu depuis 192.168.1.24", "vu depuis (IP)"),
        ("2001:db8:85a3::8a2e:370:7334", "(IP)"),
    ],
)
def test_a_person_is_masked(told: str, kept: str) -> None:
    assert masked_text(told) == kept


@pytest.mark.parametrize(
    "told",
    [
        "120210612345678901", "123-456-7890", "campaign 0123456789", "2026-10-01", "2026.10.01.12", "06-10-2026",
        "12:30:45", "120.0.0.0", "Chrome 131.0.6778.86", "v1.2.3.4", "10.15.7", "lot 04 05 06 07 08 09", "+100",
        "https://kervoal.fr/p/0612345678901", "SEO +12 % en 2026", "Promo 2026 10 15", "16:9", "3:2::1",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_person_is_left(told: str) -> None:
    assert masked_text(told) == told


def test_masked_rows_become_one_and_the_kinds_are_named(tmp_path: Path) -> None:
    path = tmp_path / "csv_crm-leads.csv"
    rows = ["/merci?tel=0612345678,2", "/merci?tel=0712345678,3", "/devis?ip=10.20.30.40,5", "/contact,7"]
    path.write_text("day,campaign,leads\n" + "".join(f"2026-10-01,{row}\n" for row in rows), "utf-8")
    (file,) = House(tmp_path).reading()([path]).files
    (read,) = file.tables
    told = dict(zip(read.table.columns["campaign"], read.table.columns["leads"], strict=True))
    assert {str(name): int(str(leads)) for name, leads in told.items()} == {
        "/merci?tel=(phone)": 5,
        "/devis?ip=(IP)": 5,
        "/contact": 7,
    }
    masked = {(one.code, one.place.column) for one in file.findings if one.code.startswith("personal.")}
    assert masked == {("personal.phone_masked", "campaign"), ("personal.ip_masked", "campaign")}
