"""What the libraries throw, said as faults of the facts: passing or lasting, with a code and what it is about."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jalon.facts.engine import Fault, Lasting, Passing

_FULL = tuple(f"os error {number}" for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_FULL_NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_log = logging.getLogger(__name__)


@contextmanager
def writing(cut: str, place: Path) -> Iterator[None]:
    """Faults of a writer: another one won, the disk is full, nothing could be written."""
    from deltalake.exceptions import CommitFailedError

    try:
        yield
    except Fault:
        raise
    except CommitFailedError as fault:
        raise Passing("facts.concurrent_writer", cut=cut, folder=str(place)) from fault
    except BaseException as fault:
        if not _of_a_library(fault):
            raise
        _log.warning("cut %s in %s: %s", cut, place, fault)
        code = "facts.disk_full" if _disk_is_full(fault) else "facts.not_written"
        raise Lasting(code, cut=cut, folder=str(place), reason=_told(fault)) from fault


@contextmanager
def reading(cut: str, place: Path) -> Iterator[None]:
    """Faults of a reader: a file went away, is not what was written, or does not fit in memory."""
    import duckdb

    try:
        yield
    except (Fault, duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        raise
    except duckdb.OutOfMemoryException as fault:
        raise Passing("facts.out_of_memory", cut=cut, folder=str(place)) from fault
    except BaseException as fault:
        if not _of_a_library(fault):
            raise
        _log.warning("cut %s in %s: %s", cut, place, fault)
        raise Lasting("facts.unreadable", cut=cut, folder=str(place), reason=_told(fault)) from fault


def invalidates(fault: BaseException | None) -> bool:
    """Whether DuckDB will refuse everything from now on: the connection must be made anew."""
    import duckdb

    return isinstance(fault, (duckdb.FatalException, duckdb.InternalException))


def _of_a_library(fault: BaseException) -> bool:
    import duckdb
    from deltalake.exceptions import DeltaError

    # A panic of the Rust library is no `Exception`, and cannot be imported by name.
    return isinstance(fault, (DeltaError, OSError, duckdb.Error)) or type(fault).__name__ == "PanicException"


def _disk_is_full(fault: BaseException) -> bool:
    if isinstance(fault, OSError) and fault.errno in _FULL_NUMBERS:
        return True
    return any(sign in str(fault) for sign in _FULL)


def _told(fault: BaseException) -> str:
    return " ".join(str(fault).split())[:300]
