"""The child process: one order in, its files out, nothing else reached. Knows neither Django nor the rest of Cadrage.

Run as `python reviews/pdf/press`. On stdin one JSON order. On stdout lines, and after a line that
announces a file, its bytes:

    at 38 page 7                how far it is, of 100, and what it is doing
    file pdf/a-3a 481223        so many bytes follow

On stderr what a log should keep. Exit code 3: this machine has no Pango or no font; 4: out of memory.
It ends with its parent, whatever ends that.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from typing import Any, BinaryIO

UNAVAILABLE, OUT_OF_MEMORY, ORPHAN = 3, 4, 5
PR_SET_PDEATHSIG = 1
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "urllib.",
)


def main() -> int:
    """Lay out one document within its limits, and hand over its files."""
    out = _take_stdout()
    order = json.load(sys.stdin)
    if not _tie_to(order["parent"]):
        return ORPHAN
    _limit(order["limits"])
    try:
        from layout import lay_out
        from progress import Progress
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return UNAVAILABLE
    sys.addaudithook(_refuse)
    try:
        files = lay_out(order, Progress(out, len(order["html"]), len(order["variants"])))
    except MemoryError:
        return OUT_OF_MEMORY
    for variant, content in files.items():
        out.write(f"file {variant} {len(content)}\n".encode())
        out.write(content)
    out.flush()
    return 0


def _take_stdout() -> BinaryIO:
    """The pipe to the parent, for ourselves alone: whatever a library prints goes to the log."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _tie_to(parent: int) -> bool:
    """Die with the parent: by the kernel where it can, else at the next line that nobody reads."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    return os.getppid() == parent


def _limit(limits: dict[str, int]) -> None:
    for kind, value, grace in (
        (resource.RLIMIT_CPU, limits["cpu"], 5),  # told apart from a kill: SIGXCPU comes first
        (resource.RLIMIT_AS, limits["memory"], 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 64_000_000, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value + grace))


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"{event} is not allowed here")


if __name__ == "__main__":
    sys.exit(main())
