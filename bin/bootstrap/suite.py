"""The tests, on SQLite then on PostgreSQL, with pytest's own last words for both."""

import re
import subprocess
import sys

import postgres
from console import say
from places import PYTHON, ROOT

CLOSING = re.compile(r"(passed|failed|error|skipped|no tests ran|deselected).* in [\d.]+s")
FOREIGN = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL", "S3_BUCKET", "CADRAGE_DATA_DIR")


def run_both(arguments: list[str], env: dict[str, str]) -> int:
    """Pass the suite twice; the worse result is ours."""
    clean = {name: value for name, value in env.items() if name not in FOREIGN}
    clean["CADRAGE_MODE"] = "test"
    say("\n── SQLite")
    results = {"SQLite": pytest(arguments, clean)}
    say("\n── PostgreSQL")
    with postgres.server() as address:
        results["PostgreSQL"] = pytest(arguments, clean | {"DATABASE_URL": address})
    say("")
    for name, (_, closing) in results.items():
        say(f"{name:<11} {closing}")
    return max(code for code, _ in results.values())


def pytest(arguments: list[str], env: dict[str, str]) -> tuple[int, str]:
    """Run once, showing everything, and keep the closing line."""
    colour = "yes" if sys.stdout.isatty() else "no"
    command = [PYTHON, "-m", "pytest", "-n", "auto", f"--color={colour}"]
    closing = ""
    with subprocess.Popen(
        [*command, *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            for line in process.stdout:
                sys.stdout.write(line)
                sys.stdout.flush()
                closing = line.strip() if CLOSING.search(line) else closing
        except BaseException:
            process.terminate()
            raise
    return process.returncode, closing
