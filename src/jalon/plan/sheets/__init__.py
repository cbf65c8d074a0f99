"""The plan as tables, for people who think in a sheet: laid out, and what their cells say taken back."""

from jalon.plan.sheets.columns import SHEETS, Sheet
from jalon.plan.sheets.filled import Filled
from jalon.plan.sheets.gathering import Decided
from jalon.plan.sheets.laying import Table, laid
from jalon.plan.sheets.taking import Taken, taken

__all__ = ["SHEETS", "Decided", "Filled", "Sheet", "Table", "Taken", "laid", "taken"]
