"""What a file from outside may weigh: the one list of limits."""

MAX_FILE = 200_000_000
"""Bytes of a file."""
MAX_CELL = 1_000_000
"""Characters of a cell."""
MAX_COLUMNS = 2_000
MAX_MEMBERS = 64
"""Files in an archive."""
MAX_UNPACKED = 500_000_000
"""Bytes of an archive once unpacked."""
MAX_RATIO, RATIO_ABOVE = 200, 10_000_000
"""Times its own size that an archive may hold, counted above that many bytes."""
MAX_AREA = 20_000_000
"""Cells of the rectangle that a sheet spans, empty ones too: they are all laid out in memory."""
