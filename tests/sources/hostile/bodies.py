"""Tables whose header is right and whose rows are not: what a spreadsheet, a cut or a forger did to a good export."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.sources.files import ADS, GA4, RATES, TABLE
from tests.sources.hostile.made import Made

ORDERS = "csv_orders-october.csv"


def orders(rng: Random, rows: int = 0) -> list[list[str]]:
    """A good house table as cells, header first."""
    many = rows or rng.randrange(6, 60)
    head = ["day", "currency", "channel", "orders", "revenue"]
    body = [
        [
            f"2026-10-{1 + n // 6:02}",
            "EUR",
            f"channel {n % 6}",
            str(rng.randrange(900)),
            f"{rng.randrange(10**6) / 100:.2f}",
        ]
        for n in range(many)
    ]
    return [head, *body]


def written(rows: list[list[str]], separator: str = ",") -> bytes:
    """Cells as text, quoted where they must be."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if set(text) & set('",;\t\n') else text

    return ("\n".join(separator.join(map(cell, row)) for row in rows) + "\n").encode()


def changed(rng: Random, column: int, values: list[str], codes: tuple[str, ...]) -> Made:
    """A house table in which one cell of a column is something else."""
    rows = orders(rng)
    at = rng.randrange(1, len(rows))
    rows[at][column] = rng.choice(values)
    return Made(ORDERS, written(rows), codes, at + 1)


def number_a_spreadsheet_damaged(rng: Random) -> Made:
    values = ["janv.-24", "mar.95", "cze.84", "lut.45", "1.78E+17", "1,78E+17", "3e5", "Mar 95", "12-oct.-24"]
    return changed(rng, 3, values, ("number.spreadsheet_damaged", "number.invalid"))


def number_that_is_none(rng: Random) -> Made:
    values = [
        "1e400", "9" * 99, "NaN", "Infinity", "-inf", "0x1F", "1_000", "12 €", "12%", "douze", "1;2", "=1+1", "1/2",
        "@SUM(A1)", "--3", "1..2", ".", "+", "1.2.3.4x", "½", "٣x", "<script>", "1e", "Ⅷ",
    ]  # fmt: skip
    return changed(rng, 3, values, ("number.invalid", "number.spreadsheet_damaged"))


