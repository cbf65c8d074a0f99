"""What a reading child may not do: take more than its share, reach a network, start a process, write a file."""

from __future__ import annotations

import math
import os
import resource
import sys
from typing import NoReturn

from jalon.sources.reading.limits import CHILD_ADDRESSES, CHILD_DATA, CHILD_FILES, MAX_WRITTEN

_FORBIDDEN = (
    "socket.", "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.kill",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate",
    "shutil.", "ftplib.", "smtplib.", "urllib.", "http.client.", "sqlite3.", "webbrowser.", "pty.", "syslog.",
    "ctypes.dlopen",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class NotAllowed(BaseException):
    """Reading a file asked for what no reading needs. Not an `Exception`, so that no reader may swallow it."""


def confine(cpu_seconds: int) -> None:
    """Take away from this process, for good, what reading does not need. Called before any file is opened.

    The processor time given is counted from now: what a busy machine took to start it is not the file's.
    """
    _alone()
    spent = math.ceil(sum(os.times()[:2]))
    for limit, most in (
        (resource.RLIMIT_AS, CHILD_ADDRESSES),
        (resource.RLIMIT_DATA, CHILD_DATA),
        (resource.RLIMIT_CPU, spent + cpu_seconds),
        (resource.RLIMIT_FSIZE, MAX_WRITTEN),
        (resource.RLIMIT_NOFILE, CHILD_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # A second more before the system kills: the signal that comes first says why.
        resource.setrlimit(limit, (soft, soft + 1 if limit == resource.RLIMIT_CPU else soft))
    sys.dont_write_bytecode = True
    sys.addaudithook(_watch)


def _alone() -> None:
    """A network of its own, with nothing in it, where the system lets an ordinary process have one."""
    import ctypes

    new_user, new_network = 0x10000000, 0x40000000
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "unshare"):
        # Root stays root, so that it may still open the files of others.
        library.unshare(new_network if os.geteuid() == 0 else new_user | new_network)


def _watch(event: str, given: tuple[object, ...]) -> None:
    """Python's own doors: what native code does is bounded by the limits and the empty network."""
    if event == "open":
        flags = given[2] if len(given) > 2 else 0
        if isinstance(flags, int) and flags & _WRITING:
            _refuse(event)
    elif event.startswith(_FORBIDDEN):
        _refuse(event)


def _refuse(event: str) -> NoReturn:
    raise NotAllowed(event)
