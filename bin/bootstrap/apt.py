"""Debian and Ubuntu packages: installed with rights, unpacked in var/native without them."""

import os
import shutil
import threading
from pathlib import Path

from console import Trouble, run, say, works
from places import NATIVE

UNPACKED = NATIVE / "root"
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
one_at_a_time = threading.Lock()


def present() -> bool:
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def privilege() -> list[str] | None:
    """The prefix that makes apt install for the machine, or None without the right to."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and works(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def install(packages: list[str], prefix: list[str]) -> None:
    """Install for the machine, after having said with which command."""
    command = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    say(f"→ {' '.join(command)}")
    with one_at_a_time:
        fetch(command, [*prefix, "apt-get", "update"])


def unpack(packages: list[str], target: Path = UNPACKED) -> None:
    """Download what is missing and unpack it in a folder of ours; needs no right at all."""
    archives = NATIVE / "apt" / "cache" / "archives"
    options = private_options()
    command = ["apt-get", *options, "install", "-y", "--no-install-recommends", "--download-only"]
    with one_at_a_time:
        shutil.rmtree(archives, ignore_errors=True)
        (archives / "partial").mkdir(parents=True)
        fetch([*command, *packages], ["apt-get", *options, "update"])
        target.mkdir(parents=True, exist_ok=True)
        for archive in archives.glob("*.deb"):
            run(["dpkg-deb", "-x", archive, target])
            archive.unlink()


def private_options() -> list[str]:
    """Make apt keep its archives here, and its lists too when the machine's are closed."""
    settings = {
        "Dir::Cache": NATIVE / "apt" / "cache",
        "Dir::Log": NATIVE / "apt",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "",
    }
    if os.geteuid():
        state = NATIVE / "apt" / "state"
        (state / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        settings |= {"Dir::State": state, "Dir::State::status": "/var/lib/dpkg/status"}
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def fetch(command: list[str], update: list[str]) -> None:
    """Try with the package lists at hand, refresh them when they are absent or old."""
    env = os.environ | QUIET
    try:
        run(command, env=env)
    except Trouble:
        run(update, env=env)
        run(command, env=env)