def formula_for_a_number(rng: Random) -> Made:
    values = ["=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "+1+1", "-2+3", "@A1", "\t=1", "=1", "'=1"]
    return changed(rng, rng.choice([3, 4]), values, ("number.invalid", "text.control"))


def count_below_zero(rng: Random) -> Made:
    return changed(rng, 3, ["-1", "-999999", "\u22125", "-0.0001"], ("number.negative",))


def two_decimal_marks(rng: Random) -> Made:
    rows = orders(rng, 12)
    rows[2][4], rows[7][4] = "1.234,50", "1,234.50"
    return Made(ORDERS, written(rows, rng.choice([",", ";", "\t"])), ("number.ambiguous",))


def one_group_of_three(rng: Random) -> Made:
    rows = orders(rng, 12)
    for row in rows[1:]:
        row[4] = f"{rng.randrange(1, 999)},{rng.randrange(1000):03}"
    return Made(ORDERS, written(rows, rng.choice([";", "\t"])), ("number.ambiguous",))


def day_that_is_none(rng: Random) -> Made:
    values = [
        "2026-02-30", "2026-13-01", "0000-00-00", "1899-12-31", "2150-01-01", "45292", "demain", "", " ", "2026-10",
        "20261332", "9999-99-99", "2026-10-01 - 2026-10-02", "1 brumaire", "10-2026-01", "-1", "2026-1O-01",
    ]  # fmt: skip
    return changed(rng, 0, values, ("date.invalid", "date.mixed"))


def days_in_two_orders(rng: Random) -> Made:
    rows = orders(rng, 12)
    for n, row in enumerate(rows[1:]):
        row[0] = ["25/10/2026", "10/25/2026"][n % 2] if n in (3, 4) else f"{1 + n}/{2 + n % 6}/2026"
    return Made(ORDERS, written(rows), ("date.mixed",))


def days_nobody_can_order(rng: Random) -> Made:
    rows = orders(rng, 12)
    for n, row in enumerate(rows[1:]):
        row[0] = f"{1 + n % 6:02}{rng.choice('/.-')}{1 + n // 6:02}/2026".replace("-", "/").replace(".", "/")
    return Made(ORDERS, written(rows), ("date.ambiguous",))


def row_of_another_width(rng: Random) -> Made:
    rows = orders(rng)
    at = rng.randrange(1, len(rows) - 1)
    rows[at] = rows[at] + ["x"] * rng.randrange(1, 40) if rng.random() < 0.5 else rows[at][: rng.randrange(1, 5)]
    return Made(ORDERS, written(rows), ("table.ragged",), at + 1)


def last_row_cut(rng: Random) -> Made:
    whole = written(orders(rng))
    start = whole.rindex(b"\n", 0, len(whole) - 1) + 1
    last = whole.rindex(b",")
    return Made(ORDERS, whole[: rng.randrange(start + 1, last)], ("rows.truncated", "date.invalid"))


def header_twice(rng: Random) -> Made:
    rows = orders(rng)
    again = [cell.upper() if rng.random() < 0.5 else f" {cell} " for cell in rows[0]]
    at = rng.randrange(2, len(rows) + 1)
    rows.insert(at, again)
    return Made(ORDERS, written(rows), ("header.repeated",), at + 1)


def column_twice(rng: Random) -> Made:
    rows = orders(rng)
    column = rng.randrange(5)
    twice = [[*row, row[column]] for row in rows]
    return Made(ORDERS, written(twice), ("header.duplicate",), 1)


def column_of_persons(rng: Random) -> Made:
    name = rng.choice(["email", "nom", "customer", "phone", "ip", "user_id", "revenu", "ordres", "Orders "])
    rows = [[*row, name if n == 0 else f"ana{n}@kervoal.example"] for n, row in enumerate(orders(rng))]
    return Made(ORDERS, written(rows), ("column.unknown", "header.duplicate"))


def one_key_twice(rng: Random) -> Made:
    rows = orders(rng)
    rows.append([*rows[rng.randrange(1, len(rows))][:3], "1", "1"])
    return Made(ORDERS, written(rows), ("rows.duplicate_key",), len(rows))


def currency_of_nobody(rng: Random) -> Made:
    said = rng.choice(["", "EURO", "€", "XX; DROP TABLE", "<b>", "=1", "E\u202eUR"])
    rows = [[row[0], said if n else row[1], *row[2:]] for n, row in enumerate(orders(rng))]
    return Made(ORDERS, written(rows), ("currency.unknown",))


def two_currencies(rng: Random) -> Made:
    rows = orders(rng)
    rows[rng.randrange(1, len(rows))][1] = rng.choice(["USD", "GBP", "CHF"])
    return Made(ORDERS, written(rows), ("currency.mixed",))


def nothing_under_the_header(rng: Random) -> Made:
    return Made(ORDERS, TABLE.split("\n")[0].encode() + b"\n" * rng.randrange(5), ("table.empty", "tool.ambiguous"))


def measures_of_no_one_tool(rng: Random) -> Made:
    measures = rng.choice(["orders,nps_responses_total,sessions,sea_clicks", "orders,sea_clicks", "sessions,sea_cost"])
    count = measures.count(",") + 1
    text = f"day,{measures}\n2026-10-01," + ",".join("1" for _ in range(count)) + "\n"
    return Made("table.csv", text.encode(), ("tool.mixed", "format.unknown", "column.unknown"))


def total_that_does_not_add_up(rng: Random) -> Made:
    wrong = ADS.replace('"12,600",981,999.45', f'"12,600",{rng.randrange(1000, 9000)},{rng.randrange(2000, 9000)}.17')
    return Made("Campaign report.csv", wrong.encode(), ("total.mismatch",))


def report_without_a_period(rng: Random) -> Made:
    period = rng.choice(["All time", "", "October 2, 2026 - October 1, 2026", "yesterday"])
    lines = ["Campaign report", period, "Campaign,Currency code,Impr.,Clicks,Cost", "Brand,EUR,10,1,2.50"]
    return Made(
        "Campaign report.csv", "\n".join(lines).encode(), ("period.unknown", "period.unbounded", "format.unknown")
    )


def analytics_without_a_period(rng: Random) -> Made:
    hurt = GA4.replace("20261001", rng.choice(["", "99999999", "20261301", "20270101"]))
    return Made("data-export.csv", hurt.encode(), ("period.unknown", "period.backwards"))


def analytics_with_money_of_no_currency(rng: Random) -> Made:
    rows = GA4.replace("Engaged sessions", "Total revenue").replace(",800", f",{rng.randrange(1, 900)}.5")
    return Made("data-export.csv", rows.encode(), ("currency.unknown",))


def rate_that_is_none(rng: Random) -> Made:
    row = rng.choice(
        [
            "2026-10-03,EUR,EUR,1",
            "2026-10-03,EUR,USD,0",
            "2026-10-03,EUR,USD,-1.1",
            "2026-10-03,EURO,USD,1",
            "2026-10-03,,USD,1",
            "2026-10-01,USD,EUR,0.5",
            "2026-10-02,USD,EUR,2",
        ]
    )
    return Made("rates.csv", (RATES + row + "\n").encode(), ("rate.invalid", "number.invalid"))


def cell_that_keeps_a_search_busy(rng: Random) -> Made:
    size = rng.randrange(300_000, 990_000)
    evil = rng.choice(
        [
            "a" * size + "@", "a@" + "b" * size, "a.b-" * (size // 4) + "@x", "@" * size, " " * size + "x", "<" * size,
            "1 " * (size // 2), "(" * size, "a" * size + " 2026", "'" * size, "é" * size + "@" + "a." * 100,
        ]
    )  # fmt: skip
    rows = orders(rng, 12)
    rows[3][2], rows[5][3] = evil, "douze"
    return Made(ORDERS, written(rows), ("number.invalid", "column.unknown"))


FAMILIES: tuple[Callable[[Random], Made], ...] = (
    number_a_spreadsheet_damaged, number_that_is_none, formula_for_a_number, count_below_zero, two_decimal_marks,
    one_group_of_three, day_that_is_none, days_in_two_orders, days_nobody_can_order, row_of_another_width,
    last_row_cut, header_twice, column_twice, column_of_persons, one_key_twice, currency_of_nobody, two_currencies,
    nothing_under_the_header, measures_of_no_one_tool, total_that_does_not_add_up, report_without_a_period,
    analytics_without_a_period, analytics_with_money_of_no_currency, rate_that_is_none, cell_that_keeps_a_search_busy,
)  # fmt: skip
