"""The child process: one order on stdin, one PDF on stdout, nothing else reached. Knows neither Django nor the rest of Cadrage.

Run as `python reviews/pdf/press`. Exit code 3: this machine has no Pango or no font; 4: out of memory.
"""

import contextlib
import json
import resource
import sys
from typing import Any

UNAVAILABLE, OUT_OF_MEMORY = 3, 4
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
    """Lay out one document within its limits."""
    order = json.load(sys.stdin)
    _limit(order["limits"])
    try:
        from layout import lay_out
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return UNAVAILABLE
    sys.addaudithook(_refuse)
    try:
        pdf = lay_out(order)
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(pdf)
    return 0


def _limit(limits: dict[str, int]) -> None:
    for kind, value in (
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 64_000_000),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"{event} is not allowed here")


if __name__ == "__main__":
    sys.exit(main())
