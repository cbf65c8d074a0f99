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

CHILD_ADDRESSES, CHILD_DATA = 2_147_483_648, 1_000_000_000
"""Bytes a reading child may map, and bytes of its own that it may hold."""
CHILD_FILES = 64
MAX_WRITTEN = 1_000_000_000
"""Bytes of one file that a reading child may write."""
MAX_TOLD = 1_000_000_000
"""Bytes of a child's answer."""
CPU_SECONDS, BYTES_A_SECOND = 15, 1_000_000
"""Processor time of a reading child: so much, and a second for each so many bytes."""
PACKED = 5
"""Times as many for the bytes of an archive."""
WALL = 3
"""Times its processor time that a child may take by the clock: other work may hold the machine."""
START = 120
"""Seconds by the clock before a child that starts says so: until then it runs our code alone, whatever the file."""
TOGETHER = 5_000_000
"""A file larger than this is read alone; smaller ones of one call together, since they may be one unit."""
