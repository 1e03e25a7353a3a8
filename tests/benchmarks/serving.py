"""Two workers behind one port, asked over loopback; their CPU read from /proc."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
TICK = 1000 / os.sysconf("SC_CLK_TCK")
PATIENCE = 60


def environment_of(folder: Path) -> dict[str, str]:
    """What a server is given: the test database, a folder of its own, nothing of the suite."""
    address = settings.DATABASES["default"]
    place = f"{address['HOST'] or '127.0.0.1'}:{address['PORT'] or 5432}/{address['NAME']}"
    clean = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return clean | {
        "CADRAGE_MODE": "test",
        "CADRAGE_DATA_DIR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": f"postgres://{address['USER']}:{address['PASSWORD']}@{place}",
    }


@contextmanager
def served(application: str, env: dict[str, str], cookie: str):
    """A running server as a Target; it ends with the block."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "4", application]
    process = subprocess.Popen(
        [*command, "--log-level", "error"], cwd=ROOT, env=env, start_new_session=True
    )
    try:
        target = Target(process.pid, port, cookie)
        target.wait()
        yield target
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Target:
    """A server, its workers and a signed-in session."""

    def __init__(self, pid: int, port: int, cookie: str):
        self.pid, self.port, self.cookie = pid, port, cookie

    def wait(self) -> None:
        """Wait until it answers; what it answers is looked at later."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            try:
                return self.ask("/", 1) and None
            except OSError:
                time.sleep(0.2)
        raise TimeoutError(f"nothing answers on port {self.port}")

    def ask(self, path: str, count: int, expected: int | None = None) -> list[float]:
        """Ask for a page so many times on one connection; milliseconds of each answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": f"sessionid={self.cookie}", "Accept-Language": "fr"}
        times = []
        for _n in range(count):
            started = time.perf_counter()
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            times.append((time.perf_counter() - started) * 1000)
            if expected and response.status != expected:
                raise AssertionError(f"{path} answered {response.status}, not {expected}")
        connection.close()
        return times

    def cpu(self) -> float:
        """Milliseconds of processor used so far by the server and its workers."""
        return sum(ticks_of(pid) for pid in (self.pid, *children_of(self.pid))) * TICK

    def block(self, path: str, count: int) -> tuple[float, float]:
        """Processor milliseconds per request and median answer time of one block."""
        before = self.cpu()
        times = self.ask(path, count, expected=200)
        return (self.cpu() - before) / count, median(times)


def children_of(pid: int) -> list[int]:
    """The processes started by this one, and theirs."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == pid:
            found += [int(folder.name), *children_of(int(folder.name))]
    return found


def ticks_of(pid: int) -> int:
    """User and system time of a process, in clock ticks."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])
